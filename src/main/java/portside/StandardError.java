package portside;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the log goes.
final class StandardError {
  /// Of Linux (proc(5)): what the descriptor is.
  private static final Path LINK = Path.of("/proc/self/fd/2");

  private StandardError() {}

  /// Whether it is a terminal. Where the system does not say what a descriptor is, standard output speaks for it.
  static boolean isTerminal() {
    try {
      return isTerminal(Files.readSymbolicLink(LINK).toString());
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }

  static boolean isTerminal(String device) {
    return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
  }
}
