package bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;

/// Time added to each event of a single stream on an otherwise quiet machine.
final class ChunkFigure {
  private static final int PER_SECOND = 100;

  private ChunkFigure() {}

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    var delays = new EnumMap<Route, Delays>(Route.class);
    stage.routes().forEach(route -> delays.put(route, new Delays()));
    for (var round = -1; round < effort.rounds(); round++) {
      for (var route : stage.routes()) {
        try (var client = new Client(stage.port(route))) {
          var seconds = round < 0 ? 2 : effort.seconds() / 2;
          client.ask(stage.request(route, Script.paced(PER_SECOND, seconds), 1024), round < 0 ? new Delays() : delays.get(route));
        }
      }
    }
    return List.of(row("one stream of 100 events/s, delay of an event, p50", delays, 0.5), row("  p99", delays, 0.99));
  }

  private static Row row(String what, EnumMap<Route, Delays> delays, double share) {
    return Row.plain(what, Row.added(route -> delays.get(route).millis(share)));
  }
}
