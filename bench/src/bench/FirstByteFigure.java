package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Time to the first byte of the answer, one request at a time, the routes taking turns.
final class FirstByteFigure {
  private static final int THINKS = 200;

  private FirstByteFigure() {}

  /// What the routes took for one kind of request.
  private record Taken(Delays firstByte, Delays whole) {
    Taken() {
      this(new Delays(), new Delays());
    }
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var rows = new ArrayList<Row>();
    rows.addAll(size(stage, 1, effort.asks(), 0.2));
    rows.addAll(size(stage, 50, effort.asks(), 0.5));
    rows.addAll(size(stage, 500, effort.asks() / 4, 3));
    var taken = ask(stage, Script.think(THINKS), 1, Math.max(10, effort.asks() / 50), 1);
    rows.add(Row.plain("first byte, 1 KB, provider thinks 200 ms, p50", firstByte(taken, 0.5)));
    return rows;
  }

  private static List<Row> size(Stage stage, int kilobytes, int asks, double goal) throws IOException {
    var taken = ask(stage, Script.once(), kilobytes, asks, asks);
    var title = "first byte, %d KB request, ".formatted(kilobytes);
    var added = stage.has(Route.PROXY) ? middle(taken, Route.PROXY) - middle(taken, Route.DIRECT) : Double.NaN;
    return List.of(
        Row.atMost(title + "p50", firstByte(taken, 0.5), added, goal, "≤ +%s ms".formatted(goal)),
        Row.plain("  p99", firstByte(taken, 0.99)),
        Row.plain("  whole answer of one event, p50", Row.added(route -> taken.get(route).whole.millis(0.5))));
  }

  private static Map<Route, Taken> ask(Stage stage, String model, int kilobytes, int asks, int warmUp) throws IOException {
    var clients = new EnumMap<Route, Client>(Route.class);
    var requests = new EnumMap<Route, byte[]>(Route.class);
    var taken = new EnumMap<Route, Taken>(Route.class);
    for (var route : stage.routes()) {
      clients.put(route, new Client(stage.port(route)));
      requests.put(route, stage.request(route, model, kilobytes * 1024));
    }
    for (var turn = -warmUp; turn < asks; turn++) {
      if (turn <= 0) {
        stage.routes().forEach(route -> taken.put(route, new Taken()));
      }
      for (var route : stage.routes()) {
        var one = clients.get(route).ask(requests.get(route));
        taken.get(route).firstByte.add(one.firstByteNanos());
        taken.get(route).whole.add(one.wholeNanos());
      }
    }
    for (var client : clients.values()) {
      client.close();
    }
    return taken;
  }

  private static Function<Route, String> firstByte(Map<Route, Taken> taken, double share) {
    return Row.added(route -> taken.get(route).firstByte.millis(share));
  }

  private static double middle(Map<Route, Taken> taken, Route route) {
    return taken.get(route).firstByte.millis(0.5);
  }
}
