package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.routing.Standings.Hold;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Outages whose end the provider tells.
class ToldTimesTest extends StandingsScenario {
  @Test
  void aToldTimeIsObeyedAsItIs() {
    fail(claim(a), FaultKind.RATE_LIMIT, 3_600);
    assertEquals(List.of(new Hold(OutageScope.of(Scope.KEY_AND_MODEL, a), FaultKind.RATE_LIMIT, wall.instant().plusSeconds(3_600), true, false,
        false)), standings.holds(a));
    assertOutFor(Duration.ofSeconds(3_601), a);
  }

  @ParameterizedTest
  @CsvSource({"0, PT60S", "0.25, PT60.5S", "1, PT62S"})
  void upToTwoSecondsPassAfterIt(double chance, Duration length) {
    this.chance = chance;
    fail(claim(a), FaultKind.QUOTA, 60);
    assertOutFor(length, a);
  }

  @Test
  void aToldTimeSufficesWhereOthersCount() {
    fail(claim(a), FaultKind.OVERLOADED, 9);
    assertEquals(List.of(new Hold(OutageScope.of(Scope.MODEL, a), FaultKind.OVERLOADED, wall.instant().plusSeconds(9), true, false, false)),
        standings.holds(a));
  }

  @ParameterizedTest
  @CsvSource({"3024000, PT840H", "3024001, PT5M", "0, PT5M", "-1, PT5M", "9223372036854775807, PT5M", "1, PT1S"})
  void onlyTimesUpTo35DaysAreBelieved(long told, Duration length) {
    fail(claim(a), FaultKind.QUOTA, told);
    assertEquals("KEY QUOTA " + length, held(a));
  }

  @Test
  void aToldTimeEndsByTheLengthWhenTheClockWasSetBack() {
    fail(claim(a), FaultKind.QUOTA, 60);
    wall.pass(Duration.ofHours(-3));
    assertEquals("KEY QUOTA PT1M", held(a));
    ticker.pass(Duration.ofSeconds(61).minus(TICK));
    assertFalse(open(a));
    ticker.pass(TICK);
    assertTrue(open(a));
  }

  @Test
  void andByTheInstantWhenTheMachineSlept() {
    fail(claim(a), FaultKind.QUOTA, 60);
    wall.pass(Duration.ofSeconds(61).minus(TICK));
    assertFalse(open(a));
    wall.pass(TICK);
    assertTrue(open(a));
    claim(a).close();
    wall.pass(Duration.ofSeconds(-30));
    assertTrue(open(a), "what is over stays over");
  }

  @Test
  void otherOutagesTakeNoNoticeOfTheWallClock() {
    fail(a, FaultKind.BILLING);
    wall.pass(Duration.ofDays(1));
    assertEquals("KEY BILLING PT30M", held(a));
    wall.pass(Duration.ofDays(-9));
    assertEquals("KEY BILLING PT30M", held(a));
  }

  @Test
  void callsOfABurstRaiseTheLevelOnce() {
    var burst = List.of(claim(a), claim(a), claim(a), claim(a));
    burst.forEach(ticket -> fail(ticket, FaultKind.RATE_LIMIT));
    assertEquals("KEY_AND_MODEL RATE_LIMIT PT5S", held(a));
    pass(Duration.ofSeconds(5));
    fail(a, FaultKind.RATE_LIMIT);
    assertEquals("KEY_AND_MODEL RATE_LIMIT PT10S", held(a));
  }

  @Test
  void ofABurstTheLatestToldTimeHolds() {
    var burst = List.of(claim(a), claim(a), claim(a), claim(a));
    fail(burst.get(0), FaultKind.BILLING);
    fail(burst.get(1), FaultKind.QUOTA, 20);
    assertEquals("KEY QUOTA PT20S", held(a), "told beats the ladder");
    fail(burst.get(2), FaultKind.QUOTA, 10);
    assertEquals("KEY QUOTA PT20S", held(a));
    fail(burst.get(3), FaultKind.QUOTA, 3_600);
    assertEquals("KEY QUOTA PT1H", held(a));
    assertEquals(0, seen(a, Scope.KEY).level());
  }

  @Test
  void anOldAnswerDoesNotLiftANewOutage() {
    var old = claim(a);
    fail(a, FaultKind.QUOTA);
    answer(old);
    assertEquals("KEY QUOTA PT5M", held(a));
  }

  @Test
  void anOldFailureDoesNotCountAgainstWhatHasComeBack() {
    var old = List.of(claim(a), claim(a), claim(a));
    breaks(a);
    pass(Duration.ofSeconds(30));
    answer(a);
    fail(old.get(0), FaultKind.API);
    answer(old.get(1));
    assertTrue(open(a));
    assertEquals(0, seen(a, Scope.MODEL).failures());
    fail(old.get(2), FaultKind.OVERLOADED, 60);
    assertEquals("MODEL OVERLOADED PT1M", held(a), "but for what was told");
    assertEquals(0, seen(a, Scope.MODEL).level());
  }
}
