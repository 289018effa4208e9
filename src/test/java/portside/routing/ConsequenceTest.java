package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.provider.Chain.Breaker;
import portside.provider.Chain.Patience;
import portside.routing.Consequence.Doubling;
import portside.routing.Consequence.Ladder;
import portside.routing.Consequence.Next;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What follows from each kind of failure.
class ConsequenceTest {
  private static final Breaker BREAKER = new Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10));

  private static Patience patience(boolean on400) {
    return new Patience(Duration.ofSeconds(60), Duration.ofSeconds(180), 6, on400);
  }

  private static Consequence of(Outcome.Failed failed) {
    return Consequence.of(failed, patience(false));
  }

  private static Outcome.Failed refused(FaultKind kind, int status, OptionalLong told) {
    return new Outcome.Refused(new Fault(kind, "no", told), OptionalInt.of(status), Optional.empty());
  }

  private static String shown(Consequence consequence) {
    var ladder = switch (consequence.ladder()) {
      case Consequence.Plain.NONE -> "-";
      case Consequence.Plain.BREAKER -> "breaker";
      case Doubling(var first, var most) -> first + ".." + most;
    };
    return consequence.next() + " " + consequence.out().map(Scope::name).orElse("-") + " " + ladder + " " + consequence.counts();
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE,      NEXT_MEMBER MODEL breaker 1",
    "TIMEOUT,          NEXT_MEMBER MODEL breaker 2",
    "API,              NEXT_MEMBER MODEL breaker 1",
    "OVERLOADED,       SAME_THEN_NEXT_MEMBER MODEL breaker 1",
    "RATE_LIMIT,       NEXT_KEY KEY_AND_MODEL PT5S..PT5M 0",
    "QUOTA,            NEXT_KEY KEY PT5M..PT1H 0",
    "BILLING,          NEXT_KEY KEY PT30M..PT6H 0",
    "AUTHENTICATION,   NEXT_KEY KEY PT30M..PT6H 0",
    "PERMISSION,       NEXT_KEY KEY_AND_MODEL PT10M..PT1H 0",
    "NOT_FOUND,        NEXT_MEMBER MODEL PT10M..PT1H 0",
    "MISDIRECTED,      NEXT_MEMBER PROVIDER PT10M..PT1H 0",
    "CONTEXT_OVERFLOW, LARGER_WINDOW - - 0",
    "TOO_LARGE,        NEXT_MEMBER - - 0",
    "INVALID_REQUEST,  STOP - - 0",
    "POLICY,           STOP - - 0",
    "CLIENT_KEY,       STOP - - 0",
    "CONFLICT,         STOP - - 0",
    "LOOP,             STOP - - 0",
  })
  void eachKindHasItsRow(FaultKind kind, String row) {
    var fault = Fault.of(kind, "no");
    assertEquals(row, shown(of(new Outcome.Refused(fault))));
    assertEquals(row, shown(of(new Outcome.Broken(fault, false))));
    var unasked = kind == FaultKind.CONTEXT_OVERFLOW ? "LARGER_WINDOW" : "NEXT_MEMBER"; // another may take it, and nothing was spent
    assertEquals(unasked + " - - 0", shown(of(new Outcome.Unfit(fault))), "what was not asked has not failed");
  }

  /// Sampled anew, the same model may do better.
  @Test
  void aModelThatWentAstrayIsAskedOnceMoreBeforeTheNextMember() {
    assertEquals("SAME_THEN_NEXT_MEMBER MODEL breaker 1", shown(of(new Outcome.Broken(Fault.of(FaultKind.API, "no"), true))));
  }

  @ParameterizedTest
  @EnumSource(value = FaultKind.class, names = {"UNREACHABLE", "TIMEOUT"})
  void aProviderThatWasNotReachedIsOutAltogether(FaultKind kind) {
    assertEquals("SAME_THEN_NEXT_MEMBER PROVIDER breaker 1", shown(of(new Outcome.Unreached(Fault.of(kind, "refused"), true))));
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, 502, -1, SAME_THEN_NEXT_MEMBER",
    "UNREACHABLE, 502, 4,  NEXT_MEMBER",
    "UNREACHABLE, 520, -1, NEXT_MEMBER",
    "OVERLOADED,  503, -1, SAME_THEN_NEXT_MEMBER",
    "OVERLOADED,  529, -1, SAME_THEN_NEXT_MEMBER",
    "OVERLOADED,  498, -1, SAME_THEN_NEXT_MEMBER",
    "OVERLOADED,  529, 4,  NEXT_MEMBER",
    "API,         500, -1, NEXT_MEMBER",
  })
  void theSameIsAskedOnceMoreWhereThatMayHelpAndNoTimeWasTold(FaultKind kind, int status, long told, Next next) {
    assertEquals(next, of(refused(kind, status, told < 0 ? OptionalLong.empty() : OptionalLong.of(told))).next());
  }

  @ParameterizedTest
  @EnumSource(value = FaultKind.class, names = {"INVALID_REQUEST", "POLICY"})
  void aRequestThatIsRefusedGoesOnWhereThatIsWanted(FaultKind kind) {
    assertEquals("NEXT_MEMBER - - 0", shown(Consequence.of(refused(kind, 400, OptionalLong.empty()), patience(true))));
  }

  @Test
  void whatTheProviderSaysIsOutIsOut() {
    var quota = Fault.of(FaultKind.QUOTA, "used up");
    assertEquals("NEXT_KEY KEY_AND_MODEL PT5M..PT1H 0", shown(of(new Outcome.Refused(quota.withScope(Scope.KEY_AND_MODEL)))));
    assertEquals("NEXT_KEY - PT5M..PT1H 0", shown(of(new Outcome.Refused(quota.withScope(Scope.REQUEST)))));
  }

  @Test
  void aLadderDoublesUpToItsMost() {
    var ladder = new Doubling(Duration.ofSeconds(5), Duration.ofMinutes(5));
    assertEquals(Duration.ofSeconds(5), ladder.length(0, BREAKER));
    assertEquals(Duration.ofSeconds(10), ladder.length(1, BREAKER));
    assertEquals(Duration.ofSeconds(160), ladder.length(5, BREAKER));
    assertEquals(Duration.ofMinutes(5), ladder.length(6, BREAKER));
    assertEquals(Duration.ofMinutes(5), ladder.length(Integer.MAX_VALUE, BREAKER));
    assertEquals(Duration.ofSeconds(30), Consequence.Plain.BREAKER.length(0, BREAKER));
    assertEquals(Duration.ofSeconds(480), Consequence.Plain.BREAKER.length(4, BREAKER));
    assertEquals(Duration.ofMinutes(10), Consequence.Plain.BREAKER.length(5, BREAKER));
    assertEquals(Duration.ofMillis(10), Consequence.Plain.BREAKER.length(0, new Breaker(3, Duration.ofSeconds(1), Duration.ofMillis(10))));
    assertEquals(Duration.ZERO, Consequence.Plain.NONE.length(3, BREAKER));
  }

  @Test
  void aLadderThatBeginsAtNothingEnds() {
    assertEquals(Duration.ZERO, Consequence.Plain.BREAKER.length(1_000, new Breaker(3, Duration.ZERO, Duration.ofMinutes(10))));
  }
}
