package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Chain;
import portside.provider.KeyRules.Quota;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;
import portside.routing.Quotas.Amount;

/// Own quotas that several instances use up together.
@Timeout(120)
@ResourceLock("the log of Sharing")
class SharedUseTest extends SharedScenario {
  private static final String[] KEY = {"k1"};

  static Quota tokens(long amount) {
    return new Quota(Window.FIVE_HOURS, amount, Unit.TOKENS);
  }

  private One limited(String name, Quota... quotas) throws Exception {
    return one(name, ADDRESS, KEY, quotas).sharing();
  }

  private static void exchange(One... all) {
    for (var round = 0; round < 2; round++) {
      for (var one : all) {
        one.exchange();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Window.class)
  void twoUseUpOneQuota(Window window) throws Exception {
    var a = limited("glm", new Quota(window, 1_000, Unit.TOKENS));
    var b = limited("zai", new Quota(window, 1_000, Unit.TOKENS), new Quota(window, 100, Unit.REQUESTS));
    a.uses(600);
    b.uses(300);
    assertTrue(a.routing.quotas().exhausted(a.candidate(1)).isEmpty());
    exchange(a, b);
    assertEquals(List.of(900L, 900L), List.of(a.used(), b.used()));
    b.uses(95);
    assertEquals(995, b.used(), "what is used here counts at once");
    assertEquals(List.of(995L, 3L), b.routing.quotas().usage(b.member, 1).stream().map(Quotas.Usage::used).toList());
    assertTrue(b.routing.quotas().exhausted(b.candidate(1)).isPresent());
    exchange(b, a);
    assertEquals(995, a.used());
    assertTrue(a.routing.quotas().exhausted(a.candidate(1)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 40})
  void aClockThatIsWrongDoesNoHarm(int days) throws Exception {
    for (var window : Window.values()) {
      var a = limited("glm", new Quota(window, 100_000, Unit.TOKENS));
      var b = limited("zai", new Quota(window, 100_000, Unit.TOKENS));
      a.wall.pass(Duration.ofDays(days));
      exchange(a, b);
      var before = b.used();
      a.uses(100);
      b.uses(10);
      exchange(a, b);
      assertEquals(List.of(before + 110, before + 110), List.of(a.used(), b.used()), window.name());
    }
  }

  @Test
  void aResetForgetsTheUseOfAll() throws Exception {
    var a = limited("glm", tokens(1_000));
    var b = limited("zai", tokens(1_000));
    a.uses(600);
    b.uses(300);
    exchange(a, b);
    b.routing.quotas().reset();
    b.uses(7);
    assertEquals(7, b.used());
    exchange(b, a);
    assertEquals(List.of(7L, 7L), List.of(a.used(), b.used()));
  }

  @Test
  void useThatCouldNotBeSentIsForgottenWithTheRest() throws Exception {
    var a = limited("glm", tokens(1_000));
    databaseGoes();
    a.uses(100);
    assertFalse(a.sharing.exchange());
    a.routing.quotas().reset();
    databaseComes();
    a.exchange();
    a.exchange();
    assertEquals(0, a.used());
    assertEquals(List.of(), rows("routing_use"));
  }

  @Test
  void useThatIsSentLateStandsWhereItWas() throws Exception {
    var a = limited("glm", tokens(1_000));
    var b = limited("zai", tokens(1_000));
    a.uses(5);
    a.wall.pass(Duration.ofMinutes(10));
    exchange(a, b);
    var ago = Quotas.piece(b.wall.instant()) - b.routing.quotas().kept().getFirst().pieces().keySet().iterator().next();
    assertTrue(ago == 2 || ago == 3, "a piece may end meanwhile: " + ago);
  }

  @Test
  void aPlanThatBeginsAnewForgetsTheUseOfAll() throws Exception {
    var a = limited("glm", tokens(1_000));
    var b = limited("zai", tokens(1_000));
    a.uses(600);
    exchange(a, b);
    a.routing.quotas().toldReset(a.candidate(1));
    exchange(a, b);
    assertEquals(List.of(0L, 0L), List.of(a.used(), b.used()));
  }

  @Test
  void whatWasUsedWhileTheDatabaseWasAwayIsAddedOnce() throws Exception {
    var a = limited("glm", tokens(1_000));
    var b = limited("zai", tokens(1_000));
    databaseGoes();
    a.uses(100);
    assertFalse(a.sharing.exchange());
    a.uses(20);
    assertEquals(120, a.used());
    databaseComes();
    exchange(a, b);
    assertEquals(List.of(120L, 120L), List.of(a.used(), b.used()));
    databaseGoes();
    a.uses(3);
    assertFalse(a.sharing.exchange());
    assertEquals(123, a.used(), "what all used stays known");
    databaseComes();
    assertFalse(b.sharing.exchange(), "its connection was cut");
    exchange(a, b);
    assertEquals(List.of(123L, 123L), List.of(a.used(), b.used()));
  }

  @Test
  void aBatchThatWasTakenIsNotTakenAgain() throws Exception {
    var a = limited("glm", tokens(1_000));
    var use = new SharedRouting.Use(Account.of(a.candidate(1)), 0, new Amount(5, 1));
    for (var batch : List.of(1, 1, 2, 1)) {
      a.database.tell(new SharedRouting.News(batch, List.of(), List.of(), List.of(), List.of(), List.of(use)));
    }
    a.exchange();
    assertEquals(10, a.used());
  }

  @Test
  void whatWasUsedBeforeAnythingWasSharedIsShared() throws Exception {
    var b = limited("zai", tokens(1_000), new Quota(Window.MONTH, 1_000, Unit.TOKENS));
    b.uses(1);
    b.exchange();
    var a = one("glm", ADDRESS, KEY, tokens(1_000), new Quota(Window.MONTH, 1_000, Unit.TOKENS));
    a.uses(500);
    var kept = kept(a);
    assertFalse(Files.readString(folder.resolve("routing-glm.json")).contains("untold"));
    var again = one("glm", ADDRESS, KEY, tokens(1_000), new Quota(Window.MONTH, 1_000, Unit.TOKENS));
    kept.restore(again.routing, Chain.of(again.member));
    exchange(again.sharing(), b);
    assertEquals(List.of(501L, 501L), again.routing.quotas().usage(again.member, 1).stream().map(Quotas.Usage::used).toList());
    assertEquals(501, b.used());
    var third = one("glm", ADDRESS, KEY, tokens(1_000));
    kept(again).restore(third.routing, Chain.of(third.member));
    exchange(third.sharing(), b);
    assertEquals(List.of(501L, 501L), List.of(third.used(), b.used()), "once");
  }

  @Test
  void whatCouldNotBeToldIsToldByTheNextProcess() throws Exception {
    var a = limited("glm", tokens(1_000));
    var b = limited("zai", tokens(1_000));
    a.uses(40);
    a.exchange();
    a.uses(2);
    var again = one("glm", ADDRESS, KEY, tokens(1_000));
    kept(a).restore(again.routing, Chain.of(again.member));
    exchange(again.sharing(), b);
    assertEquals(List.of(42L, 42L), List.of(again.used(), b.used()));
  }

  /// What its file has.
  private RoutingState kept(One one) {
    var file = new RoutingFile(folder, "glm");
    assertTrue(file.save(RoutingState.of(one.routing, Chain.of(one.member).stickiness())));
    return file.load();
  }

  /// Thursday, 1 January, 8 o'clock in Shanghai: its week began on Monday, its month and day at midnight.
  @Test
  void useOfAWindowAloneStandsWhereTheWindowBegan() throws Exception {
    var a = one("glm", ADDRESS, KEY, tokens(1_000));
    a.wall.pass(Duration.ofDays(20)); // Wednesday, 21 January
    for (var hours : List.of(0L, 24L * 3, 24L * 2, 20L, 1L)) { // 21, 24, 26, 27 January
      a.wall.pass(Duration.ofHours(hours));
      a.uses(10);
    }
    a.routing.quotas().share(Map.of(Account.of(a.candidate(1)), a.member.keys()));
    var day = Quotas.begins(a.member.keys().zone(), a.wall.instant());
    var pieces = a.routing.quotas().untold().get(Account.of(a.candidate(1)));
    assertEquals(50, pieces.values().stream().mapToLong(Amount::tokens).sum());
    assertEquals(new Amount(20, 2), pieces.get(day.get(Window.MONTH)));
    assertEquals(new Amount(10, 1), pieces.get(day.get(Window.WEEK)));
  }
}
