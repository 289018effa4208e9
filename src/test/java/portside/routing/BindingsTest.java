package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.provider.Chain.Stickiness;
import portside.provider.KeyRules;
import portside.routing.Bindings.Home;

/// Where conversations are at home, and for how long.
class BindingsTest {
  private static final Stickiness STICKY = GivenChain.sticky(Duration.ofMinutes(5), Duration.ofMinutes(30));

  private final FakeClock wall = new FakeClock();
  private final AtomicLong nanoTime = new AtomicLong(-7);
  private final Bindings bindings = new Bindings(wall, nanoTime::get);
  @TempDir private Path folder;
  private Candidate a;
  private Candidate b;

  @BeforeEach
  void candidates() throws Exception {
    a = GivenChain.candidate(GivenChain.with(GivenChain.of(folder, "a"), KeyRules.USUAL, "k1", "k2"), 2, "a-big");
    b = GivenChain.candidate(GivenChain.of(folder, "b"), 1, "b-big");
  }

  private void pass(Duration time) {
    wall.pass(time);
    nanoTime.addAndGet(time.toNanos());
  }

  private Optional<String> home(String conversation, Stickiness stickiness) {
    return bindings.home(conversation, "BIG", stickiness).map(Home::member);
  }

  private boolean awayOver() {
    return bindings.home("s", "BIG", STICKY).orElseThrow().awayOver();
  }

  @Test
  void contentBindsAConversationForWhatItAsksFor() {
    assertEquals(Optional.empty(), home("s", STICKY));
    bindings.content("s", "BIG", a, true);
    assertEquals(Optional.of(new Home("a", "a-big", a.credential().digest(), wall.instant(), false)), bindings.home("s", "BIG", STICKY));
    assertEquals(Optional.empty(), bindings.home("s", "SMALL", STICKY));
    assertEquals(Optional.empty(), bindings.home("t", "BIG", STICKY));
    bindings.content("s", "BIG", b, true);
    assertEquals(Optional.of("b"), home("s", STICKY));
    bindings.gone("s", "BIG");
    assertEquals(Optional.empty(), home("s", STICKY));
  }

  @Test
  void itIsColdWhenItWasIdleForSoLong() {
    bindings.content("s", "BIG", a, true);
    pass(Duration.ofMinutes(5).minusNanos(1));
    assertEquals(Optional.of("a"), home("s", STICKY));
    bindings.refresh("s", "BIG");
    pass(Duration.ofMinutes(5).minusNanos(1));
    assertEquals(Optional.of("a"), home("s", STICKY));
    pass(Duration.ofNanos(1));
    assertEquals(Optional.empty(), home("s", STICKY));
    bindings.refresh("s", "BIG");
    assertEquals(Optional.empty(), home("s", GivenChain.sticky(Duration.ofDays(1), Duration.ofDays(1))), "an answer that ends late does not bring it back");
  }

  @Test
  void withoutStayingNobodyIsAtHome() {
    bindings.content("s", "BIG", a, true);
    assertEquals(Optional.empty(), home("s", GivenChain.sticky(Duration.ZERO, Duration.ofMinutes(30))));
  }

  @Test
  void aHomeKnowsSinceWhen() {
    bindings.content("s", "BIG", a, true);
    var since = wall.instant();
    pass(Duration.ofMinutes(2));
    bindings.content("s", "BIG", a, true);
    assertEquals(since, bindings.home("s", "BIG", STICKY).orElseThrow().since());
    bindings.content("s", "BIG", GivenChain.candidate(a.provider(), 1, "a-big"), true);
    assertEquals(wall.instant(), bindings.home("s", "BIG", STICKY).orElseThrow().since(), "another key is another home");
  }

  @Test
  void awayIsOverAfterHalfAnHourHoweverBusyItWas() {
    bindings.content("s", "BIG", b, false);
    for (int minute = 0; minute < 29; minute++) {
      pass(Duration.ofMinutes(1));
      bindings.content("s", "BIG", b, false);
    }
    pass(Duration.ofMinutes(1).minusNanos(1));
    assertFalse(awayOver());
    pass(Duration.ofNanos(1));
    assertTrue(awayOver());
    bindings.content("s", "BIG", b, true);
    assertTrue(awayOver(), "until it is back");
    bindings.content("s", "BIG", GivenChain.candidate(GivenChain.with(b.provider(), KeyRules.USUAL, "kb", "k2"), 2, "b-big"), true);
    assertTrue(awayOver(), "another key is not another place");
    bindings.content("s", "BIG", a, true);
    assertFalse(awayOver());
  }

  @Test
  void itIsAwayFromTheFirstOfItsOrderWhereverElseItIs() {
    bindings.content("s", "BIG", b, false);
    pass(Duration.ofMinutes(4));
    bindings.content("s", "BIG", a, false);
    for (int minute = 4; minute < 30; minute++) {
      assertFalse(awayOver());
      pass(Duration.ofMinutes(1));
      bindings.refresh("s", "BIG");
    }
    assertTrue(awayOver());
  }

  @Test
  void atTheFirstOfItsOrderItIsNeverAway() {
    bindings.content("s", "BIG", a, true);
    for (int hour = 0; hour < 100; hour++) {
      pass(Duration.ofMinutes(4));
      bindings.refresh("s", "BIG");
    }
    assertFalse(awayOver());
  }

  @Test
  void theLeastRecentlyUsedOfTenThousandGoes() {
    for (int n = 0; n < 10_000; n++) {
      bindings.content("s" + n, "BIG", a, true);
    }
    bindings.refresh("s0", "BIG");
    bindings.content("one more", "BIG", a, true);
    assertEquals(Optional.of("a"), home("s0", STICKY));
    assertEquals(Optional.empty(), home("s1", STICKY));
    assertEquals(10_000, bindings.kept(STICKY).size());
  }

  @Test
  void aClockThatIsSetChangesNothing() {
    bindings.content("s", "BIG", a, true);
    wall.pass(Duration.ofDays(-400));
    assertEquals(Optional.of("a"), home("s", STICKY));
    wall.pass(Duration.ofDays(800));
    assertEquals(Optional.of("a"), home("s", STICKY));
  }

  @Test
  void whatIsNotColdOutlivesTheProcess() {
    bindings.content("cold", "BIG", a, true);
    pass(Duration.ofMinutes(1));
    bindings.content("away", "BIG", b, false);
    pass(Duration.ofMinutes(1));
    bindings.content("away", "BIG", b, false);
    bindings.content("s", "qwen", a, true);
    pass(Duration.ofMinutes(3));
    var kept = bindings.kept(STICKY);
    assertEquals(List.of(
        new Bindings.Kept("away", "BIG", "b", "b-big", b.credential().digest(), wall.instant().minusSeconds(240), wall.instant().minusSeconds(180),
            Optional.of(wall.instant().minusSeconds(240))),
        new Bindings.Kept("s", "qwen", "a", "a-big", a.credential().digest(), wall.instant().minusSeconds(180), wall.instant().minusSeconds(180), Optional.empty())), kept);

    wall.pass(Duration.ofMinutes(1));
    var next = new Bindings(wall, () -> 1_000_000);
    next.restore(kept);
    assertEquals(kept, next.kept(STICKY));
    assertEquals(Optional.of(new Home("b", "b-big", b.credential().digest(), wall.instant().minusSeconds(300), false)), next.home("away", "BIG", STICKY));
    assertTrue(next.home("away", "BIG", GivenChain.sticky(Duration.ofMinutes(5), Duration.ofMinutes(5))).orElseThrow().awayOver());
    wall.pass(Duration.ofMinutes(1));
    var later = new Bindings(wall, () -> 0);
    later.restore(kept);
    assertEquals(List.of(), later.kept(STICKY));
  }

  @Test
  void whatWasKeptInTheFutureIsOfNow() {
    bindings.content("s", "BIG", b, false);
    var kept = bindings.kept(STICKY);
    wall.pass(Duration.ofDays(-1));
    var now = new AtomicLong();
    var next = new Bindings(wall, now::get);
    next.restore(kept);
    now.set(Duration.ofMinutes(5).toNanos() - 1);
    assertEquals(wall.instant().minusNanos(now.get()), next.home("s", "BIG", STICKY).orElseThrow().since());
    now.incrementAndGet();
    assertEquals(Optional.empty(), next.home("s", "BIG", STICKY));
  }

  @Test
  void aHomeFindsItsKeyInTheFileAsItIsNow() throws Exception {
    bindings.content("s", "BIG", a, true);
    var home = bindings.home("s", "BIG", STICKY).orElseThrow();
    var aim = new Aim(a.provider(), "a-big");
    assertTrue(home.is(aim));
    assertFalse(home.is(new Aim(a.provider(), "a-mid")));
    assertFalse(home.is(new Aim(b.provider(), "a-big")));
    assertEquals(Optional.of(2), home.place(aim));
    assertEquals(Optional.of(1), home.place(new Aim(GivenChain.with(a.provider(), KeyRules.USUAL, "k2", "k3"), "a-big")));
    assertEquals(Optional.empty(), home.place(new Aim(b.provider(), "b-big")));
  }
}
