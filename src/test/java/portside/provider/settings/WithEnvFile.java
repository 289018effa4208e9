package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// A test class with an env file of its own.
abstract class WithEnvFile {
  @TempDir Path folder;

  Settings.Loaded load(String text) throws Exception {
    write(text);
    return Settings.load(Optional.of(file().toString()), Map.of());
  }

  EnvFaults faults(String text) {
    return assertThrows(EnvFaults.class, () -> load(text));
  }

  void write(String text) {
    try {
      Files.writeString(file(), text);
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return folder.resolve(".env-test");
  }
}
