package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.FakeTicker;
import portside.ScriptedProvider;
import portside.counting.Calibration;
import portside.counting.CalibrationFile;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.LedgerEntry;
import portside.provider.settings.Settings;
import portside.routing.Lessons;
import portside.routing.PlainRoutes;
import portside.routing.Routes;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// What a client's connection is told while an answer flows to it.
@Timeout(60)
class FlowingAnswerTest {
  @TempDir private Path folder;
  private final FakeTicker time = new FakeTicker();
  private final WatchdogTicker ticker = new WatchdogTicker(
      new WatchdogTicker.Timeouts(Duration.ofDays(1), Duration.ofMillis(250), Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)), time);
  private final Semaphore sent = new Semaphore(0);
  private final List<String> calls = new ArrayList<>();

  /// Writes down what it is told; a fifth of a second passes with each piece.
  private final class Listening extends RecordedClient {
    Listening() {
      super("{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Override
    public void bodySent() {
      calls.add("body sent");
    }

    @Override
    public void open(int code, Map<String, String> headers) {
      calls.add("open");
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      calls.add(length == 0 ? "nothing" : "send");
      time.pass(Duration.ofMillis(200));
      ticker.beat();
      sent.release();
    }

    @Override
    public void whenLeft(Runnable left) {
      calls.add("watch");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsBodyIsNotNeededAnyMoreAndNobodyWatchesIt(boolean chat) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          for (int piece = 0; piece < 3; piece++) {
            line.text("word");
            sent.acquire();
          }
          line.finish();
        })) {
      var file = Files.writeString(folder.resolve(".env-test"),
          "OPENAI_BASE_URL=" + provider.url() + "\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n");
      var settings = Settings.load(Optional.of(file.toString()), Map.of()).provider();
      var entries = Collections.synchronizedList(new ArrayList<LedgerEntry>());
      try (ticker;
          var deadlines = DeadlineTicker.started();
          var upstream = new HelidonUpstream(settings.destination(), "test", deadlines);
          var calibration = new Calibration(CalibrationFile.none())) {
        var clock = Clock.systemUTC();
        var routes = PlainRoutes.to(settings, upstream, new Lessons(clock));
        var scope = new RequestScope(ticker, entries::add, clock);
        var exchange = new Exchange(routes, new WireTranslatorFactory(clock), calibration, scope, Optional.empty());
        if (chat) {
          new OpenAiEndpoints(exchange, clock).chatCompletions(new Listening());
        } else {
          exchange.messages(new Listening());
        }
      }
      assertEquals(List.of("body sent", "open", "send", "send", "send"), calls.subList(0, 5));
      assertEquals(List.of("send"), calls.subList(5, calls.size()).stream().distinct().toList(), "each piece shows that it is still there");
      assertEquals(LedgerEntry.Result.OK, entries.getFirst().result());
      assertEquals(Duration.ZERO, entries.getFirst().firstByte());
    }
  }
}
