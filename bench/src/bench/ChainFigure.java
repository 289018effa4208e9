package bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a chain costs beside a plain instance, and a first member that fails beside one that answers.
final class ChainFigure {
  private static final int EVENTS = 20_000;
  private static final int STREAMS = 4;
  private static final int ROUNDS = 5;
  /// The processes run the same code and are compared once it is compiled in all of them.
  private static final int WARM_UP = 3;
  private static final double SLOWER = 0.03;
  private static final double FAILED_MEMBER_MILLIS = 1;

  private ChainFigure() {}

  /// What is asked.
  private enum Way {
    DIRECT,
    PLAIN,
    CHAIN,
    FAILING
  }

  static List<Row> measure(Stage stage, Effort effort) throws IOException {
    if (!stage.has(Route.PROXY)) {
      return List.of();
    }
    var burst = Script.burst(EVENTS);
    try (var plain = stage.launchProxy(stage.place().java(), stage.place().options().stream().toList());
        var chain = stage.launchChain(List.of(Script.once(), Script.once(), Script.once()), burst);
        var failing = stage.launchChain(List.of(Script.refuse(), Script.once(), Script.once()), burst)) {
      var ports = Map.of(Way.DIRECT, stage.port(Route.DIRECT), Way.PLAIN, plain.port(), Way.CHAIN, chain.port(), Way.FAILING, failing.port());
      var rows = new ArrayList<Row>();
      for (var kilobytes : List.of(1, 50)) {
        rows.addAll(firstByte(stage, ports, kilobytes, effort.asks()));
      }
      rows.addAll(saturated(stage, plain, chain, burst, effort.seconds()));
      return rows;
    }
  }

  private static List<Row> firstByte(Stage stage, Map<Way, Integer> ports, int kilobytes, int asks) throws IOException {
    var clients = new EnumMap<Way, Client>(Way.class);
    var requests = new EnumMap<Way, byte[]>(Way.class);
    var taken = new EnumMap<Way, Delays>(Way.class);
    for (var way : Way.values()) {
      clients.put(way, new Client(ports.get(way)));
      var direct = way == Way.DIRECT;
      requests.put(way, stage.request(direct ? Route.DIRECT : Route.PROXY, direct ? Script.once() : "claude-opus-5-5", kilobytes * 1024));
    }
    for (var turn = -WARM_UP * asks; turn < asks; turn++) {
      if (turn <= 0) {
        List.of(Way.values()).forEach(way -> taken.put(way, new Delays()));
      }
      for (var way : Way.values()) {
        taken.get(way).add(clients.get(way).ask(requests.get(way)).firstByteNanos());
      }
    }
    for (var client : clients.values()) {
      client.close();
    }
    var middle = new EnumMap<Way, Double>(Way.class);
    taken.forEach((way, delays) -> middle.put(way, delays.millis(0.5)));
    var slower = middle.get(Way.CHAIN) / middle.get(Way.PLAIN) - 1;
    var failed = middle.get(Way.FAILING) - middle.get(Way.CHAIN);
    var title = "first byte, %d KB request, p50, ".formatted(kilobytes);
    return List.of(
        Row.plain(title + "plain instance", Row.ofProxy(Row.millis(middle.get(Way.PLAIN)))),
        Row.atMost("  chain of three", Row.ofProxy("%s (%s)".formatted(Row.millis(middle.get(Way.CHAIN)), percent(slower))), slower, SLOWER, "≤ +3 %"),
        Row.atMost("  its first member fails", Row.ofProxy((failed < 0 ? "" : "+") + Row.millis(failed)), failed, FAILED_MEMBER_MILLIS + middle.get(Way.DIRECT),
            "≤ +1 ms + " + Row.millis(middle.get(Way.DIRECT))));
  }

  private static List<Row> saturated(Stage stage, Launched plain, Launched chain, String burst, int seconds) throws IOException {
    var request = stage.request(Route.PROXY, burst, 1024);
    var ofPlain = new ArrayList<Double>();
    var ofChain = new ArrayList<Double>();
    for (var round = -1; round < ROUNDS; round++) {
      var first = perCpuSecond(plain, request, seconds);
      var second = perCpuSecond(chain, request, seconds);
      if (round >= 0) {
        ofPlain.add(first);
        ofChain.add(second);
      }
    }
    var share = PerRoute.median(ofChain) / PerRoute.median(ofPlain) - 1;
    return List.of(
        Row.plain("saturated, %d streams, events per CPU second, plain".formatted(STREAMS), Row.ofProxy(Row.count(PerRoute.median(ofPlain)))),
        Row.atLeast("  chain of three", Row.ofProxy("%s (%s)".formatted(Row.count(PerRoute.median(ofChain)), percent(share))), share, -SLOWER, "≥ -3 %"));
  }

  private static double perCpuSecond(Launched launched, byte[] request, int seconds) throws IOException {
    try (var crowd = new Crowd()) {
      for (var added = 0; added < STREAMS; added++) {
        crowd.add(launched.port(), request, true);
      }
      crowd.runFor(500);
      var gauge = launched.gauge();
      var cpu = gauge.cpuMillis();
      var events = crowd.events();
      crowd.runFor(seconds * 500L);
      var counted = crowd.events() - events;
      if (!crowd.failures().isEmpty()) {
        throw new IOException("chain, saturated: " + crowd.failures().getFirst());
      }
      return counted * 1e3 / Math.max(10, gauge.cpuMillis() - cpu);
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", share * 100);
  }
}
