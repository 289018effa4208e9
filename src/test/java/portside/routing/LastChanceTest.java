package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Who is asked whatever stands in the way.
class LastChanceTest extends StandingsScenario {
  @Test
  void theOnlyCandidateIsNeverHeldBack() {
    for (int n = 0; n < 9; n++) {
      fail(pinned(a), FaultKind.API);
    }
    assertEquals("MODEL API PT30S", held(a));
    assertEquals(0, seen(a, Scope.MODEL).level(), "it was not over");
    pass(Duration.ofSeconds(30));
    var probe = pinned(a);
    assertTrue(probe.probe());
    assertFalse(pinned(a).probe());
    fail(probe, FaultKind.API);
    assertEquals("MODEL API PT1M", held(a));
  }

  @Test
  void itsCompleteAnswerEndsAnOutageThatBeganBefore() {
    fail(claim(a), FaultKind.QUOTA, 3_600);
    var ticket = pinned(a);
    ticket.content();
    assertFalse(open(a));
    ticket.answered();
    assertTrue(open(a));
  }

  @Test
  void butNoneThatBeganSince() {
    fail(claim(a), FaultKind.QUOTA, 60);
    var ticket = pinned(a);
    fail(pinned(a), FaultKind.QUOTA, 3_600);
    answer(ticket);
    assertEquals("KEY QUOTA PT1H", held(a));
  }

  @Test
  void itLeavesAProbeOfAnotherAlone() {
    breaks(a);
    pass(Duration.ofSeconds(30));
    var probe = claim(a);
    answer(pinned(a));
    fail(pinned(a), FaultKind.OVERLOADED, 60);
    assertEquals("probing", seen(a, Scope.MODEL).state());
    probe.content();
    assertTrue(open(a));
  }

  @Test
  void theNextDueIsAskedWhenTheBreakerKeepsAllAway() {
    breaks(a);
    pass(Duration.ofSeconds(1));
    breaks(b);
    var ticket = lastChance().orElseThrow();
    assertEquals(a, ticket.candidate());
    assertTrue(ticket.probe());
    assertEquals(Optional.empty(), lastChance(), "one at a time");
    fail(ticket, FaultKind.API);
    assertEquals("MODEL API PT29S", held(a), "its failure changes nothing");
    assertEquals(0, seen(a, Scope.MODEL).level());
    assertTrue(lastChance().isPresent());
  }

  @Test
  void anyOutcomeOfTheLastChanceIsHeard() {
    breaks(a);
    breaks(b);
    lastChance().orElseThrow().close();
    assertEquals("MODEL API PT30S", held(a), "no word");
    fail(lastChance().orElseThrow(), FaultKind.OVERLOADED, 300);
    assertEquals("MODEL OVERLOADED PT5M", held(a), "a told time");
    assertEquals(0, seen(a, Scope.MODEL).level());
    standings.reset();
    breaks(a);
    breaks(b);
    lastChance().orElseThrow().content();
    assertTrue(open(a));
    assertFalse(open(b));
  }

  @Test
  void aLastChanceThatIsLostLeavesTheOutage() {
    breaks(a);
    breaks(b);
    assertTrue(standings.lastChance(List.of(a, b), BREAKER, Duration.ofSeconds(10)).isPresent());
    assertEquals(Optional.of(wall.instant().plusSeconds(30)), standings.returns(a));
    pass(Duration.ofSeconds(10));
    assertEquals("MODEL API PT20S", held(a));
    assertTrue(lastChance().isPresent());
  }

  @Test
  void thereIsNoneWhereSomebodyCanBeAsked() {
    breaks(a);
    assertEquals(Optional.empty(), lastChance());
    breaks(b);
    pass(Duration.ofSeconds(30));
    assertEquals(Optional.empty(), lastChance());
    assertEquals(Optional.empty(), standings.lastChance(List.of(), BREAKER, LEASE));
  }

  @ParameterizedTest
  @EnumSource(value = FaultKind.class, names = {"QUOTA", "BILLING", "AUTHENTICATION", "RATE_LIMIT", "PERMISSION", "NOT_FOUND", "MISDIRECTED"})
  void otherOutagesAreNeverOverridden(FaultKind kind) {
    breaks(a);
    fail(b, kind);
    assertEquals(Optional.empty(), lastChance());
  }

  @Test
  void neitherIsAToldTimeNorOneOfSeveral() {
    breaks(a);
    fail(claim(b), FaultKind.OVERLOADED, 60);
    assertEquals(Optional.empty(), lastChance());
    standings.reset();
    breaks(a);
    breaks(b);
    fail(with(a, 1, "small"), FaultKind.BILLING);
    assertEquals(Optional.empty(), lastChance());
  }
}
