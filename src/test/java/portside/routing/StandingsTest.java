package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.routing.ToldOutages.Kept;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What is forgotten and what is kept, and many at once.
class StandingsTest extends StandingsScenario {
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
    assertEquals(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plusSeconds(61), 0)), new ToldOutages(standings).kept());
    pass(Duration.ofSeconds(61).minus(TICK));
    assertEquals(1, new ToldOutages(standings).kept().size());
    pass(TICK);
    assertEquals(List.of(), new ToldOutages(standings).kept());
  }

  @Test
  void andTakenUpAgain() {
    fail(claim(a), FaultKind.QUOTA, 3_600);
    pass(Duration.ofSeconds(3_601));
    fail(claim(a), FaultKind.QUOTA, 3_600);
    var kept = new ToldOutages(standings).kept();
    pass(Duration.ofSeconds(600));
    standings = standings();
    new ToldOutages(standings).restore(kept);
    assertEquals(kept, new ToldOutages(standings).kept());
    assertEquals("KEY QUOTA PT50M", held(a));
    assertTrue(standings.holds(a).getFirst().told());
    assertOutFor(Duration.ofSeconds(3_001), a);
    fail(a, FaultKind.QUOTA);
    assertEquals("KEY QUOTA PT20M", held(a), "the third level");
  }

  @ParameterizedTest
  @CsvSource({"PT840H, false", "PT840H0.000000001S, true", "PT0S, true", "PT-1S, true", "PT0.000000001S, false"})
  void whatIsKeptMustBeBelievable(Duration left, boolean open) {
    new ToldOutages(standings).restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plus(left), 0)));
    assertEquals(open, open(a));
  }

  @ParameterizedTest
  @CsvSource({"PT840H, false", "PT840H0.000000001S, true", "PT0S, true", "PT-1S, true", "PT0.000000001S, false"})
  void whatAnotherInstanceTellsMustBeBelievable(Duration left, boolean open) {
    assertEquals(open, new ToldOutages(standings).heard(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, 0, left).isEmpty());
    assertEquals(open, open(a));
  }

  /// A time that is later by a second at most is the same one, which came another way.
  @ParameterizedTest
  @CsvSource({"PT-1S, false", "PT0S, false", "PT1S, false", "PT1.000000001S, true"})
  void whatAnotherInstanceTellsIsNewWhereItIsLater(Duration later, boolean news) {
    var outages = new ToldOutages(standings);
    var scope = OutageScope.of(Scope.KEY, a);
    outages.heard(scope, FaultKind.QUOTA, 0, Duration.ofHours(1));
    assertEquals(news, outages.heard(scope, FaultKind.QUOTA, 0, Duration.ofHours(1).plus(later)).isPresent());
    assertEquals(news ? Duration.ofHours(1).plus(later) : Duration.ofHours(1), outages.all().getFirst().left());
  }

  @Test
  void onlyTheOutageThatIsMeantIsLifted() {
    var outages = new ToldOutages(standings);
    var scope = OutageScope.of(Scope.KEY, a);
    var number = outages.heard(scope, FaultKind.QUOTA, 0, Duration.ofHours(1)).orElseThrow();
    assertFalse(outages.lift(scope, number + 1));
    assertFalse(outages.lift(OutageScope.of(Scope.KEY, b), number));
    assertFalse(open(a));
    assertTrue(outages.lift(scope, number));
    assertTrue(open(a));
    assertFalse(outages.lift(scope, number), "it is over");
  }

  @Test
  void theEndOfTimeIsNotBelieved() {
    new ToldOutages(standings).restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, Instant.MAX, 0)));
    assertTrue(open(a));
  }

  @Test
  void whatIsKnownAlreadyStays() {
    fail(claim(a), FaultKind.QUOTA, 100);
    new ToldOutages(standings).restore(List.of(new Kept(OutageScope.of(Scope.KEY, a), FaultKind.QUOTA, wall.instant().plusSeconds(500), 0)));
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
