package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.FakeTicker;
import portside.ledger.AttemptRecord;
import portside.ledger.Begun;
import portside.ledger.LedgerEntry;
import portside.provider.settings.Settings;
import portside.routing.Candidate;
import portside.routing.Demand;
import portside.routing.Lessons;
import portside.routing.Outcome;
import portside.routing.PlainRoutes;
import portside.routing.Routes;
import portside.routing.Step.Why;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Which attempts an entry holds.
class EntryBuilderTest {
  private static final Fault BUSY = Fault.of(FaultKind.OVERLOADED, "busy");
  private static final Fault LONG = Fault.of(FaultKind.CONTEXT_OVERFLOW, "too long");
  private static final Usage USAGE = new Usage(5, 7, OptionalLong.of(3), OptionalLong.empty(), OptionalLong.empty());

  @TempDir private Path folder;
  private final FakeTicker time = new FakeTicker();
  private final EntryBuilder notes = new EntryBuilder(_ -> {}, new FakeClock(), time, "req_1");
  private Candidate candidate;

  @BeforeEach
  void candidate() throws Exception {
    var file = Files.writeString(folder.resolve(".env-glm"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n");
    candidate = PlainRoutes.to(Settings.load(Optional.of(file.toString()), Map.of()).provider(), null, new Lessons(new FakeClock())).first(Demand.of("big"));
  }

  private void attempt(Why why, Outcome outcome) {
    time.pass(Duration.ofMillis(10));
    var attempt = notes.began(candidate, why, 1);
    time.pass(Duration.ofMillis(100));
    attempt.ended(outcome);
  }

  private static AttemptRecord attempt(int number, String why, String outcome, String fault, LedgerEntry.Tokens tokens) {
    return new AttemptRecord("glm", "big", 1, why, outcome, fault, Duration.ofMillis(10 + 110 * number), Duration.ofMillis(100), tokens);
  }

  @Test
  void eachHasARecord() {
    attempt(Why.FIRST, new Outcome.Unreached(BUSY, true));
    attempt(Why.REPEAT, new Outcome.Refused(LONG, OptionalInt.of(400), Optional.empty()));
    attempt(Why.LESSON, new Outcome.Broken(BUSY, false));
    attempt(Why.SEARCHED, new Outcome.Ended(Outcome.Cause.SHUTDOWN));
    attempt(Why.SEARCHED, new Outcome.Answered(USAGE));
    assertEquals(List.of(
        attempt(0, "first", "unreached", "overloaded", LedgerEntry.Tokens.NONE),
        attempt(1, "repeat", "refused", "context_overflow", LedgerEntry.Tokens.NONE),
        attempt(2, "lesson", "broken", "overloaded", LedgerEntry.Tokens.NONE),
        attempt(3, "searched", "ended", "", LedgerEntry.Tokens.NONE),
        attempt(4, "searched", "answered", "", new LedgerEntry.Tokens(5, 7, OptionalLong.of(3), OptionalLong.empty()))), notes.entry().attempts());
    assertEquals(3, notes.entry().tries(), "the rounds of a search go on with an answer");
  }

  @Test
  void anAnswerThatWasToldOfHasTheSameFiguresAtItsEnd() {
    attempt(Why.FIRST, new Outcome.Answered(USAGE));
    notes.ok();
    notes.sending();
    time.pass(Duration.ofMillis(500)); // the journal, and the way to the client
    assertEquals(Duration.ofMillis(110), notes.entry().duration());
    notes.left();
    assertEquals(List.of(LedgerEntry.Result.LEFT, Duration.ofMillis(610)), List.of(notes.entry().result(), notes.entry().duration()));
  }

  /// Four characters are about a token; a few words are one at least.
  @Test
  void whatTheClientGotBeforeItLeftIsCountedByEstimate() {
    var _ = notes.began(candidate, Why.FIRST, 90);
    notes.event(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Thinking("Hmm, so")));
    notes.event(new StreamEvent.BlockDelta(1, new StreamEvent.Delta.Text("Hi")));
    notes.left();
    assertEquals(LedgerEntry.Tokens.estimated(90, new Begun.PassedOn(3, 2)), notes.entry().tokens());
  }

  @Test
  void whoWasNotAskedIsNotNamed() {
    attempt(Why.FIRST, new Outcome.Unfit(LONG));
    var entry = notes.entry();
    assertEquals(List.of(attempt(0, "first", "unfit", "context_overflow", LedgerEntry.Tokens.NONE)), entry.attempts());
    assertEquals(List.of(0, "", ""), List.of(entry.tries(), entry.provider(), entry.servedModel()));
  }

  @Test
  void oneThatGoesOnEndsWithItsRequest() {
    notes.began(candidate, Why.FIRST, 1);
    var entry = notes.entry();
    assertEquals(List.of("ended"), entry.attempts().stream().map(AttemptRecord::outcome).toList());
    assertEquals(List.of(1, "glm", "big"), List.of(entry.tries(), entry.provider(), entry.servedModel()));
  }
}
