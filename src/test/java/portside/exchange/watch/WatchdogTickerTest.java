package portside.exchange.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.FakeTicker;
import portside.Logged;
import portside.exchange.Client;
import portside.exchange.RecordedClient;
import portside.upstream.Attempt;
import portside.upstream.SendResult;

/// What watches over running requests: one of them never harms another, nor one try the next, and each wait has its length.
@Timeout(60)
class WatchdogTickerTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final WatchdogTicker.Timeouts USUAL = WatchdogTicker.Timeouts.USUAL;
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final FakeTicker time = new FakeTicker();

  @Test
  void oneRequestThatCannotBeWatchedLeavesTheOthersTheirWatch() throws Exception {
    var bad = new CountDownLatch(1);
    var good = new CountDownLatch(1);
    try (var logged = new Logged(WatchdogTicker.class.getName());
        var ticker = new WatchdogTicker(new WatchdogTicker.Timeouts(SOON, SOON, SOON, SOON, SOON), System::nanoTime);
        var _ = new RequestWatchdog(ticker, watched(() -> {
          bad.countDown();
          throw new AssertionError("thrown by the test");
        }))) {
      assertTrue(bad.await(10, TimeUnit.SECONDS));
      try (var _ = new RequestWatchdog(ticker, watched(good::countDown))) {
        assertTrue(good.await(10, TimeUnit.SECONDS));
      }
      assertEquals("a running request could not be watched", logged.from(Level.SEVERE).getFirst());
    }
  }

  @Test
  void itsThreadEndsWithIt() throws Exception {
    var idle = byHand();
    idle.close();
    assertTrue(idle.ticker.join(Duration.ofSeconds(10)));
    var busy = byHand();
    try (var _ = new RequestWatchdog(busy, watched(() -> {}))) {
      assertEquals(1, busy.running());
      busy.close();
      assertTrue(busy.ticker.join(Duration.ofSeconds(10)), "its next beat is a day away");
    }
    assertEquals(0, busy.running());
  }

  @Test
  void aClientThatTakesNothingForTwoMinutesHasLeft() {
    var client = new Stuck();
    try (var ticker = byHand(); var watchdog = new RequestWatchdog(ticker, client)) {
      var call = new Call();
      watchdog.guards(call);
      client.sendingFor = Duration.ofMinutes(2).toNanos();
      ticker.beat();
      assertEquals(RequestWatchdog.End.RUNNING, watchdog.end());
      client.sendingFor++;
      ticker.beat();
      assertEquals(RequestWatchdog.End.LEFT, watchdog.end());
      assertTrue(call.cancelled.get());
      assertEquals(1, client.hungUp);
    }
  }

  @Test
  void itLooksFiveTimesASecond() {
    assertEquals(Duration.ofMillis(200), USUAL.beat());
  }

  @Test
  void aCompleteAnswerSettlesItsOwnTryAndNotTheNext() {
    try (var ticker = byHand(); var watchdog = new RequestWatchdog(ticker, watched(() -> {}))) {
      var first = new Call();
      watchdog.guards(first);
      watchdog.complete();
      pass(ticker, Duration.ofSeconds(3));
      assertFalse(watchdog.settled(), "the provider has its time for late usage");
      pass(ticker, SOON);
      assertTrue(first.cancelled.get());
      assertTrue(watchdog.settled());
      var second = new Call();
      watchdog.guards(second);
      pass(ticker, Duration.ofHours(1));
      assertFalse(second.cancelled.get());
      assertFalse(watchdog.settled());
      assertTrue(watchdog.pause(Duration.ZERO), "the request is still running");
    }
  }

  @Test
  void aPingComesOncePerSilence() throws Exception {
    var pings = new Semaphore(0);
    try (var ticker = byHand(); var watchdog = new RequestWatchdog(ticker, watched(() -> {}))) {
      watchdog.onSilence(pings::release);
      pass(ticker, PING);
      assertFalse(pings.tryAcquire(), "just as long is not too long");
      pass(ticker, SOON);
      pings.acquire();
      for (int beat = 0; beat < 50; beat++) { // all but the next ping's time
        pass(ticker, PING.dividedBy(50));
      }
      watchdog.sent();
      pass(ticker, PING);
      pass(ticker, SOON);
      pings.acquire(); // the next silence has its own; were there others, one would be left over
      assertEquals(0, pings.availablePermits());
    }
  }

  @Test
  void aClientIsWatchedOnceAfterALittleSilence() {
    var watches = new AtomicInteger();
    try (var ticker = byHand(); var _ = new RequestWatchdog(ticker, watched(watches::incrementAndGet))) {
      pass(ticker, WATCH);
      assertEquals(0, watches.get());
      pass(ticker, SOON);
      pass(ticker, WATCH.plus(SOON));
      assertEquals(1, watches.get());
    }
  }

  @Test
  void aPauseEndsWithItsRequest() {
    try (var ticker = byHand(); var watchdog = new RequestWatchdog(ticker, watched(() -> {}))) {
      watchdog.left();
      assertFalse(watchdog.pause(Duration.ofDays(1)), "nothing more is begun for a client that left");
      var late = new Call();
      watchdog.guards(late);
      assertTrue(late.cancelled.get());
      watchdog.shutDown();
      assertEquals(RequestWatchdog.End.LEFT, watchdog.end(), "it left first");
    }
  }

  @Test
  void whatStillRunsAtTheEndOfTheGraceTimeIsEnded() {
    try (var ticker = byHand(); var watchdog = new RequestWatchdog(ticker, watched(() -> {}))) {
      var call = new Call();
      watchdog.guards(call);
      pass(ticker, Duration.ofHours(1));
      ticker.endAllAfter(Duration.ofSeconds(29));
      pass(ticker, Duration.ofSeconds(29).minus(SOON));
      assertEquals(RequestWatchdog.End.RUNNING, watchdog.end());
      pass(ticker, SOON);
      assertEquals(RequestWatchdog.End.SHUTDOWN, watchdog.end());
      assertTrue(call.cancelled.get());
      try (var late = new RequestWatchdog(ticker, watched(() -> {}))) {
        ticker.beat();
        assertEquals(RequestWatchdog.End.SHUTDOWN, late.end(), "a request that came on an open connection meanwhile");
      }
    }
  }

  /// One that beats by itself once a day.
  private WatchdogTicker byHand() {
    return new WatchdogTicker(new WatchdogTicker.Timeouts(Duration.ofDays(1), USUAL.watch(), USUAL.ping(), USUAL.settle(), USUAL.send()), time);
  }

  private void pass(WatchdogTicker ticker, Duration duration) {
    time.pass(duration);
    ticker.beat();
  }

  private static Client watched(Runnable start) {
    return new Listener(start);
  }

  private static final class Call implements Attempt {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Override
    public SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
      throw new IllegalStateException("nothing is sent here");
    }

    @Override
    public void whenWaiting(Runnable task) {
      throw new IllegalStateException("nothing is waited for here");
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }
  }

  /// A client that is slow to take what it is sent.
  private static final class Stuck extends RecordedClient {
    private long sendingFor;
    private int hungUp;

    @Override
    public long sendingFor(long nanoTime) {
      return sendingFor;
    }

    @Override
    public void hangUp() {
      hungUp++;
    }
  }

  /// A client that is never sent anything.
  private static final class Listener extends RecordedClient {
    private final Runnable start;

    Listener(Runnable start) {
      this.start = start;
    }

    @Override
    public void whenLeft(Runnable left) {
      start.run();
    }
  }
}
