package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    var nginx = hold(Route.NGINX, stage.freshNginx());
    var proxy = stage.place().withProxy() ? hold(Route.PROXY, stage.freshProxy()) : Found.NOTHING;
    var rows = new ArrayList<Row>();
    rows.add(row("resident, idle", nginx.idle, proxy.idle, 80));
    rows.add(Row.plain("  after the first request", Row.NOTHING, Row.megabytes(nginx.used), Row.megabytes(proxy.used)));
    rows.add(row("resident, 1,000 open streams", nginx.some, proxy.some, 200));
    rows.add(Row.plain("resident, 5,000 open streams", Row.NOTHING, Row.megabytes(nginx.many), Row.megabytes(proxy.many)));
    rows.add(
        Row.atMost(
            "  KB for each of them",
            Row.NOTHING,
            Row.count(nginx.kilobytesEach()),
            Row.count(proxy.kilobytesEach()),
            proxy.kilobytesEach(),
            64,
            "≤ 64"));
    var worst = proxy.unserved > 0 ? Double.POSITIVE_INFINITY : proxy.longestGap;
    rows.add(
        Row.atMost("  cut short; longest wait for an event", Row.NOTHING, nginx.fared(), proxy.fared(), worst, STARVED, "none, ≤ 3 s"));
    return rows;
  }

  private static Found hold(Route route, Launched server) throws IOException, InterruptedException {
    var port = server.port();
    var gauge = server.gauge();
    TimeUnit.SECONDS.sleep(2);
    var idle = gauge.residentMegabytes();
    try (var client = new Client(port)) {
      client.ask(route.request(Script.once(), 50 * 1024));
    }
    var used = gauge.residentMegabytes();
    var request = route.request(Script.paced(1, SECONDS), 1024);
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

  private static Row row(String what, double nginx, double proxy, int goal) {
    return Row.atMost(what, Row.NOTHING, Row.megabytes(nginx), Row.megabytes(proxy), proxy, goal, "≤ " + goal + " MB");
  }
}
