package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import portside.routing.Standings.Hold;
import portside.routing.Standings.Seen;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// How what was out comes back.
class WayBackTest extends StandingsScenario {
  @Test
  void oneCallFindsOut() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    assertEquals("out", seen(a, Scope.MODEL).state());
    var probe = claim(a);
    assertTrue(probe.probe());
    assertEquals(a, probe.candidate());
    assertEquals(List.of(new Hold(OutageScope.of(Scope.MODEL, a), FaultKind.API, wall.instant().plus(LEASE), false, false, true)),
        standings.holds(a));
    assertEquals(new Seen(OutageScope.of(Scope.MODEL, a), "probing", 0, 0, Optional.of(FaultKind.API), Optional.of(wall.instant().plus(LEASE)),
        false), seen(a, Scope.MODEL));
    assertEquals(Optional.empty(), standings.claim(a, BREAKER, LEASE));
    probe.content();
    assertFalse(claim(a).probe(), "the others follow at content");
    assertEquals("in", seen(a, Scope.MODEL).state());
  }

  @Test
  void aWholeAnswerIsContentToo() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    claim(a).answered();
    assertEquals("in", seen(a, Scope.MODEL).state());
  }

  @Test
  void oneClaimCoversAllScopesOrNone() {
    breaks(a);
    fail(with(a, 1, "small"), FaultKind.BILLING);
    pass(Duration.ofSeconds(30));
    assertEquals(Optional.empty(), standings.claim(a, BREAKER, LEASE), "the key is out yet");
    assertEquals("out", seen(a, Scope.MODEL).state());
    assertTrue(claim(with(a, 2, "big")).probe());
  }

  @Test
  void aFailureElsewhereSaysNothingOfWhatWasToBeFoundOut() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    fail(a, FaultKind.BILLING);
    assertEquals("out", seen(a, Scope.MODEL).state());
    assertEquals(0, seen(a, Scope.MODEL).level());
    assertTrue(claim(with(a, 2, "big")).probe(), "the next finds out");
  }

  @Test
  void aCallThatEndsWithoutAWordLeavesItToTheNext() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    claim(a).close();
    assertTrue(claim(a).probe());
    assertEquals(0, seen(a, Scope.MODEL).level());
  }

  @Test
  void soDoesARefusalOfTheRequest() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    fail(a, FaultKind.INVALID_REQUEST);
    assertEquals("out", seen(a, Scope.MODEL).state());
    assertTrue(claim(a).probe());
  }

  @Test
  void aLeaseEnds() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    var lost = claim(a);
    assertOutFor(LEASE, a);
    var next = claim(a);
    assertTrue(next.probe());
    lost.content();
    lost.answered();
    assertEquals("probing", seen(a, Scope.MODEL).state(), "another has claimed it");
    next.close();
    assertEquals("out", seen(a, Scope.MODEL).state());
  }

  @Test
  void aFailureOfTheOneThatLostItIsDroppedToo() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    var lost = claim(a);
    pass(LEASE);
    var next = claim(a);
    fail(lost, FaultKind.OVERLOADED, 60);
    assertEquals("probing", seen(a, Scope.MODEL).state());
    next.content();
    assertTrue(open(a));
  }

  @Test
  void aVerdictAfterTheLeaseHoldsWhileNobodyElseHasClaimed() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    var late = claim(a);
    pass(LEASE.plusSeconds(5));
    late.content();
    assertEquals("in", seen(a, Scope.MODEL).state());
  }

  @Test
  void aLeaseOfZeroIsAMinute() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    assertTrue(standings.claim(a, BREAKER, Duration.ZERO).orElseThrow().probe());
    assertOutFor(Duration.ofSeconds(60), a);
  }

  @Test
  void onProbationTheFirstFailureIsAnOutage() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    answer(a);
    answer(a);
    fail(a, FaultKind.API);
    assertOutFor(Duration.ofSeconds(60), a);
    assertEquals(1, seen(a, Scope.MODEL).level());
  }

  @Test
  void threeCompleteAnswersEndIt() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    for (int n = 0; n < 3; n++) {
      answer(a);
    }
    fail(a, FaultKind.API, FaultKind.API);
    assertTrue(open(a));
    fail(a, FaultKind.API);
    assertOutFor(Duration.ofSeconds(30), a);
  }

  @Test
  void anAnswerThatBreaksAfterItsContentCountsThen() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    var probe = claim(a);
    probe.content();
    fail(probe, FaultKind.UNREACHABLE);
    assertEquals("MODEL UNREACHABLE PT1M", held(a));
  }

  @Test
  void whatComesBackBeginsWithoutFailures() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    claim(a).content();
    assertEquals(0, seen(a, Scope.MODEL).failures());
  }
}
