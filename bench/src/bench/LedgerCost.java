package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What the ledger costs a request, memory and the start: two proxies side by side, one with `LEDGER=off`, asked in turns.
final class LedgerCost {
  private static final String WITH = "ledger-on";
  private static final String WITHOUT = "ledger-off";
  private static final String OFF = "LEDGER=off";
  private static final int KILOBYTE = 1024;
  /// The processes of a pair run the same code and are compared once it is compiled in both.
  private static final int WARM_UP = 3_000;
  private static final double FIRST_BYTE_MILLIS = 0.02;
  private static final double MEGABYTES = 1;
  private static final double SLOWER = 0.05;

  private final Stage stage;
  private final Path data;
  private final Differences streamed = new Differences();
  private final Differences whole = new Differences();
  private final Differences cpu = new Differences();
  private final Differences idle = new Differences();
  private final Differences used = new Differences();
  private final Differences start = new Differences();

  /// @param data what the proxies keep; there is a journal in it
  LedgerCost(Stage stage, Path data) {
    this.stage = stage;
    this.data = data;
  }

  List<Row> measure(Effort effort) throws IOException, InterruptedException {
    for (var pair = 0; pair < 1 + 2 * effort.rounds(); pair++) {
      pair(effort.asks());
    }
    starts(effort.launches());
    return List.of(
        Row.atMost("ledger, first byte of a stream of one event, p50", Row.ofProxy(streamed.millis()), streamed.median(), FIRST_BYTE_MILLIS, "≤ +0.02 ms"),
        Row.atMost("  of an answer in one piece, p50", Row.ofProxy(whole.millis()), whole.median(), FIRST_BYTE_MILLIS, "≤ +0.02 ms"),
        Row.plain("  CPU time of each of the latter", Row.ofProxy(cpu.millis())),
        Row.atMost("  resident, idle", Row.ofProxy(idle.megabytes()), idle.median(), MEGABYTES, "≤ +1 MB"),
        Row.plain("  resident, after these requests", Row.ofProxy(used.megabytes())),
        Row.atMost("  launch to healthy", Row.ofProxy(String.format(Locale.ROOT, "%+.1f ms (%+.1f %%)", start.median(), start.share() * 100)), start.share(), SLOWER, "≤ +5 %"));
  }

  private void pair(int asks) throws IOException, InterruptedException {
    try (var with = stage.launchProxy(WITH, data); var without = stage.launchProxy(WITHOUT, data, OFF)) {
      TimeUnit.SECONDS.sleep(2);
      idle.add(List.of(with.gauge().residentMegabytes()), List.of(without.gauge().residentMegabytes()));
      ask(with, without, stage.request(Route.PROXY, Script.once(), KILOBYTE), asks, streamed);
      var ofWith = with.gauge().cpuMillis();
      var ofWithout = without.gauge().cpuMillis();
      ask(with, without, Route.wholeRequest(Script.once(), KILOBYTE), asks, whole);
      var asked = (double) WARM_UP + asks;
      cpu.add(List.of((with.gauge().cpuMillis() - ofWith) / asked), List.of((without.gauge().cpuMillis() - ofWithout) / asked));
      used.add(List.of(with.gauge().residentMegabytes()), List.of(without.gauge().residentMegabytes()));
    }
  }

  /// Which of the two is asked first changes with each turn.
  private static void ask(Launched with, Launched without, byte[] request, int asks, Differences found) throws IOException {
    var ofWith = new ArrayList<Double>();
    var ofWithout = new ArrayList<Double>();
    try (var one = new Client(with.port()); var other = new Client(without.port())) {
      for (var turn = -WARM_UP; turn < asks; turn++) {
        var first = turn % 2 == 0 ? one : other;
        var second = first == one ? other : one;
        var ofFirst = first.ask(request).firstByteNanos() / 1e6;
        var ofSecond = second.ask(request).firstByteNanos() / 1e6;
        if (turn >= 0) {
          ofWith.add(first == one ? ofFirst : ofSecond);
          ofWithout.add(first == one ? ofSecond : ofFirst);
        }
      }
    }
    found.add(ofWith, ofWithout);
  }

  private void starts(int launches) throws IOException {
    var ofWith = new ArrayList<Double>();
    var ofWithout = new ArrayList<Double>();
    for (var launch = 0; launch < launches; launch++) {
      ofWith.add(start(WITH));
      ofWithout.add(start(WITHOUT, OFF));
    }
    start.add(ofWith, ofWithout);
  }

  private double start(String name, String... lines) throws IOException {
    var begun = System.nanoTime();
    try (var _ = stage.launchProxy(name, data, lines)) {
      return (System.nanoTime() - begun) / 1e6;
    }
  }
}
