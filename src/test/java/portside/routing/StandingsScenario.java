package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.FakeTicker;
import portside.provider.Chain.Breaker;
import portside.provider.Chain.Patience;
import portside.routing.Standings.Seen;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Two members, `a` with two keys and `b` with one of these, whose standings are told what comes of calls. Times pass by hand.
abstract class StandingsScenario {
  static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(180), 6, false);
  static final Breaker BREAKER = new Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10));
  static final Breaker OFF = new Breaker(0, Duration.ofSeconds(30), Duration.ofMinutes(10));
  static final Duration LEASE = Duration.ofSeconds(40);
  static final Duration TICK = Duration.ofNanos(1);

  final FakeClock wall = new FakeClock();
  final FakeTicker ticker = new FakeTicker();
  double chance = 0.5;
  Standings standings = standings();
  @TempDir Path folder;
  Candidate a;
  Candidate b;

  @BeforeEach
  void members() throws Exception {
    a = Members.candidate(Members.member(folder, "a", "http://a.example/v1", "k1", "k2"), 1, "big");
    b = Members.candidate(Members.member(folder, "b", "http://b.example/v1", "k1"), 1, "big");
  }

  Standings standings() {
    return new Standings(wall, ticker, () -> chance);
  }

  void pass(Duration time) {
    wall.pass(time);
    ticker.pass(time);
  }

  static Candidate with(Candidate candidate, int key, String model) {
    return Members.candidate(candidate.provider(), key, model);
  }

  Ticket claim(Candidate candidate) {
    return standings.claim(candidate, BREAKER, LEASE).orElseThrow();
  }

  Ticket pinned(Candidate candidate) {
    return standings.unheld(candidate, BREAKER, LEASE);
  }

  Optional<Ticket> lastChance() {
    return standings.lastChance(List.of(a, b), BREAKER, LEASE);
  }

  static void fail(Ticket ticket, FaultKind kind) {
    ticket.failed(Consequence.of(new Outcome.Broken(Fault.of(kind, "no"), false), PATIENCE), kind, Optional.empty(), OptionalLong.empty());
  }

  static void fail(Ticket ticket, FaultKind kind, long told) {
    ticket.failed(Consequence.of(new Outcome.Broken(Fault.of(kind, "no"), false), PATIENCE), kind, Optional.empty(), OptionalLong.of(told));
  }

  void fail(Candidate candidate, FaultKind... kinds) {
    for (var kind : kinds) {
      fail(claim(candidate), kind);
    }
  }

  /// Puts a candidate's model out by way of the breaker.
  void breaks(Candidate candidate) {
    fail(candidate, FaultKind.API, FaultKind.API, FaultKind.API);
  }

  void answer(Candidate candidate) {
    answer(claim(candidate));
  }

  static void answer(Ticket ticket) {
    ticket.content();
    ticket.answered();
    ticket.close();
  }

  boolean open(Candidate candidate) {
    assertEquals(standings.holds(candidate).isEmpty(), standings.returns(candidate).isEmpty());
    return standings.holds(candidate).isEmpty();
  }

  /// What keeps a candidate away, and for how long yet.
  String held(Candidate candidate) {
    var hold = standings.holds(candidate).getFirst();
    return hold.scope().scope() + " " + hold.reason() + " " + Duration.between(wall.instant(), hold.until());
  }

  void assertOutFor(Duration time, Candidate candidate) {
    assertEquals(Optional.of(wall.instant().plus(time)), standings.returns(candidate));
    pass(time.minus(TICK));
    assertFalse(open(candidate));
    pass(TICK);
    assertTrue(open(candidate));
  }

  Seen seen(Candidate candidate, Scope scope) {
    var of = OutageScope.of(scope, candidate);
    return standings.seen().stream().filter(one -> one.scope().equals(of)).findFirst().orElseThrow();
  }
}
