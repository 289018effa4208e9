package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.FakeClock;
import portside.FakeTicker;
import portside.provider.Chain.Breaker;
import portside.provider.Chain.Patience;
import portside.routing.Standings.Hold;
import portside.routing.Standings.Kept;
import portside.routing.Standings.Seen;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What is held back, for how long, and how it comes back.
class StandingsTest {
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(180), 6, false);
  private static final Breaker BREAKER = new Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10));
  private static final Breaker OFF = new Breaker(0, Duration.ofSeconds(30), Duration.ofMinutes(10));
  private static final Duration LEASE = Duration.ofSeconds(40);
  private static final Duration TICK = Duration.ofNanos(1);

  private final FakeClock wall = new FakeClock();
  private final FakeTicker ticker = new FakeTicker();
  private double chance = 0.5;
  private Standings standings = standings();
  @TempDir private Path folder;
  private Candidate a;
  private Candidate b;

  @BeforeEach
  void members() throws Exception {
    a = Members.candidate(Members.member(folder, "a", "http://a.example/v1", "k1", "k2"), 1, "big");
    b = Members.candidate(Members.member(folder, "b", "http://b.example/v1", "k1"), 1, "big");
  }

  private Standings standings() {
    return new Standings(wall, ticker, () -> chance);
  }

  private void pass(Duration time) {
    wall.pass(time);
    ticker.pass(time);
  }

  private static Candidate with(Candidate candidate, int key, String model) {
    return Members.candidate(candidate.provider(), key, model);
  }

  private Ticket claim(Candidate candidate) {
    return standings.claim(candidate, BREAKER, LEASE).orElseThrow();
  }

  private Ticket pinned(Candidate candidate) {
    return standings.unheld(candidate, BREAKER, LEASE);
  }

  private Optional<Ticket> lastChance() {
    return standings.lastChance(List.of(a, b), BREAKER, LEASE);
  }

  private static void fail(Ticket ticket, FaultKind kind) {
    ticket.failed(Consequence.of(new Outcome.Broken(Fault.of(kind, "no"), false), PATIENCE), kind, Optional.empty(), OptionalLong.empty());
  }

  private static void fail(Ticket ticket, FaultKind kind, long told) {
    ticket.failed(Consequence.of(new Outcome.Broken(Fault.of(kind, "no"), false), PATIENCE), kind, Optional.empty(), OptionalLong.of(told));
  }

  private void fail(Candidate candidate, FaultKind... kinds) {
    for (var kind : kinds) {
      fail(claim(candidate), kind);
    }
  }

  /// Puts a candidate's model out by way of the breaker.
  private void breaks(Candidate candidate) {
    fail(candidate, FaultKind.API, FaultKind.API, FaultKind.API);
  }

  private void answer(Candidate candidate) {
    answer(claim(candidate));
  }

  private static void answer(Ticket ticket) {
    ticket.content();
    ticket.answered();
    ticket.close();
  }

  private boolean open(Candidate candidate) {
    assertEquals(standings.holds(candidate).isEmpty(), standings.returns(candidate).isEmpty());
    return standings.holds(candidate).isEmpty();
  }

  /// What keeps a candidate away, and for how long yet.
  private String held(Candidate candidate) {
    var hold = standings.holds(candidate).getFirst();
    return hold.scope().scope() + " " + hold.reason() + " " + Duration.between(wall.instant(), hold.until());
  }

  private void assertOutFor(Duration time, Candidate candidate) {
    assertEquals(Optional.of(wall.instant().plus(time)), standings.returns(candidate));
    pass(time.minus(TICK));
    assertFalse(open(candidate));
    pass(TICK);
    assertTrue(open(candidate));
  }

  private Seen seen(Candidate candidate, Scope scope) {
    var of = OutageScope.of(scope, candidate);
    return standings.seen().stream().filter(one -> one.scope().equals(of)).findFirst().orElseThrow();
  }

  // scopes

  @Test
  void aScopeHoldsWhatBelongsToIt() {
    var digest = a.credential().digest();
    assertEquals(List.of(
        new OutageScope(Scope.PROVIDER, "a", "http://a.example/v1", "", ""),
        new OutageScope(Scope.MODEL, "a", "http://a.example/v1", "", "big"),
        new OutageScope(Scope.KEY, "", "http://a.example/v1", digest, ""),
        new OutageScope(Scope.KEY_AND_MODEL, "", "http://a.example/v1", digest, "big")), OutageScope.all(a));
    assertThrows(IllegalArgumentException.class, () -> OutageScope.of(Scope.REQUEST, a));
  }

  @ParameterizedTest
  @CsvSource({
    "PROVIDER,      false, false, false",
    "MODEL,         false, false, true",
    "KEY,           false, true,  false",
    "KEY_AND_MODEL, false, true,  true",
  })
  void anOutageCoversItsScopeAndNothingElse(Scope scope, boolean same, boolean otherKey, boolean otherModel) {
    var quota = Consequence.of(new Outcome.Broken(Fault.of(FaultKind.QUOTA, "used up"), false), PATIENCE);
    claim(a).failed(quota, FaultKind.QUOTA, Optional.of(scope), OptionalLong.empty());
    assertEquals(same, open(a));
    assertEquals(otherKey, open(with(a, 2, "big")));
    assertEquals(otherModel, open(with(a, 1, "small")));
    assertTrue(open(b));
  }

  @Test
  void membersThatShareAddressAndKeyShareItsOutagesAlone() throws Exception {
    var twin = Members.candidate(Members.member(folder, "twin", "http://a.example/v1", "k1"), 1, "big");
    fail(a, FaultKind.BILLING);
    assertEquals("KEY BILLING PT30M", held(twin));
    assertTrue(open(b), "the same key elsewhere is another");
    standings.reset();
    breaks(a);
    assertFalse(open(a));
    assertTrue(open(twin), "a model belongs to a member");
  }

  @Test
  void aScopeOfTheRequestKeepsNothingAway() {
    var quota = Consequence.of(new Outcome.Broken(Fault.of(FaultKind.QUOTA, "used up"), false), PATIENCE);
    claim(a).failed(quota, FaultKind.QUOTA, Optional.of(Scope.REQUEST), OptionalLong.of(60));
    assertEquals(List.of(), standings.seen());
  }

  @ParameterizedTest
  @EnumSource(value = FaultKind.class, names = {"INVALID_REQUEST", "CONTEXT_OVERFLOW", "POLICY", "TOO_LARGE", "CONFLICT", "LOOP", "CLIENT_KEY"})
  void whatTheClientDidWrongNeverCounts(FaultKind kind) {
    for (int n = 0; n < 20; n++) {
      fail(claim(a), kind, 60);
    }
    assertEquals(List.of(), standings.seen());
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT,     KEY_AND_MODEL, PT5S,  PT10S, PT5M, 7",
    "QUOTA,          KEY,           PT5M,  PT10M, PT1H, 5",
    "BILLING,        KEY,           PT30M, PT1H,  PT6H, 5",
    "AUTHENTICATION, KEY,           PT30M, PT1H,  PT6H, 5",
    "PERMISSION,     KEY_AND_MODEL, PT10M, PT20M, PT1H, 4",
    "NOT_FOUND,      MODEL,         PT10M, PT20M, PT1H, 4",
    "MISDIRECTED,    PROVIDER,      PT10M, PT20M, PT1H, 4",
  })
  void aFaultThatSufficesAloneClimbsItsLadder(FaultKind kind, Scope scope, Duration first, Duration second, Duration most, int level) {
    for (int n = 0; n <= level; n++) {
      assertTrue(open(a));
      fail(a, kind);
      assertEquals(scope + " " + kind + " " + (n == 0 ? first : n == 1 ? second : n == level ? most : Duration.between(wall.instant(),
          standings.returns(a).orElseThrow())), held(a));
      assertEquals(n, seen(a, scope).level());
      assertOutFor(Duration.between(wall.instant(), standings.returns(a).orElseThrow()), a);
    }
    answer(a);
    fail(a, kind);
    assertEquals(scope + " " + kind + " " + first, held(a), "one complete answer, and the ladder begins anew");
  }

  // the breaker

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

  // told times

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

  // the way back

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

  // whatever stands in the way

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

  // the last chance

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

  // reset, restart

  @Test
  void aResetForgetsEverything() {
    breaks(a);
    fail(b, FaultKind.BILLING);
    var running = pinned(b);
    standings.reset();
    assertTrue(open(a));
    assertTrue(open(b));
    fail(running, FaultKind.BILLING);
    assertTrue(open(b), "a call that ran then knows nothing of the new key");
    fail(b, FaultKind.BILLING);
    assertEquals("KEY BILLING PT30M", held(b));
  }

  @Test
  void aResetOfAMemberForgetsItsOwn() throws Exception {
    var neighbour = Members.candidate(Members.member(folder, "neighbour", "http://a.example/v1", "k3"), 1, "big");
    for (var candidate : List.of(a, b, neighbour)) {
      breaks(candidate);
      pass(Duration.ofSeconds(30));
      fail(candidate, FaultKind.BILLING);
    }
    fail(with(a, 2, "big"), FaultKind.AUTHENTICATION);
    standings.resetMember(a.provider());
    assertTrue(open(a));
    assertTrue(open(with(a, 2, "big")));
    assertFalse(open(b));
    assertFalse(open(neighbour));
    breaks(a);
    assertOutFor(Duration.ofSeconds(30), a);
  }

  @Test
  void toldOutagesOfMoreThanAMinuteAreKept() {
    breaks(with(a, 2, "small"));
    fail(claim(a), FaultKind.QUOTA, 61);
    fail(claim(with(a, 2, "big")), FaultKind.QUOTA, 60);
    fail(b, FaultKind.BILLING);
    assertEquals(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plusSeconds(61), 0)), standings.kept());
    pass(Duration.ofSeconds(61).minus(TICK));
    assertEquals(1, standings.kept().size());
    pass(TICK);
    assertEquals(List.of(), standings.kept());
  }

  @Test
  void andTakenUpAgain() {
    fail(claim(a), FaultKind.QUOTA, 3_600);
    pass(Duration.ofSeconds(3_601));
    fail(claim(a), FaultKind.QUOTA, 3_600);
    var kept = standings.kept();
    pass(Duration.ofSeconds(600));
    standings = standings();
    standings.restore(kept);
    assertEquals(kept, standings.kept());
    assertEquals("KEY QUOTA PT50M", held(a));
    assertTrue(standings.holds(a).getFirst().told());
    assertOutFor(Duration.ofSeconds(3_001), a);
    fail(a, FaultKind.QUOTA);
    assertEquals("KEY QUOTA PT20M", held(a), "the third level");
  }

  @ParameterizedTest
  @CsvSource({"PT840H, false", "PT840H0.000000001S, true", "PT0S, true", "PT-1S, true", "PT0.000000001S, false"})
  void whatIsKeptMustBeBelievable(Duration left, boolean open) {
    standings.restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plus(left), 0)));
    assertEquals(open, open(a));
  }

  @Test
  void theEndOfTimeIsNotBelieved() {
    standings.restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, Instant.MAX, 0)));
    assertTrue(open(a));
  }

  @Test
  void whatIsKnownAlreadyStays() {
    fail(claim(a), FaultKind.QUOTA, 100);
    standings.restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plusSeconds(500), 0)));
    assertEquals("KEY QUOTA PT1M40S", held(a));
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    fail(a, FaultKind.BILLING);
    for (int n = 0; n < 3_000; n++) {
      assertFalse(open(with(a, 1, "model-" + n)), "what is asked for stays");
      fail(with(b, 1, "model-" + n), FaultKind.NOT_FOUND);
    }
    assertEquals(2_000, standings.seen().size());
    assertTrue(open(with(b, 1, "model-0")));
    assertFalse(open(with(b, 1, "model-2999")));
  }

  @Test
  void whatNeverFailedTakesNoRoom() {
    answer(a);
    claim(b).close();
    assertEquals(List.of(), standings.seen());
  }

  // threads

  @Test
  void ofManyThatClaimAtOnceOneFindsOut() throws Exception {
    int threads = 8;
    int rounds = 200;
    breaks(a);
    var begin = new CyclicBarrier(threads + 1);
    var end = new CyclicBarrier(threads + 1);
    var claimed = new ConcurrentLinkedQueue<Ticket>();
    for (int n = 0; n < threads; n++) {
      Thread.ofPlatform().daemon().start(() -> {
        try {
          for (int round = 0; round < rounds; round++) {
            begin.await();
            standings.claim(a, BREAKER, LEASE).ifPresent(claimed::add);
            end.await();
          }
        } catch (Exception e) {
          Thread.currentThread().interrupt();
        }
      });
    }
    for (int round = 0; round < rounds; round++) {
      pass(Duration.ofMinutes(10));
      begin.await();
      end.await();
      assertEquals(List.of(true), claimed.stream().map(Ticket::probe).toList(), "round " + round);
      var ticket = claimed.remove();
      if (round % 2 == 0) {
        fail(ticket, FaultKind.API);
      } else {
        ticket.close();
      }
    }
  }
}
