package bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// How a fresh process gets faster: the time of its first answers, one after the other on one connection, and their CPU time.
final class WarmUpFigure {
  private static final int ASKS = 4000;
  private static final int WIDEST = 10;

  private final SortedMap<Integer, PerRoute> answers = new TreeMap<>();
  private final PerRoute cpuSeconds = new PerRoute();

  private WarmUpFigure() {
    List.of(1, 5, 20, 100, 1000, ASKS).forEach(position -> answers.put(position, new PerRoute()));
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    ask(stage, Route.DIRECT, stage.port(Route.DIRECT));
    for (var route : stage.between()) {
      stage.fresh(route);
    }
    var figure = new WarmUpFigure();
    for (var launch = 0; launch < effort.launches(); launch++) {
      for (var route : stage.routes()) {
        figure.warmUp(stage, route);
      }
    }
    return figure.rows();
  }

  private void warmUp(Stage stage, Route route) throws IOException {
    var server = stage.fresh(route);
    var gauge = server.gauge();
    var cpu = gauge.cpuMillis();
    var millis = ask(stage, route, server.port());
    if (route != Route.DIRECT) {
      cpuSeconds.add(route, (gauge.cpuMillis() - cpu) / 1e3);
    }
    answers.forEach((position, values) -> values.add(route, around(position, millis)));
  }

  /// What each answer took, to its last byte, in milliseconds.
  private static double[] ask(Stage stage, Route route, int port) throws IOException {
    var request = stage.request(route, Script.once(), 1024);
    var millis = new double[ASKS];
    try (var client = new Client(port)) {
      for (var asked = 0; asked < ASKS; asked++) {
        millis[asked] = client.ask(request).wholeNanos() / 1e6;
      }
    }
    return millis;
  }

  /// The median of the answers a tenth of `position` before and behind it, ten at most.
  private static double around(int position, double[] millis) {
    var reach = Math.min(WIDEST, Math.round(position / 10f));
    var window = Arrays.stream(millis, position - 1 - reach, Math.min(ASKS, position + reach));
    return PerRoute.median(window.boxed().toList());
  }

  private List<Row> rows() {
    return List.of(
        Row.atMost("warm-up, 1 KB request, the 1st answer", added(1), addedByProxy(1), 25, "≤ +25 ms"),
        Row.plain("  the 5th", added(5)),
        Row.atMost("  the 20th", added(20), addedByProxy(20), 3, "≤ +3 ms"),
        Row.plain("  the 100th", added(100)),
        Row.plain("  the 1,000th", added(1000)),
        Row.plain("  the 4,000th", added(ASKS)),
        Row.atMost("  CPU for all 4,000", route -> Row.seconds(cpuSeconds.median(route)), cpuSeconds.median(Route.PROXY), 5, "≤ 5 s"));
  }

  private Function<Route, String> added(int position) {
    return Row.added(answers.get(position)::median);
  }

  private double addedByProxy(int position) {
    return answers.get(position).median(Route.PROXY) - answers.get(position).median(Route.DIRECT);
  }
}
