package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What an outage covers.
class OutageScopeTest extends StandingsScenario {
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
}
