package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// From launch to the first healthy answer, and what it cost: CPU time and resident memory of all its processes.
final class LaunchFigure {
  private LaunchFigure() {}

  /// One way to start the jar, with what its starts took.
  private record Way(String title, String java, List<String> options, double goal, List<Double> ready, List<Double> cpu, List<Double> resident) {
    Way(String title, String java, List<String> options, double goal) {
      this(title, java, options, goal, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void start(Stage stage) throws IOException {
      var begun = System.nanoTime();
      try (var proxy = stage.launchProxy(java, options).awaitHealth("/health")) {
        ready.add((System.nanoTime() - begun) / 1e6);
        cpu.add((double) proxy.gauge().cpuMillis());
        resident.add(proxy.gauge().residentMegabytes());
      }
    }

    Row row() {
      var median = PerRoute.median(ready);
      var least = ready.stream().min(Double::compare).orElseThrow();
      var most = ready.stream().max(Double::compare).orElseThrow();
      var text = String.format(Locale.ROOT, "%.0f ms (%.0f–%.0f)", median, least, most);
      return Row.atMost("launch to healthy, " + title, Row.NOTHING, Row.NOTHING, text, median, goal, "≤ %.0f ms".formatted(goal));
    }

    Row costRow() {
      var text = String.format(Locale.ROOT, "%.0f ms, %.0f MB", PerRoute.median(cpu), PerRoute.median(resident));
      return Row.plain("  CPU until then, resident then", Row.NOTHING, Row.NOTHING, text);
    }
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var place = stage.place();
    if (!place.withProxy()) {
      return List.of();
    }
    var ways = new ArrayList<>(List.of(new Way("Java 25", place.java(), place.options().stream().toList(), 300)));
    place.oldJava().ifPresent(java -> ways.add(new Way("Java 17 starts the jar", java, List.of(), 450)));
    for (var way : ways) {
      stage.launchProxy(way.java, way.options).awaitHealth("/health").close();
    }
    for (var launch = 0; launch < effort.launches(); launch++) {
      for (var way : ways) {
        way.start(stage);
      }
    }
    return ways.stream().flatMap(way -> List.of(way.row(), way.costRow()).stream()).toList();
  }
}
