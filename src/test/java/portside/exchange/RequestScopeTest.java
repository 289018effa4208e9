package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.MAX_OUTPUT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import portside.FakeClock;
import portside.Logged;
import portside.exchange.watch.RequestWatchdog;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.LedgerEntry;
import portside.provider.dialect.Lesson;
import portside.provider.settings.Settings;
import portside.routing.Demand;
import portside.routing.Lessons;
import portside.routing.Outcome;
import portside.routing.PlainRoutes;
import portside.routing.Plan;
import portside.routing.Routes;
import portside.routing.Step;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Whom a request asks after a failure, and what becomes of one that goes wrong inside the proxy.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class RequestScopeTest {
  private static final Fault BUSY = Fault.of(FaultKind.OVERLOADED, "busy");

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final WatchdogTicker ticker = new WatchdogTicker(WatchdogTicker.Timeouts.USUAL, System::nanoTime);
  private final RecordedClient client = new RecordedClient();
  private final Lessons lessons = new Lessons(clock);
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final RequestScope scope = new RequestScope(ticker, entries::add, clock);
  private int asked;

  @AfterEach
  void close() {
    ticker.close();
  }

  private Fault walk(RequestWatchdog watchdog, boolean begun, Outcome... outcomes) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\nMAX_RETRIES=1\n");
    var plan = PlainRoutes.to(Settings.load(Optional.of(file.toString()), Map.of()).provider(), null, lessons).plan(Demand.of("big"));
    var reply = new WholeReply(client, new MessagesLanguage());
    if (begun) {
      reply.accept(new StreamEvent.MessageStart("msg_1", "big", Usage.of(1, 1)));
      reply.accept(new StreamEvent.MessageDelta(StopReason.END_TURN, null, Usage.of(1, 1)));
      reply.accept(new StreamEvent.MessageStop());
      reply.flush();
    }
    var entry = new EntryBuilder(_ -> {}, clock, ticker::now, "req_1");
    var told = new Walk(new RequestContext(client, null, null, "", plan, Map.of(), reply, watchdog, entry))
        .run((_, _, _) -> asked < outcomes.length ? outcomes[asked++] : new Outcome.Answered(Usage.of(1, 1)));
    return told.map(Step.GiveUp::fault).orElse(null);
  }

  @Test
  void nobodyIsAskedAgainOncePartOfAnAnswerWasSent() throws Exception {
    try (var watchdog = new RequestWatchdog(ticker, client)) {
      assertSame(BUSY, walk(watchdog, true, new Outcome.Unreached(BUSY, true)));
      assertEquals(1, asked);
    }
  }

  @Test
  void aFailureThatMayPassIsAskedAgainAfterAPause() throws Exception {
    try (var watchdog = new RequestWatchdog(ticker, client)) {
      var before = System.nanoTime();
      assertEquals(null, walk(watchdog, false, new Outcome.Unreached(BUSY, true)));
      assertTrue(System.nanoTime() - before >= Plan.BEFORE_REPEAT.toNanos());
      assertEquals(Duration.ofMillis(150), Plan.BEFORE_REPEAT);
    }
  }

  /// A pause would end the request.
  @Test
  void aLessonIsTriedAtOnceAndKeptWhenItHelped() throws Exception {
    try (var watchdog = new RequestWatchdog(ticker, client)) {
      watchdog.shutDown();
      var refused = new Outcome.Refused(Fault.of(FaultKind.INVALID_REQUEST, "at most 9"), OptionalInt.of(400), Optional.of(Lesson.of(MAX_OUTPUT, "9")));
      assertEquals(null, walk(watchdog, false, refused));
      assertEquals(1, lessons.all().size());
    }
  }

  @Test
  void aStopInThePauseIsNotTheProvidersDoing() throws Exception {
    try (var watchdog = new RequestWatchdog(ticker, client)) {
      watchdog.shutDown();
      assertSame(Faults.SHUTTING_DOWN, walk(watchdog, false, new Outcome.Unreached(BUSY, true)));
      assertEquals(1, asked);
    }
  }

  @Test
  void whatGoesWrongIsAnsweredAndTheRequestsOwnEntry() throws Exception {
    var bug = new IllegalStateException("thrown by the test");
    scope.run(client, new MessagesLanguage(), (_, _, _) -> {
      throw bug;
    });
    assertEquals(500, client.answers.getFirst().status());
    assertEquals("api_error the proxy failed on this request; its log says more under the request id",
        entries.getFirst().result().name() + " " + entries.getFirst().detail());
    assertEquals(clock.instant(), entries.getFirst().at());
    assertEquals("req_test", entries.getFirst().requestId());
    assertEquals(0, ticker.running());
  }

  @Test
  void aFaultIsTheReasonWhyAClientIsGone() {
    assertThrows(Client.Gone.class, () -> scope.run(client, new MessagesLanguage(), (_, _, entry) -> {
      entry.fault(BUSY);
      throw new Client.Gone(null);
    }));
    assertThrows(Client.Gone.class, () -> scope.run(client, new MessagesLanguage(), (_, _, _) -> {
      throw new Client.Gone(null);
    }));
    assertEquals(List.of(new LedgerEntry.Result("overloaded_error", 529), LedgerEntry.Result.LEFT),
        entries.stream().map(LedgerEntry::result).toList());
  }

  @Test
  void theLogNamesTheRequestThatFailed() {
    try (var logged = new Logged(RequestScope.class.getName())) {
      assertSame(Faults.BUG, RequestScope.failed(client, new IllegalStateException("thrown by the test")));
      assertEquals(List.of("request req_test failed inside the proxy"), logged.from(Level.SEVERE));
    }
  }

  @Test
  void forWantOfMemoryAClientComesAgainInFiveSeconds() throws Exception {
    Faults.answer(client, Faults.of(new OutOfMemoryError("thrown by the test")));
    assertEquals("529 5", client.answers.getFirst().status() + " " + client.answers.getFirst().headers().get("retry-after"));
  }
}
