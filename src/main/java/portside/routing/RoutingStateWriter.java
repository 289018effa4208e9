package portside.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Has the state of routing saved within a second of a change and at the end, never on the way of a request. Changes that come close together are
/// saved once. Safe for any number of threads.
public final class RoutingStateWriter implements AutoCloseable {
  private static final Duration BEFORE_SAVING = Duration.ofMillis(500);

  private final RoutingStore store;
  private final Supplier<RoutingState> state;
  private final Runnable pause;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean();

  /// @param state as it is when it is saved
  public RoutingStateWriter(RoutingStore store, Supplier<RoutingState> state) {
    this(store, state, RoutingStateWriter::sleep);
  }

  /// @param pause waits between a change and its being saved
  RoutingStateWriter(RoutingStore store, Supplier<RoutingState> state, Runnable pause) {
    this.store = store;
    this.state = state;
    this.pause = pause;
  }

  /// Says that there is something new.
  public void changed() {
    changed.set(true);
    if (waiting.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::saveLater);
    }
  }

  /// Saves what is new since the last time.
  @Override
  public void close() {
    save();
  }

  private void saveLater() {
    pause.run();
    waiting.set(false); // before saving, so that a change that comes meanwhile is saved next time
    save();
  }

  /// One at a time, so that an older state does not take the place of a newer one.
  private synchronized void save() {
    if (changed.compareAndSet(true, false) && !store.save(state.get())) {
      changed.set(true); // with the next change it is tried again
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(BEFORE_SAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
