package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.Logged;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.TokenOrigin;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What providers told one instance, and whom persons chose there, at another.
@Timeout(120)
@ResourceLock("the log of Sharing")
class SharingTest extends SharedScenario {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void whatIsToldToOneHoldsAtTheOtherWhateverItCallsMemberAndKey() throws Exception {
    var a = one("glm", "k1", "k2");
    var b = one("zai", "k3", "k1");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    assertTrue(b.open(1), "another key");
    assertEquals("KEY QUOTA 60 told", b.out(2));
    assertEquals("KEY QUOTA 60 told", a.out(1), "what comes back changes nothing");
    assertTrue(a.open(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROVIDER", "MODEL", "KEY", "KEY_AND_MODEL"})
  void everyScopeIsTold(Scope scope) throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    var consequence = Consequence.of(new Outcome.Broken(Fault.of(FaultKind.OVERLOADED, "no"), false), StandingsScenario.PATIENCE);
    a.routing.standings().unheld(a.candidate(1), StandingsScenario.BREAKER, StandingsScenario.LEASE)
        .failed(consequence, FaultKind.OVERLOADED, Optional.of(scope), OptionalLong.of(3600));
    a.exchange();
    b.exchange();
    assertEquals(scope + " OVERLOADED 60 told", b.out(1));
    var other = GivenChain.candidate(b.member, 1, "another");
    assertEquals(scope == Scope.MODEL || scope == Scope.KEY_AND_MODEL, b.routing.standings().holds(other).isEmpty());
  }

  @Test
  void onlyToldTimesAreShared() throws Exception {
    var a = one("glm", "k1", "k2");
    var b = one("zai", "k1", "k2");
    StandingsScenario.fail(a.routing.standings().unheld(a.candidate(1), StandingsScenario.BREAKER, StandingsScenario.LEASE), FaultKind.BILLING);
    assertFalse(a.open(1));
    a.exchange();
    b.exchange();
    assertTrue(b.open(1));
    assertEquals(List.of(), rows("routing_out"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoToldTimesTheLaterHolds(boolean laterFirst) throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    a.told(1, FaultKind.RATE_LIMIT, laterFirst ? HOUR.multipliedBy(2) : HOUR);
    b.told(1, FaultKind.RATE_LIMIT, laterFirst ? HOUR : HOUR.multipliedBy(2));
    for (var one : List.of(a, b, a)) {
      one.exchange();
    }
    assertEquals("KEY_AND_MODEL RATE_LIMIT 120 told", a.out(1));
    assertEquals("KEY_AND_MODEL RATE_LIMIT 120 told", b.out(1));
  }

  @Test
  void aResetAtOneFreesAllAndWhatIsToldThereafterHolds() throws Exception {
    var a = one("glm", "k1", "k2");
    var b = one("zai", "k1", "k2");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.told(2, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    b.routing.standings().reset();
    a.told(2, FaultKind.QUOTA, HOUR.multipliedBy(3)); // the provider says it again before the word of the reset comes
    a.exchange();
    b.exchange();
    assertTrue(b.open(1), "its own reading does not bring it back");
    a.exchange();
    assertTrue(a.open(1), "it hears of the reset");
    a.exchange();
    b.exchange();
    assertTrue(a.open(1) && b.open(1));
    var late = one("late", "k1", "k2");
    late.exchange();
    assertTrue(late.open(1), "nor does one that comes later know of it");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    assertEquals("KEY QUOTA 60 told", b.out(1), "what is told anew holds");
    var rows = rows("routing_out");
    for (var round = 0; round < 10; round++) {
      b.exchange();
    }
    a.exchange();
    assertEquals(rows, rows("routing_out"), "nothing new is nothing to write");
  }

  @Test
  void whatIsToldAfterAResetAndBeforeItIsSentHolds() throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    b.routing.standings().reset();
    b.told(1, FaultKind.QUOTA, HOUR.multipliedBy(2));
    b.exchange();
    a.exchange();
    assertEquals("KEY QUOTA 120 told", a.out(1));
    assertEquals("KEY QUOTA 120 told", b.out(1));
  }

  @Test
  void aResetIsHeardByOneThatKeptTheOutageOverARestart() throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    var kept = RoutingState.of(a.routing, Chain.of(a.member).stickiness());
    b.exchange();
    b.routing.standings().reset();
    b.exchange();
    var again = new One("machine", a.member);
    kept.restore(again.routing, Chain.of(a.member));
    assertFalse(again.open(1));
    again.sharing().exchange();
    assertTrue(again.open(1));
    b.exchange();
    assertTrue(b.open(1));
  }

  @Test
  void anAnswerEndsAnOutageWhereItCameAndReadingDoesNotBringItBack() throws Exception {
    var a = one("glm", "k1");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    StandingsScenario.answer(a.routing.standings().unheld(a.candidate(1), StandingsScenario.BREAKER, StandingsScenario.LEASE)); // a pin insists
    assertTrue(a.open(1));
    a.exchange();
    assertTrue(a.open(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aClockThatIsADayWrongDoesNoHarm(int days) throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    a.wall.pass(DAY.multipliedBy(days));
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    assertEquals("KEY QUOTA 60 told", b.out(1));
    b.told(1, FaultKind.QUOTA, HOUR.multipliedBy(2));
    b.exchange();
    a.exchange();
    assertEquals("KEY QUOTA 120 told", a.out(1));
  }

  @Test
  void membersOfASessionAreSharedAndSoIsThatItHasNoneAnyMore() throws Exception {
    var a = one("glm", "k1");
    var b = one("glm", "k1");
    var chain = Chain.of(a.member);
    assertEquals(Optional.empty(), a.routing.preferences().pin("s", List.of("glm"), chain));
    a.exchange();
    b.exchange();
    assertEquals(List.of("glm"), b.routing.preferences().pinned("s"));
    assertTrue(b.routing.preferences().unpin("s"));
    a.exchange(); // which hears its own words
    assertEquals(List.of("glm"), a.routing.preferences().pinned("s"));
    b.exchange();
    a.exchange();
    assertEquals(Map.of(), a.routing.preferences().pins());
    assertEquals(Optional.empty(), b.routing.preferences().pin("s", List.of("glm"), chain));
    b.exchange();
    a.exchange();
    assertEquals(Map.of("s", List.of("glm")), a.routing.preferences().pins(), "it may be given some again");
    var rows = rows("routing_pin");
    for (var round = 0; round < 10; round++) {
      b.exchange();
    }
    assertEquals(rows, rows("routing_pin"), "nothing new is nothing to write");
  }

  @Test
  void aSessionThatWasKeptOverARestartDoesNotOverrideWhatWasSaidMeanwhile() throws Exception {
    var a = one("glm", "k1");
    a.routing.preferences().pin("gone", List.of("glm"), Chain.of(a.member));
    a.exchange();
    a.routing.preferences().unpin("gone");
    a.exchange();
    var again = new One("machine", a.member);
    again.routing.preferences().restore(new Preferences.Kept(Map.of("gone", List.of("glm"), "kept", List.of("glm")), Preferences.Order.NONE));
    again.sharing().exchange();
    assertEquals(Map.of("kept", List.of("glm")), again.routing.preferences().pins());
    a.exchange();
    assertEquals(Map.of("kept", List.of("glm")), a.routing.preferences().pins());
  }

  @Test
  void withoutTheDatabaseEachGoesOnAndTellsLater() throws Exception {
    var a = one("glm", "k1", "k2", "k3");
    var b = one("zai", "k1", "k2", "k3");
    databaseGoes();
    try (var logged = new Logged(Sharing.class.getName())) {
      a.told(1, FaultKind.QUOTA, HOUR);
      assertFalse(a.sharing.exchange());
      assertFalse(a.sharing.exchange());
      assertEquals("KEY QUOTA 60 told", a.out(1), "it knows what it was told itself");
      databaseComes();
      a.exchange();
      b.exchange();
      assertEquals("KEY QUOTA 60 told", b.out(1));
      a.told(2, FaultKind.QUOTA, HOUR);
      databaseGoes();
      a.routing.preferences().pin("s", List.of("glm"), Chain.of(a.member));
      assertFalse(a.sharing.exchange());
      a.told(3, FaultKind.QUOTA, HOUR);
      assertFalse(a.sharing.exchange());
      databaseComes();
      a.exchange();
      a.exchange();
      var told = logged.from(Level.ALL).stream().map(line -> line.replaceAll(" \\(.*\\)", "")).toList();
      var lost = "the database of LEDGER_URL does not tell what other instances know; until it does this one goes on with what it knows, and tells them later";
      var back = "the database of LEDGER_URL tells again what other instances know";
      assertEquals(List.of(lost, back, lost, back), told);
      assertFalse(String.join("", logged.from(Level.ALL)).contains("postgres:postgres"));
    }
    assertFalse(b.sharing.exchange(), "its connection was cut");
    b.exchange();
    assertEquals("KEY QUOTA 60 told", b.out(2));
    assertEquals("KEY QUOTA 60 told", b.out(3));
    assertEquals(List.of("glm"), b.routing.preferences().pinned("s"));
  }

  @Test
  void oneThatIsAloneTriesMoreAndMoreSeldom() {
    assertEquals(List.of(2L, 4L, 8L, 16L, 30L, 30L), Stream.iterate(Sharing.BETWEEN, Sharing::longer).limit(6).map(Duration::toSeconds).toList());
  }

  @Test
  void aDatabaseThatIsMadeAnewIsToldWhatIsKnown() throws Exception {
    var a = one("glm", "k1");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    databaseGoes();
    assertFalse(a.sharing.exchange());
    sql("drop database " + database);
    sql("create database " + database);
    a.exchange();
    var b = one("zai", "k1");
    b.exchange();
    assertEquals("KEY QUOTA 60 told", b.out(1));
  }

  @Test
  void aResetThatCouldNotBeSentEndsOnlyWhatWasToldBefore() throws Exception {
    var a = one("glm", "k1", "k2");
    var b = one("zai", "k1", "k2");
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    databaseGoes();
    b.routing.standings().reset();
    assertFalse(b.sharing.exchange());
    databaseComes();
    assertFalse(a.sharing.exchange(), "its connection was cut");
    a.told(2, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    a.exchange();
    assertTrue(a.open(1));
    assertTrue(b.open(1));
    assertEquals("KEY QUOTA 60 told", a.out(2));
    assertEquals("KEY QUOTA 60 told", b.out(2));
  }

  @Test
  void noRowHasAKeyOrAnAddress() throws Exception {
    var a = one("glm", "http://user-4711.example/secret-path/v1", new String[] {"sk-very-secret-key-0815"}, SharedUseTest.tokens(1_000)).sharing();
    a.told(1, FaultKind.QUOTA, HOUR);
    a.uses(10);
    a.routing.preferences().pin("s", List.of("glm"), Chain.of(a.member));
    a.exchange();
    var all = String.join("\n", rows("routing_out")) + rows("routing_use") + rows("routing_pin") + rows("routing_sender");
    assertTrue(all.contains(a.candidate(1).credential().digest()) && all.contains("(s,glm,"), all);
    for (var secret : List.of("sk-very", "0815", "4711", "secret")) {
      assertFalse(all.contains(secret), all);
    }
  }

  @Test
  void anAddressOfTheLoopbackIsAnotherProviderOnEachMachine() throws Exception {
    var a = one("local", "http://[::1]:4000/v1", new String[] {"k1"}).sharing();
    var near = on("machine", a);
    var far = on("another", a);
    a.told(1, FaultKind.QUOTA, HOUR);
    for (var one : List.of(a, near, far)) {
      one.exchange();
    }
    assertFalse(near.open(1));
    assertTrue(far.open(1));
  }

  @Test
  void aSignInIsAnotherKeyOnEachMachineAndWhatClientsShowIsNoKey() throws Exception {
    var command = new Credential.Token(new TokenOrigin.Command(List.of(new Secret("print-token"))), Credential.UnknownSource.ONLY, Optional.empty());
    var plain = one("glm", "k1").member;
    var a = new One("machine", with(plain, command, new Credential.Client())).sharing();
    var near = on("machine", a);
    var far = on("another", a);
    a.told(1, FaultKind.QUOTA, HOUR);
    a.told(2, FaultKind.QUOTA, HOUR);
    for (var one : List.of(a, near, far)) {
      one.exchange();
    }
    assertEquals("KEY QUOTA 60 told", near.out(1));
    assertTrue(near.open(2));
    assertTrue(far.open(1) && far.open(2));
  }

  private static Provider with(Provider member, Credential... credentials) {
    var is = member.destination();
    var destination = new Destination(is.name(), is.endpoint(), List.of(credentials), is.headers(), is.timeouts(), is.proxy(), is.authorities());
    return new Provider(destination, member.source(), member.models(), member.dialect(), member.limits(), member.keys(), member.retries(), member.billing());
  }

  @Test
  void aNameThatNoDatabaseTakesHindersNothing() throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    var odd = GivenChain.candidate(a.member, 1, "a\0b");
    StandingsScenario.fail(a.routing.standings().unheld(odd, StandingsScenario.BREAKER, StandingsScenario.LEASE), FaultKind.RATE_LIMIT, 3600);
    a.routing.preferences().pin("\ud800", List.of("glm"), Chain.of(a.member));
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    assertEquals("KEY QUOTA 60 told", b.out(1));
  }

  @Test
  void whatOneHearsItKeepsOverARestart() throws Exception {
    var a = one("glm", "k1");
    var b = one("zai", "k1");
    var told = new AtomicInteger();
    b.routing.changes().tell(told::incrementAndGet);
    a.told(1, FaultKind.QUOTA, HOUR);
    a.exchange();
    b.exchange();
    b.exchange();
    assertEquals(1, told.get(), "nothing new is nothing to keep");
    assertEquals(1, RoutingState.of(b.routing, Chain.of(b.member).stickiness()).outs().size());
    a.routing.standings().reset();
    a.exchange();
    b.exchange();
    b.exchange();
    assertEquals(2, told.get(), "nor does it keep what is over");
    assertEquals(List.of(), RoutingState.of(b.routing, Chain.of(b.member).stickiness()).outs());
  }
}
