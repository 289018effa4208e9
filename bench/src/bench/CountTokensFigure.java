package bench;

import java.io.IOException;
import java.util.List;

/// `count_tokens` on a large request, warm, and thirty at once beside a running stream.
final class CountTokensFigure {
  private static final int BYTES = 200 * 1024;
  private static final int AT_ONCE = 30;

  private CountTokensFigure() {}

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    if (!stage.has(Route.PROXY)) {
      return List.of();
    }
    var port = stage.fresh(Route.PROXY).port();
    var request = Route.countTokens(BYTES);
    var taken = new Delays();
    double first;
    try (var client = new Client(port)) {
      first = client.ask(request).wholeNanos() / 1e6;
      for (var turn = 0; turn < effort.asks() / 10; turn++) {
        client.ask(request);
      }
      for (var turn = 0; turn < effort.asks() / 10; turn++) {
        taken.add(client.ask(request).wholeNanos());
      }
    }
    var p50 = taken.millis(0.5);
    return List.of(
        Row.atMost("count_tokens, 200 KB, warm, p50", Row.ofProxy(Row.millis(p50)), p50, 30, "≤ 30 ms"),
        line("  p99", taken.millis(0.99)),
        line("  the first one", first),
        line("  30 at once, until the last is answered", together(port, request)),
        line("  longest delay of a running stream meanwhile", pause(stage, port, request)));
  }

  private static double together(int port, byte[] request) throws IOException {
    try (var crowd = new Crowd()) {
      var start = System.nanoTime();
      addAll(crowd, port, request);
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static double pause(Stage stage, int port, byte[] request) throws IOException {
    try (var crowd = new Crowd()) {
      crowd.add(port, stage.request(Route.PROXY, Script.paced(100, 60), 1024), false);
      crowd.runFor(1000);
      crowd.delays().clear();
      addAll(crowd, port, request);
      crowd.runFor(200);
      return crowd.delays().longestMillis();
    }
  }

  private static void addAll(Crowd crowd, int port, byte[] request) throws IOException {
    var counts = new java.util.ArrayList<CrowdMember>();
    for (var added = 0; added < AT_ONCE; added++) {
      counts.add(crowd.add(port, request, false));
    }
    crowd.runUntil(() -> counts.stream().allMatch(CrowdMember::ended), 60_000);
    if (!crowd.failures().isEmpty()) {
      throw new IOException("count_tokens, 30 at once: " + crowd.failures().getFirst());
    }
  }

  private static Row line(String what, double millis) {
    return Row.plain(what, Row.ofProxy(Row.millis(millis)));
  }
}
