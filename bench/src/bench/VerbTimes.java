package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the verbs of `./portside` take, from the start of the script: `usage` to its end, `top` to its first picture.
final class VerbTimes {
  private static final String INSTANCE = "shown-by-top";
  private static final Path TERMINAL = Path.of("/usr/bin/script");
  private static final double USAGE_MILLIS = 1_000;
  private static final double FRAME_MILLIS = 800;
  private static final long PATIENCE_SECONDS = 30;

  private final Stage stage;
  private final Path data;
  private final int requests;

  /// @param data with a journal
  /// @param requests how many are in it, for the table
  VerbTimes(Stage stage, Path data, int requests) {
    this.stage = stage;
    this.data = data;
    this.requests = requests;
  }

  List<Row> measure(Effort effort) throws IOException, InterruptedException {
    var rows = new ArrayList<Row>();
    var index = ended("usage", "--days", "30");
    var usage = median(effort.launches(), () -> ended("usage", "--days", "30"));
    rows.add(Row.atMost("./portside usage, %,d requests, the whole process".formatted(requests), Row.ofProxy(Row.millis(usage)), usage, USAGE_MILLIS, "≤ 1 s"));
    rows.add(Row.plain("  the first one, which makes the index", Row.ofProxy(Row.seconds(index / 1e3))));
    try (var _ = stage.launchProxy(INSTANCE, data)) {
      ended("top", "--once"); // its instance opens the index
      var once = median(effort.launches(), () -> ended("top", "--once"));
      rows.add(Row.atMost("./portside top --once, the whole process", Row.ofProxy(Row.millis(once)), once, FRAME_MILLIS, "≤ 0.8 s"));
      if (Files.isExecutable(TERMINAL)) {
        var frame = median(effort.launches(), this::firstPicture);
        rows.add(Row.atMost("  on a terminal, until the instance shows", Row.ofProxy(Row.millis(frame)), frame, FRAME_MILLIS, "≤ 0.8 s"));
      }
    }
    return rows;
  }

  private interface Run {
    double millis() throws IOException, InterruptedException;
  }

  private static double median(int runs, Run run) throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    for (var count = 0; count < runs; count++) {
      millis.add(run.millis());
    }
    return PerRoute.median(millis);
  }

  private double ended(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("./portside"));
    command.addAll(List.of(words));
    var log = stage.place().work().resolve("verb.log");
    var begun = System.nanoTime();
    var process = process(command).redirectOutput(log.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS * 4, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " did not end well; see " + log);
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  /// Util-linux's `script` is a terminal without a window.
  private double firstPicture() throws IOException {
    var begun = System.nanoTime();
    var process = process(List.of(TERMINAL.toString(), "-qfec", "stty rows 30 cols 120; exec ./portside top", "/dev/null")).start();
    try {
      var end = begun + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      var seen = new StringBuilder();
      var piece = new byte[8192];
      for (int read; (read = process.getInputStream().read(piece)) > 0 && System.nanoTime() - end < 0; ) {
        seen.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
        if (seen.indexOf(INSTANCE) >= 0) {
          return (System.nanoTime() - begun) / 1e6;
        }
      }
      throw new IOException("top shows nothing of " + INSTANCE);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private ProcessBuilder process(List<String> command) {
    var builder = new ProcessBuilder(command).directory(stage.place().root().toFile()).redirectErrorStream(true);
    builder.environment().put("JDK_JAVA_OPTIONS", "-Dportside.data=" + data);
    builder.environment().put("TERM", "xterm-256color");
    return builder;
  }
}
