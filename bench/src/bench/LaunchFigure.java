package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// From launch to the first healthy answer, and what it cost: CPU time and resident memory of all its processes.
final class LaunchFigure {
  private static final double GOAL = 300;
  private static final double OLD_JAVA_GOAL = 450;

  private LaunchFigure() {}

  /// Starts a process and waits until it is healthy.
  private interface Launch {
    Launched run() throws IOException;
  }

  /// One way to start, with what its starts took.
  private record Way(Launch launch, List<Double> ready, List<Double> cpu, List<Double> resident) {
    Way(Launch launch) {
      this(launch, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void start() throws IOException {
      var begun = System.nanoTime();
      try (var server = launch.run()) {
        ready.add((System.nanoTime() - begun) / 1e6);
        cpu.add((double) server.gauge().cpuMillis());
        resident.add(server.gauge().residentMegabytes());
      }
    }

    String time() {
      var least = ready.stream().min(Double::compare).orElseThrow();
      var most = ready.stream().max(Double::compare).orElseThrow();
      return String.format(Locale.ROOT, "%.0f ms (%.0f–%.0f)", PerRoute.median(ready), least, most);
    }

    String cost() {
      return String.format(Locale.ROOT, "%.0f ms, %.0f MB", PerRoute.median(cpu), PerRoute.median(resident));
    }
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var place = stage.place();
    var plain = new EnumMap<Route, Way>(Route.class);
    var oldJava = new EnumMap<Route, Way>(Route.class);
    if (stage.has(Route.PROXY)) {
      plain.put(Route.PROXY, new Way(() -> stage.launchProxy(place.java(), place.options().stream().toList())));
      place.oldJava().ifPresent(java -> oldJava.put(Route.PROXY, new Way(() -> stage.launchProxy(java, List.of()))));
    }
    if (stage.has(Route.PEER)) {
      plain.put(Route.PEER, new Way(stage::launchPeer));
    }
    var ways = new ArrayList<>(plain.values());
    ways.addAll(oldJava.values());
    for (var way : ways) {
      way.launch.run().close();
    }
    for (var launch = 0; launch < effort.launches(); launch++) {
      for (var way : ways) {
        way.start();
      }
    }
    var rows = new ArrayList<Row>();
    rows.addAll(rows("launch to healthy", plain, GOAL));
    rows.addAll(rows("launch to healthy, Java 17 starts the jar", oldJava, OLD_JAVA_GOAL));
    return rows;
  }

  private static List<Row> rows(String what, Map<Route, Way> ways, double goal) {
    if (ways.isEmpty()) {
      return List.of();
    }
    var median = ways.containsKey(Route.PROXY) ? PerRoute.median(ways.get(Route.PROXY).ready) : Double.NaN;
    return List.of(
        Row.atMost(what, route -> ways.containsKey(route) ? ways.get(route).time() : Row.NOTHING, median, goal, "≤ %.0f ms".formatted(goal)),
        Row.plain("  CPU until then, resident then", route -> ways.containsKey(route) ? ways.get(route).cost() : Row.NOTHING));
  }
}
