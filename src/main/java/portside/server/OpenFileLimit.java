package portside.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Finds out how many files the system lets this process open, and so how many connections it may take.
final class OpenFileLimit {
  private static final Pattern LIMIT = Pattern.compile("^Max open files\\s+(\\d+)", Pattern.MULTILINE);

  /// The fewest connections that are taken: with less nothing could be served.
  private static final int FEWEST = 8;

  /// The files that the JVM, the logs and `data/` have open.
  private static final int OWN = 48;

  private OpenFileLimit() {}

  /// Connections to take at most: a request needs a file for its client and one for its provider.
  static int connections() {
    return connections(Path.of("/proc/self/limits"));
  }

  /// @param limits where Linux tells the limits of a process; without it none is known
  static int connections(Path limits) {
    try {
      var limit = LIMIT.matcher(Files.readString(limits));
      return limit.find() ? connections(Long.parseLong(limit.group(1))) : Integer.MAX_VALUE;
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static int connections(long files) {
    return Math.clamp((files - files / 8 - OWN) / 2, FEWEST, Integer.MAX_VALUE);
  }
}
