package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import portside.ledger.Entry;
import portside.provider.Lesson;
import portside.provider.Settings;
import portside.routing.Lessons;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Routes;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.Usage;

/// Whom a request asks after a failure, and what becomes of one that goes wrong inside the proxy.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class AttendantTest {
  private static final Fault BUSY = Fault.of(FaultKind.OVERLOADED, "busy");

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final Pulse pulse = new Pulse(Pulse.Patience.USUAL, System::nanoTime);
  private final RecordedClient client = new RecordedClient();
  private final Lessons lessons = new Lessons(clock);
  private final List<Entry> entries = new ArrayList<>();
  private final Attendant attendant = new Attendant(pulse, entries::add, clock);
  private int asked;

  @AfterEach
  void close() {
    pulse.close();
  }

  private Fault walk(Vigil vigil, boolean begun, Outcome... outcomes) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\nMAX_RETRIES=1\n");
    var plan = new Routes(Settings.load(Optional.of(file.toString()), Map.of()).provider(), null, lessons).plan("big");
    return Attendant.walk(plan, (_, _) -> asked < outcomes.length ? outcomes[asked++] : new Outcome.Answered(Usage.of(1, 1)), () -> begun, vigil);
  }

  @Test
  void nobodyIsAskedAgainOncePartOfAnAnswerWasSent() throws Exception {
    try (var vigil = new Vigil(pulse, client)) {
      assertSame(BUSY, walk(vigil, true, new Outcome.Unreached(BUSY)));
      assertEquals(1, asked);
    }
  }

  @Test
  void aFailureThatMayPassIsAskedAgainAfterAPause() throws Exception {
    try (var vigil = new Vigil(pulse, client)) {
      var before = System.nanoTime();
      assertEquals(null, walk(vigil, false, new Outcome.Unreached(BUSY)));
      assertTrue(System.nanoTime() - before >= Plan.BEFORE_REPEAT.toNanos());
      assertEquals(Duration.ofMillis(150), Plan.BEFORE_REPEAT);
    }
  }

  /// A pause would end the request.
  @Test
  void aLessonIsTriedAtOnceAndKeptWhenItHelped() throws Exception {
    try (var vigil = new Vigil(pulse, client)) {
      vigil.shutDown();
      var refused = new Outcome.Refused(Fault.of(FaultKind.INVALID_REQUEST, "at most 9"), OptionalInt.of(400), Optional.of(Lesson.of("MAX_OUTPUT", "9")));
      assertEquals(null, walk(vigil, false, refused));
      assertEquals(1, lessons.all().size());
    }
  }

  @Test
  void aStopInThePauseIsNotTheProvidersDoing() throws Exception {
    try (var vigil = new Vigil(pulse, client)) {
      vigil.shutDown();
      assertSame(Faults.SHUTTING_DOWN, walk(vigil, false, new Outcome.Unreached(BUSY)));
      assertEquals(1, asked);
    }
  }

  @Test
  void whatGoesWrongIsTheRequestsOwnEntry() {
    var bug = new IllegalStateException("thrown by the test");
    assertSame(bug, assertThrows(IllegalStateException.class, () -> attendant.attend(client, (_, _) -> {
      throw bug;
    })));
    assertEquals("api_error the proxy failed on this request; its log says more under the request id",
        entries.getFirst().result().name() + " " + entries.getFirst().detail());
    assertEquals(clock.instant(), entries.getFirst().at());
    assertEquals("req_test", entries.getFirst().requestId());
    assertEquals(0, pulse.running());
  }

  @Test
  void aFaultIsTheReasonWhyAClientIsGone() {
    assertThrows(Client.Gone.class, () -> attendant.attend(client, (_, notes) -> {
      notes.fault(BUSY);
      throw new Client.Gone(null);
    }));
    assertThrows(Client.Gone.class, () -> attendant.attend(client, (_, _) -> {
      throw new Client.Gone(null);
    }));
    assertEquals(List.of(new Entry.Result("overloaded_error", 529), Entry.Result.LEFT), entries.stream().map(Entry::result).toList());
  }

  @Test
  void theLogNamesTheRequestThatFailed() {
    try (var logged = new Logged(Attendant.class.getName())) {
      assertSame(Faults.BUG, Attendant.failed(client, new IllegalStateException("thrown by the test")));
      assertEquals(List.of("request req_test failed inside the proxy"), logged.from(Level.SEVERE));
    }
  }

  @Test
  void forWantOfMemoryAClientComesAgainInFiveSeconds() throws Exception {
    Faults.answer(client, Faults.of(new OutOfMemoryError("thrown by the test")));
    assertEquals("529 5", client.answers.getFirst().status() + " " + client.answers.getFirst().headers().get("retry-after"));
  }
}
