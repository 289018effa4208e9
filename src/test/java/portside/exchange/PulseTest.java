package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import portside.upstream.Attempt;
import portside.upstream.Outcome;

/// What watches over running requests: one of them never harms another, nor one try the next.
class PulseTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final long HOUR = Duration.ofHours(1).toNanos();

  @Test
  void oneRequestThatCannotBeWatchedLeavesTheOthersTheirWatch() throws Exception {
    var bad = new CountDownLatch(1);
    var good = new CountDownLatch(1);
    try (var pulse = new Pulse(new Pulse.Patience(SOON, SOON, SOON, SOON, SOON));
        var _ = new Vigil(pulse, watched(() -> {
          bad.countDown();
          throw new AssertionError("thrown by the test");
        }))) {
      assertTrue(bad.await(10, TimeUnit.SECONDS));
      try (var _ = new Vigil(pulse, watched(good::countDown))) {
        assertTrue(good.await(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aCompleteAnswerSettlesItsOwnTryAndNotTheNext() {
    try (var pulse = new Pulse(Pulse.Patience.USUAL);
        var vigil = new Vigil(pulse, watched(() -> {}))) {
      var first = new Call();
      vigil.guards(first);
      vigil.complete();
      vigil.beat(System.nanoTime() + HOUR);
      assertTrue(first.cancelled.get());
      assertTrue(vigil.settled());
      var second = new Call();
      vigil.guards(second);
      vigil.beat(System.nanoTime() + HOUR);
      assertFalse(second.cancelled.get());
      assertFalse(vigil.settled());
      assertTrue(vigil.pause(Duration.ZERO), "the request is still running");
    }
  }

  private static Client watched(Runnable start) {
    return new Listener(start);
  }

  private static final class Call implements Attempt {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Override
    public Outcome send(String path, Map<String, String> headers, byte[] body, boolean stream) {
      throw new IllegalStateException("nothing is sent here");
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }
  }

  /// A client that is never sent anything.
  private record Listener(Runnable start) implements Client {
    @Override
    public String requestId() {
      return "req_test";
    }

    @Override
    public String header(String name) {
      return null;
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }

    @Override
    public void answer(int status, Map<String, String> headers, byte[] body) {}

    @Override
    public void open(String contentType) {}

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public void whenLeft(Runnable left) {
      start.run();
    }

    @Override
    public long sendingFor(long nanoTime) {
      return 0;
    }

    @Override
    public void hangUp() {}
  }
}
