package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Events per CPU second of what stands between, while the provider sends as fast as it is read.
final class SaturatedFigure {
  private static final int EVENTS = 20_000;
  private static final double GOAL = 150_000;

  private SaturatedFigure() {}

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var rows = new ArrayList<Row>();
    rush(stage, Script.burst(EVENTS), 4, effort.seconds());
    for (var streams : List.of(1, 4, 16)) {
      var found = rush(stage, Script.burst(EVENTS), streams, effort.seconds() / 2);
      var title = "saturated, %d stream%s, events per CPU second".formatted(streams, streams == 1 ? "" : "s");
      rows.add(Row.atLeast(title, found.perCpuSecond.counts(), found.perCpuSecond.median(Route.PROXY), GOAL, "≥ 150,000"));
      rows.add(found.rates());
    }
    var single = rush(stage, Script.single(EVENTS), 16, effort.seconds() / 2);
    rows.add(Row.plain("  16 streams, each event its own write", single.perCpuSecond.counts()));
    rows.add(single.rates());
    return rows;
  }

  /// @param perCpuSecond events per CPU second
  /// @param perSecond events per second
  private record Found(PerRoute perCpuSecond, PerRoute perSecond) {
    Row rates() {
      return Row.plain("  events per second", perSecond.counts());
    }
  }

  private static Found rush(Stage stage, String model, int streams, int seconds) throws IOException {
    var found = new Found(new PerRoute(), new PerRoute());
    for (var route : stage.routes()) {
      try (var crowd = new Crowd()) {
        for (var added = 0; added < streams; added++) {
          crowd.add(stage.port(route), stage.request(route, model, 1024), true);
        }
        crowd.runFor(1000);
        var gauge = stage.gauge(route);
        var cpu = gauge.cpuMillis();
        var events = crowd.events();
        var start = System.nanoTime();
        crowd.runFor(seconds * 1000L);
        var counted = crowd.events() - events;
        found.perSecond.add(route, counted * 1e9 / (System.nanoTime() - start));
        if (route != Route.DIRECT) {
          found.perCpuSecond.add(route, counted * 1e3 / Math.max(10, gauge.cpuMillis() - cpu));
        }
        if (!crowd.failures().isEmpty()) {
          throw new IOException(route.title() + ", saturated: " + crowd.failures().getFirst());
        }
      }
    }
    return found;
  }
}
