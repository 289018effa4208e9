package portside.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// A clock that only the test moves. It begins near the end of its numbers, where differences still hold and comparisons do not.
final class HandClock implements LongSupplier {
  private static final Duration STEP = Duration.ofMillis(100);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

  private final AtomicLong asked = new AtomicLong();

  @Override
  public long getAsLong() {
    asked.incrementAndGet();
    return now.get();
  }

  /// Does something that ends a wait of another thread, and comes back when that thread waits again: it asks for the time at both.
  void untilItWaitsAgain(Runnable action) {
    var before = asked.get();
    action.run();
    spinUntil(() -> asked.get() >= before + 2);
  }

  /// Waits for another thread, ten seconds at most.
  static void spinUntil(BooleanSupplier reached) {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not reached within ten seconds");
      }
      Thread.onSpinWait();
    }
  }

  /// All at once, as for a process that was stopped.
  void jump(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /// Tick by tick, as time goes by for a process that runs.
  void pass(Duration time, DeadlineTicker ticker) {
    for (var left = time; left.isPositive(); left = left.minus(STEP)) {
      jump(left.compareTo(STEP) < 0 ? left : STEP);
      ticker.tick();
    }
  }
}
