package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/// A request for which there is no memory: its client is told while that is possible, the ledger and the log say what happened.
@Timeout(60)
class OutOfMemoryTest {
  private static final String HELLO = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @TempDir private Path folder;
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();

  /// A client in whose requests memory runs out.
  private static final class Large extends RecordedClient {
    private final int sends;
    private int sent;

    /// @param sends that go well; -1 when the body is too much already
    Large(String body, int sends) {
      super(body);
      this.sends = sends;
    }

    @Override
    public byte[] body() {
      if (sends < 0) {
        throw new OutOfMemoryError("Java heap space");
      }
      return super.body();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws Gone {
      if (sent++ == sends) {
        throw new OutOfMemoryError("Java heap space");
      }
      super.send(bytes, offset, length);
    }
  }

  private interface Request {
    void serve(Exchange exchange, OpenAiEndpoints openAi) throws Client.Gone;
  }

  private void serve(ScriptedProvider provider, Request request) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=" + provider.url() + "\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n");
    var settings = Settings.load(Optional.of(file.toString()), Map.of()).provider();
    var logger = Logger.getLogger(RequestScope.class.getName());
    var handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getMessage().contains("req_test")) { // other tests run beside this one
          logged.add(line.getLevel() + " " + line.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    logger.setLevel(Level.ALL); // other tests are silenced
    logger.addHandler(handler);
    try (var deadlines = DeadlineTicker.started(); var upstream = new HelidonUpstream(settings.destination(), "test", deadlines);
        var ticker = new WatchdogTicker(WatchdogTicker.Timeouts.USUAL, System::nanoTime);
        var calibration = new Calibration(CalibrationFile.none())) {
      var clock = Clock.systemUTC();
      var routes = PlainRoutes.to(settings, upstream, new Lessons(clock));
      var scope = new RequestScope(ticker, entries::add, clock);
      var exchange = new Exchange(routes, new WireTranslatorFactory(clock), calibration, scope, Optional.empty());
      request.serve(exchange, new OpenAiEndpoints(exchange, clock));
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
    }
  }

  private void toldAndNoted() {
    assertEquals(List.of(new LedgerEntry.Result("overloaded_error", 529)), entries.stream().map(LedgerEntry::result).toList());
    assertEquals(List.of("SEVERE request req_test ran out of memory (Java heap space): the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB, java -Xmx sets it"), logged);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beforeTheAnswerItIsAStatus(boolean stream) throws Exception {
    try (var provider = new ScriptedProvider()) {
      for (var chat : List.of(false, true)) {
        var client = new Large(HELLO.formatted(stream), -1);
        serve(provider, (exchange, openAi) -> {
          if (chat) {
            openAi.chatCompletions(client);
          } else {
            exchange.messages(client);
          }
        });
        var answer = client.answers.getFirst();
        assertEquals(chat ? 503 : 529, answer.status());
        assertTrue(answer.body().contains("\"overloaded_error\",\"message\":\"the proxy has no memory left for this request; try again\""), answer.body());
        toldAndNoted();
        entries.clear();
        logged.clear();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inTheMiddleOfAStreamItIsAnErrorEvent(boolean chat) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
      line.stream();
      line.text("one");
      line.finish();
    })) {
      var client = new Large(HELLO.formatted(true), 0);
      serve(provider, (exchange, openAi) -> {
        if (chat) {
          openAi.chatCompletions(client);
        } else {
          exchange.messages(client);
        }
      });
      var sent = client.streamed.toString(StandardCharsets.UTF_8);
      var start = chat ? "data: {\"error\":{\"type\":\"overloaded_error\"" : "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"";
      assertTrue(sent.startsWith(start), sent);
      toldAndNoted();
    }
  }
}
