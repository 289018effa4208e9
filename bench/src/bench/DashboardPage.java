package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The dashboard in Chromium: an instance with ten thousand requests in the day, and hours of events. `bench/page.mjs` drives the browser.
final class DashboardPage {
  private static final double PAINT_MILLIS = 500;
  private static final double SHIFT = 0.02;
  private static final double GROWTH = 0.02;

  private final Stage stage;
  private final Path data;

  /// @param data with a journal
  DashboardPage(Stage stage, Path data) {
    this.stage = stage;
    this.data = data;
  }

  /// Nothing where there is no browser.
  List<Row> measure(Effort effort) throws IOException, InterruptedException {
    if (stage.place().browser().isEmpty()) {
      return List.of(Row.plain("dashboard: there is no browser", Row.ofProxy(Row.NOTHING)));
    }
    try (var instance = stage.launchProxy("dashboard", data)) {
      var found = run(stage.place().browser().get(), instance.port(), effort.launches());
      var grown = found.get("heap2") / found.get("heap1") - 1;
      return List.of(
          Row.atMost("dashboard, 10,000 requests today, first paint", Row.ofProxy(Row.millis(found.get("paint"))), found.get("paint"), PAINT_MILLIS, "≤ 0.5 s"),
          Row.plain("  first row", Row.ofProxy(Row.millis(found.get("rows")))),
          Row.atMost("  layout shift", Row.ofProxy(String.format(Locale.ROOT, "%.4f", found.get("shift"))), found.get("shift"), SHIFT, "≤ 0.02"),
          Row.atMost("  heap after one hour of events, and after two", Row.ofProxy("%s, %s (%+.1f %%)".formatted(megabytes(found.get("heap1")), megabytes(found.get("heap2")), grown * 100)),
              grown, GROWTH, "≤ +2 %"),
          Row.plain("  elements, so too", Row.ofProxy(Row.count(found.get("nodes1")) + ", " + Row.count(found.get("nodes2")))));
    }
  }

  private Map<String, Double> run(Place.Browser browser, int port, int times) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("node", "bench/page.mjs", Integer.toString(port), Integer.toString(times))
        .directory(stage.place().root().toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CHROMIUM", browser.chromium());
    builder.environment().put("PLAYWRIGHT", browser.playwright());
    var process = builder.start();
    var found = new HashMap<String, Double>();
    for (var line : new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList())) {
      var words = line.split(" ");
      found.put(words[0], Double.valueOf(words[1]));
    }
    if (process.waitFor() != 0) {
      throw new IOException("dashboard: the browser's side failed; its words are above");
    }
    return found;
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.2f MB", bytes / (1 << 20));
  }
}
