package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Chain.Breaker;
import portside.routing.Standings.Hold;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// How many failures make an outage, and how long it lasts.
class BreakerTest extends StandingsScenario {
  @Test
  void threeFailuresInARowAreAnOutage() {
    fail(a, FaultKind.API, FaultKind.OVERLOADED);
    assertTrue(open(a));
    assertEquals(2, seen(a, Scope.MODEL).failures());
    fail(a, FaultKind.UNREACHABLE);
    assertEquals("MODEL UNREACHABLE PT30S", held(a));
    assertEquals(List.of(new Hold(OutageScope.of(Scope.MODEL, a), FaultKind.UNREACHABLE, wall.instant().plusSeconds(30), false, true, false)),
        standings.holds(a));
    assertEquals(Optional.empty(), standings.claim(a, BREAKER, LEASE));
    assertOutFor(Duration.ofSeconds(30), a);
  }

  @Test
  void theirNumberIsASetting() {
    var one = new Breaker(1, Duration.ofSeconds(7), Duration.ofMinutes(10));
    fail(standings.claim(a, one, LEASE).orElseThrow(), FaultKind.API);
    assertOutFor(Duration.ofSeconds(7), a);
    for (int n = 0; n < 4; n++) {
      fail(standings.claim(b, new Breaker(9, Duration.ofSeconds(7), Duration.ofMinutes(10)), LEASE).orElseThrow(), FaultKind.API);
    }
    assertTrue(open(b));
  }

  @Test
  void aTimeoutIsTwo() {
    fail(a, FaultKind.TIMEOUT);
    assertEquals(2, seen(a, Scope.MODEL).failures());
    assertTrue(open(a));
    fail(a, FaultKind.API);
    assertFalse(open(a));
  }

  @Test
  void aCompleteAnswerEndsTheRowAndContentDoesNot() {
    fail(a, FaultKind.API, FaultKind.API);
    answer(a);
    assertEquals(0, seen(a, Scope.MODEL).failures());
    fail(a, FaultKind.API);
    var cut = claim(a);
    cut.content();
    fail(cut, FaultKind.UNREACHABLE);
    assertEquals(2, seen(a, Scope.MODEL).failures());
    assertTrue(open(a));
  }

  @Test
  void fiveOfTheLastTenAreAnOutage() {
    for (int n = 0; n < 4; n++) {
      fail(a, FaultKind.API);
      answer(a);
    }
    assertTrue(open(a));
    fail(a, FaultKind.API);
    assertFalse(open(a));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true"})
  void whatLiesBeforeTheLastTenDoesNotCount(int answersBetween, boolean open) {
    // F A F A F A F A, then answers, then F: ten outcomes with one answer between, eleven with two
    for (int n = 0; n < 4; n++) {
      fail(a, FaultKind.API);
      answer(a);
    }
    for (int n = 0; n < answersBetween; n++) {
      answer(a);
    }
    fail(a, FaultKind.API);
    assertEquals(open, open(a));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void whatIsOlderThanFiveMinutesDoesNotCount(long nanos, boolean open) {
    fail(a, FaultKind.API);
    answer(a);
    pass(Duration.ofMinutes(5).plusNanos(nanos));
    for (int n = 0; n < 3; n++) {
      fail(a, FaultKind.API);
      answer(a);
    }
    fail(a, FaultKind.API);
    assertEquals(open, open(a));
  }

  @Test
  void oneCallCountsOnce() {
    for (int n = 0; n < 2; n++) {
      var ticket = claim(a);
      fail(ticket, FaultKind.API);
      fail(ticket, FaultKind.API);
      ticket.answered();
      ticket.close();
    }
    assertEquals(2, seen(a, Scope.MODEL).failures());
  }

  @Test
  void outagesOfTheBreakerDoubleUpToTheMost() {
    breaks(a);
    for (var seconds : List.of(30, 60, 120, 240, 480, 600, 600)) {
      assertOutFor(Duration.ofSeconds(seconds), a);
      fail(a, FaultKind.API);
    }
    assertEquals(7, seen(a, Scope.MODEL).level());
  }

  @ParameterizedTest
  @CsvSource({"0, PT27S", "0.5, PT30S", "1, PT33S"})
  void theyAreSpreadByTenPercent(double chance, Duration length) {
    this.chance = chance;
    breaks(a);
    assertOutFor(length, a);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void otherOutagesAreNot(double chance) {
    this.chance = chance;
    fail(a, FaultKind.RATE_LIMIT);
    assertOutFor(Duration.ofSeconds(5), a);
  }

  @Test
  void aProviderThatIsNeverReachedIsOutWithAllItsModels() {
    var never = Consequence.of(new Outcome.Unreached(Fault.of(FaultKind.UNREACHABLE, "refused"), true), PATIENCE);
    for (var model : List.of("big", "mid", "small")) {
      assertTrue(open(a));
      claim(with(a, 1, model)).failed(never, FaultKind.UNREACHABLE, Optional.empty(), OptionalLong.empty());
    }
    assertEquals("PROVIDER UNREACHABLE PT30S", held(with(a, 2, "other")));
  }

  @Test
  void withoutABreakerOnlyFaultsThatSufficeAloneAreOutages() {
    for (int n = 0; n < 20; n++) {
      fail(standings.claim(a, OFF, LEASE).orElseThrow(), FaultKind.TIMEOUT);
    }
    assertTrue(open(a));
    fail(standings.claim(a, OFF, LEASE).orElseThrow(), FaultKind.NOT_FOUND);
    assertOutFor(Duration.ofMinutes(10), a);
    fail(standings.claim(a, OFF, LEASE).orElseThrow(), FaultKind.API);
    assertTrue(open(a), "the probe did not find out");
    var probe = standings.claim(a, OFF, LEASE).orElseThrow();
    assertTrue(probe.probe());
    probe.content();
    fail(probe, FaultKind.API);
    assertTrue(open(a), "on probation either");
    fail(standings.claim(a, OFF, LEASE).orElseThrow(), FaultKind.OVERLOADED, 3);
    assertFalse(open(a), "a told time is an outage");
  }
}
