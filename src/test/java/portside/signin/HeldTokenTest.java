package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.FakeTicker;
import portside.Logged;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;

/// When a token is fetched, and for whom.
@Timeout(60)
class HeldTokenTest {
  private final FakeTicker time = new FakeTicker();
  private final List<Secret> told = new CopyOnWriteArrayList<>();
  private final Fetch fetch = new Fetch();
  private final HeldToken token = new HeldToken("a test", fetch, time, told::add);

  /// Gives `t1`, `t2` … for an hour, fresh for 45 minutes; or fails as it is told.
  private static final class Fetch implements TokenFetch {
    final AtomicInteger calls = new AtomicInteger();
    final List<String> refused = new ArrayList<>();
    volatile @Nullable MissingToken failing;
    volatile Optional<MissingToken> missing = Optional.empty();
    volatile CountDownLatch goes = new CountDownLatch(0);

    @Override
    public Fetched fetch(@Nullable Secret token) throws NoToken {
      var call = calls.incrementAndGet();
      refused.add(token == null ? "-" : token.reveal());
      try {
        assertTrue(goes.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      var failure = failing;
      if (failure != null) {
        throw new NoToken(failure);
      }
      return new Fetched(new Secret("t" + call), Duration.ofMinutes(45), Duration.ofMinutes(60));
    }

    @Override
    public Optional<MissingToken> missing() {
      return missing;
    }
  }

  private String asked() {
    try (var one = token.ask()) {
      return one.await().orElseThrow().reveal();
    } catch (NoToken none) {
      return none.missing().mend() + " " + none.missing().why();
    }
  }

  @Test
  void aTokenIsKeptAsLongAsItIsFresh() {
    assertEquals("t1", asked());
    time.pass(Duration.ofMinutes(45).minusNanos(1));
    assertEquals("t1", asked());
    time.pass(Duration.ofNanos(1));
    assertEquals("t2", asked());
    assertEquals(List.of("-", "-"), fetch.refused);
  }

  @Test
  void manyWhoAskAtOnceShareOneFetch() throws Exception {
    fetch.goes = new CountDownLatch(1);
    var asking = new ArrayList<FutureTask<String>>();
    for (var asker = 0; asker < 20; asker++) {
      var task = new FutureTask<>(this::asked);
      asking.add(task);
      Thread.ofVirtual().start(task);
    }
    while (fetch.calls.get() == 0) {
      Thread.onSpinWait();
    }
    fetch.goes.countDown();
    for (var task : asking) {
      assertEquals("t1", task.get(10, TimeUnit.SECONDS));
    }
    assertEquals(1, fetch.calls.get());
  }

  @Test
  void oneThatLeavesEndsItsWaitingAndNotTheFetch() throws Exception {
    fetch.goes = new CountDownLatch(1);
    var leaving = token.ask();
    var staying = token.ask();
    leaving.close();
    assertEquals(Optional.empty(), leaving.await());
    fetch.goes.countDown();
    assertEquals("t1", staying.await().orElseThrow().reveal());
    assertEquals(1, fetch.calls.get());
  }

  @Test
  void aRefusedTokenIsReplacedIfItIsStillTheCurrentOne() {
    assertEquals("t1", asked());
    assertTrue(token.refused(new Secret("t1"), 401));
    assertTrue(token.refused(new Secret("t1"), 401), "a second request was refused at the same time");
    assertEquals("t2", asked());
    assertTrue(token.refused(new Secret("t1"), 401), "the newer one is worth a try");
    assertEquals("t2", asked());
    assertFalse(token.refused(new Secret("t2"), 403), "what is forbidden is no matter of the token");
    assertEquals(List.of("-", "t1"), fetch.refused);
  }

  /// A provider that refuses every token does not make a fetch of each request.
  @Test
  void aStormOfRefusalsIsNoStormOfFetches() {
    var fetches = new ArrayList<Integer>();
    for (var second = 0; second < 100; second++) {
      var before = fetch.calls.get();
      var shown = asked();
      if (token.refused(new Secret(shown), 401)) {
        token.refused(new Secret(asked()), 401);
      }
      if (fetch.calls.get() > before) {
        fetches.add(second);
      }
      time.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of(0, 5, 15, 35, 75), fetches);
    time.pass(Duration.ofMinutes(5));
    assertTrue(token.refused(new Secret(asked()), 401), "one that was good for a while");
    assertEquals("t7", asked());
    assertFalse(token.refused(new Secret("t7"), 401));
  }

  @Test
  void aFailureIsRememberedForAWhileThatGrows() {
    fetch.failing = new MissingToken(Mend.SETTING, "broken");
    var fetches = new ArrayList<Integer>();
    for (var second = 0; second < 1300; second++) {
      var before = fetch.calls.get();
      assertEquals("SETTING broken", asked());
      if (fetch.calls.get() > before) {
        fetches.add(second);
      }
      assertEquals(Optional.of(new MissingToken(Mend.SETTING, "broken")), token.missing());
      time.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of(0, 5, 15, 35, 75, 155, 315, 615, 915, 1215), fetches);
    fetch.failing = null;
    time.pass(Duration.ofMinutes(5));
    assertEquals(Optional.empty(), token.missing(), "a try is worth it");
    assertEquals("t11", asked());
  }

  @Test
  void anOldTokenStandsInWhileItLasts() {
    assertEquals("t1", asked());
    time.pass(Duration.ofMinutes(45));
    fetch.failing = new MissingToken(Mend.WAITING, "not reached");
    assertEquals("t1", asked());
    assertEquals("t1", asked());
    assertEquals(2, fetch.calls.get(), "and nobody asks again at once");
    assertEquals(Optional.empty(), token.missing());
    time.pass(Duration.ofMinutes(15));
    assertEquals("WAITING not reached", asked());
    assertEquals(Optional.empty(), token.missing(), "waiting is no obstacle that a person must mend");
  }

  @Test
  void aRefusedTokenStandsInForNone() {
    assertEquals("t1", asked());
    assertTrue(token.refused(new Secret("t1"), 401));
    fetch.failing = new MissingToken(Mend.WAITING, "not reached");
    assertEquals("WAITING not reached", asked());
    assertEquals("WAITING not reached", asked());
  }

  @Test
  void whoSignsInDoesNotWaitForTheEndOfAPause() {
    var needed = new MissingToken(Mend.SIGN_IN, "nobody has");
    fetch.failing = needed;
    fetch.missing = Optional.of(needed);
    assertEquals("SIGN_IN nobody has", asked());
    assertEquals("SIGN_IN nobody has", asked());
    assertEquals(Optional.of(needed), token.missing());
    assertEquals(1, fetch.calls.get());
    fetch.failing = null;
    fetch.missing = Optional.empty();
    assertEquals(Optional.empty(), token.missing());
    assertEquals("t2", asked());
  }

  @Test
  void theLastTokensAreKnownSoThatTheyCanBeHidden() {
    for (var count = 0; count < 3; count++) {
      asked();
      time.pass(Duration.ofHours(1));
    }
    assertEquals(List.of(new Secret("t3"), new Secret("t2")), token.given());
    assertEquals(List.of(new Secret("t1"), new Secret("t2"), new Secret("t3")), told);
  }

  @Test
  void theLogTellsDigestsAndReasonsAlone() {
    try (var logged = new Logged(HeldToken.class.getName())) {
      asked();
      token.refused(new Secret("t1"), 401);
      fetch.failing = new MissingToken(Mend.SETTING, "broken");
      asked();
      assertEquals(List.of("a test: another token, digest " + new Secret("t1").digest() + ", for 2700 s", "a test: no token: broken"),
          logged.from(Level.ALL));
    }
  }

  @Test
  void aBugOfOursIsAnErrorAndNoHang() {
    var broken = new HeldToken("a test", _ -> {
      throw new IllegalStateException("bug");
    }, time, _ -> {});
    try (var one = broken.ask()) {
      assertThrows(NoToken.class, one::await);
    }
  }

  @Test
  void anAccountThatAHostDoesNotServeIsAskedAtTheNext() throws Exception {
    var hosts = List.of(URI.create("https://a"), URI.create("https://b"));
    var base = new AtomicReference<>(Optional.of(URI.create("https://told")));
    var calls = new AtomicInteger();
    var wandering = new HeldToken("a test", new TokenFetch() {
      @Override
      public Fetched fetch(@Nullable Secret refused) {
        return new Fetched(new Secret("t" + calls.incrementAndGet()), Duration.ofMinutes(1), Duration.ofMinutes(1), base.get());
      }

      @Override
      public List<URI> otherBases() {
        return hosts;
      }
    }, time, told::add);
    assertEquals(Optional.empty(), wandering.base(), "nobody has said yet");
    assertTrue(wandering.ask().await().isPresent());
    assertEquals(base.get(), wandering.base());
    assertEquals(Optional.of(hosts.get(0)), wandering.misdirected(URI.create("https://told")));
    assertEquals(Optional.of(hosts.get(0)), wandering.base());
    time.pass(Duration.ofMinutes(2));
    assertTrue(wandering.ask().await().isPresent());
    assertEquals(Optional.of(hosts.get(0)), wandering.base(), "another token of the same account");
    assertEquals(Optional.of(hosts.get(1)), wandering.misdirected(hosts.get(0)));
    assertEquals(Optional.empty(), wandering.misdirected(hosts.get(1)));
    assertEquals(base.get(), wandering.base(), "all were tried");
    assertEquals(Optional.of(hosts.get(0)), wandering.misdirected(URI.create("https://told")), "and may be tried again");
    base.set(Optional.of(URI.create("https://other")));
    time.pass(Duration.ofMinutes(2));
    assertTrue(wandering.ask().await().isPresent());
    assertEquals(base.get(), wandering.base(), "the account says another");
  }
}
