package portside;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock like `System::nanoTime` that stands still until a test moves it.
public final class FakeTicker implements LongSupplier {
  private final AtomicLong now = new AtomicLong(1);

  /// Lets time pass.
  public void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return now.get();
  }
}
