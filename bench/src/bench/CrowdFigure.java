package bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// A thousand streams of twenty events per second: delay of each event, and events per CPU second.
final class CrowdFigure {
  private static final int STREAMS = 1000;
  private static final int PER_SECOND = 20;
  private static final int RAMP = 2;
  private static final int SETTLE = 2;
  private static final int ENDING = 1;
  private static final int PATIENCE = 30;

  private final PerRoute p50 = new PerRoute();
  private final PerRoute p90 = new PerRoute();
  private final PerRoute p99 = new PerRoute();
  private final PerRoute perCpuSecond = new PerRoute();
  private final PerRoute perSecond = new PerRoute();
  private final PerRoute unserved = new PerRoute();

  private CrowdFigure() {}

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var warmUp = new CrowdFigure();
    for (var route : stage.routes()) {
      warmUp.round(stage, route, 4);
    }
    var figure = new CrowdFigure();
    for (var round = 0; round < effort.rounds(); round++) {
      for (var route : stage.routes()) {
        figure.round(stage, route, effort.seconds());
      }
    }
    return figure.rows();
  }

  private void round(Stage stage, Route route, int seconds) throws IOException {
    var lasts = RAMP + SETTLE + seconds + ENDING;
    try (var crowd = new Crowd()) {
      crowd.addSpread(stage.port(route), stage.request(route, Script.paced(PER_SECOND, lasts), 1024), STREAMS, RAMP * 1000);
      crowd.runFor(SETTLE * 1000);
      var gauge = stage.gauge(route);
      var cpu = gauge.cpuMillis();
      var events = crowd.events();
      var start = System.nanoTime();
      crowd.delays().clear();
      crowd.runFor(seconds * 1000L);
      var counted = crowd.events() - events;
      perSecond.add(route, counted * 1e9 / (System.nanoTime() - start));
      if (route != Route.DIRECT) {
        perCpuSecond.add(route, counted * 1e3 / Math.max(10, gauge.cpuMillis() - cpu));
      }
      p50.add(route, crowd.delays().millis(0.5));
      p90.add(route, crowd.delays().millis(0.9));
      p99.add(route, crowd.delays().millis(0.99));
      crowd.runUntil(crowd::allEnded, (ENDING + RAMP + PATIENCE) * 1000L);
      unserved.add(route, crowd.unserved(PER_SECOND * lasts));
      crowd.failures().stream().limit(3).forEach(why -> System.err.println("  " + route.title() + ": " + why));
    }
  }

  private List<Row> rows() {
    return List.of(
        goal("1,000 streams x 20/s, delay of an event, p50", p50, 1.5),
        Row.plain("  p90", millis(p90)),
        goal("  p99", p99, 3),
        rate(),
        Row.plain("  events per second", perSecond.counts()),
        Row.atMost(
            "  streams cut short, in the worst round",
            route -> Row.count(unserved.worst(route)),
            unserved.worst(Route.PROXY),
            0,
            "none"));
  }

  private static Function<Route, String> millis(PerRoute values) {
    return route -> Row.millis(values.median(route));
  }

  private static Row goal(String what, PerRoute values, double times) {
    var limit = values.median(Route.NGINX) * times;
    return Row.atMost(what, millis(values), values.median(Route.PROXY), limit, "≤ %s x nginx".formatted(times));
  }

  private Row rate() {
    var goal = perCpuSecond.median(Route.NGINX) / 3;
    return Row.atLeast("  events per CPU second", perCpuSecond.counts(), perCpuSecond.median(Route.PROXY), goal, "≥ 1/3 of nginx");
  }
}
