package portside.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/// A line typed in a folder, as `java -jar proxy.jar` gets it, without a terminal.
final class Typed {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;
  private final Map<String, String> environment;

  Typed(Path folder) {
    this(folder, Map.of());
  }

  Typed(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// The exit code.
  int run(String... typed) {
    return Verbs.run(typed, new Surroundings(environment, folder, folder.resolve("data"), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), false, Surroundings.ANY_WIDTH, Clock.systemUTC(), ZoneOffset.UTC));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
