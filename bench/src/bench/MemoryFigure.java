package bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Resident memory idle and with streams held open at one event per second; nobody may be cut short or starve.
final class MemoryFigure {
  private static final int SOME = 1000;
  private static final int MANY = 5000;
  private static final int SECONDS = 40;
  private static final int STARVED = 3;

  private MemoryFigure() {}

  /// Megabytes at each step, and how the streams fared.
  private record Found(double idle, double used, double some, double many, long unserved, double longestGap) {
    static final Found NOTHING = new Found(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN);

    double kilobytesEach() {
      return (many - used) * 1024 / MANY;
    }

    String fared() {
      return Double.isNaN(longestGap) ? Row.NOTHING : "%d, %.1f s".formatted(unserved, longestGap);
    }
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException, InterruptedException {
    var found = new EnumMap<Route, Found>(Route.class);
    for (var route : stage.between()) {
      found.put(route, hold(stage, route));
    }
    var proxy = found.getOrDefault(Route.PROXY, Found.NOTHING);
    var worst = proxy.unserved > 0 ? Double.POSITIVE_INFINITY : proxy.longestGap;
    return List.of(
        Row.atMost("resident, idle", megabytes(found, Found::idle), proxy.idle, 80, "≤ 80 MB"),
        Row.plain("  after the first request", megabytes(found, Found::used)),
        Row.atMost("resident, 1,000 open streams", megabytes(found, Found::some), proxy.some, 200, "≤ 200 MB"),
        Row.plain("resident, 5,000 open streams", megabytes(found, Found::many)),
        Row.atMost("  KB for each of them", cells(found, each -> Row.count(each.kilobytesEach())), proxy.kilobytesEach(), 64, "≤ 64"),
        Row.atMost("  cut short; longest wait for an event", cells(found, Found::fared), worst, STARVED, "none, ≤ 3 s"));
  }

  private static Found hold(Stage stage, Route route) throws IOException, InterruptedException {
    var server = stage.fresh(route);
    var port = server.port();
    var gauge = server.gauge();
    TimeUnit.SECONDS.sleep(2);
    var idle = gauge.residentMegabytes();
    try (var client = new Client(port)) {
      client.ask(stage.request(route, Script.once(), 50 * 1024));
    }
    var used = gauge.residentMegabytes();
    var request = stage.request(route, Script.paced(1, SECONDS), 1024);
    try (var crowd = new Crowd()) {
      crowd.addSpread(port, request, SOME, 2000);
      crowd.runFor(6000);
      var some = gauge.residentMegabytes();
      crowd.addSpread(port, request, MANY - SOME, 8000);
      crowd.runFor(10_000);
      var many = gauge.residentMegabytes();
      crowd.runUntil(crowd::allEnded, 60_000);
      crowd.failures().stream().limit(3).forEach(why -> System.err.println("  " + route.title() + ": " + why));
      return new Found(idle, used, some, many, crowd.unserved(SECONDS), crowd.longestGap() / 1e9);
    }
  }

  private static Function<Route, String> megabytes(Map<Route, Found> found, ToDoubleFunction<Found> value) {
    return cells(found, each -> Row.megabytes(value.applyAsDouble(each)));
  }

  private static Function<Route, String> cells(Map<Route, Found> found, Function<Found, String> cell) {
    return route -> cell.apply(found.getOrDefault(route, Found.NOTHING));
  }
}
