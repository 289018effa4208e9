package portside.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// The hold the outside has on a running call: it can be cancelled, and it has time limits. Cutting the line closes whatever the
/// call is blocked on, so that the blocked thread comes back at once; the first cut gives the reason.
///
/// ```
///   running ──cut──► severed   what is held is closed, nothing more can be held
///      └───letGo───► over      a cut does nothing any more: the connection may already serve another call
/// ```
///
/// The thread of the call uses [#hold], [#limit], [#noLimit] and [#letGo]; [#cut], [#check] and [#postpone] come from anywhere.
final class Lifeline {
  /// Why a call was ended from outside; the limits are named after the wait they bound.
  enum Cut {
    CANCELLED,
    CONNECT,
    REQUEST,
    IDLE,
    FILLING
  }

  private sealed interface State {}

  private record Running(Closeable held) implements State {}

  private record Severed(Cut by) implements State {}

  private record Over() implements State {}

  /// A wait that is going on and has a limit.
  ///
  /// @param length of the limit, in nanoseconds
  /// @param end when it is reached
  private record Wait(Cut kind, long length, long end) {}

  private final LongSupplier nanoTime;
  private final AtomicReference<State> state = new AtomicReference<>(new Running(() -> {}));

  /// Null when nothing with a limit is waited for.
  private final AtomicReference<Wait> wait = new AtomicReference<>();

  /// @param nanoTime as [System#nanoTime()]
  Lifeline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// From now on a cut closes the blocker.
  ///
  /// @throws IOException when the line was cut already; `blocker` is closed then
  void hold(Closeable blocker) throws IOException {
    var now = state.get();
    if (now instanceof Running && state.compareAndSet(now, new Running(blocker))) {
      return;
    }
    blocker.close();
    throw new IOException("the call is over");
  }

  /// Begins a wait that may last this long; zero is no limit.
  void limit(Cut kind, Duration length) {
    wait.set(length.isZero() ? null : new Wait(kind, length.toNanos(), nanoTime.getAsLong() + length.toNanos()));
  }

  /// Ends the wait.
  ///
  /// @return for how many nanoseconds it went on, without the time in which the whole process stood still; 0 when it had no limit
  long noLimit() {
    var over = wait.getAndSet(null);
    return over == null ? 0 : nanoTime.getAsLong() - (over.end() - over.length());
  }

  /// Leaves out a time in which the whole process stood still. A wait that began after it is never made longer than its limit.
  void postpone(long nanos, long nanoTime) {
    var running = wait.get();
    if (running != null) {
      var rest = Math.min(running.length(), running.end() + nanos - nanoTime);
      wait.compareAndSet(running, new Wait(running.kind(), running.length(), nanoTime + rest));
    }
  }

  /// Cuts the line if its running wait is over the limit.
  void check(long nanoTime) {
    var running = wait.get();
    if (running != null && nanoTime - running.end() >= 0 && wait.compareAndSet(running, null)) {
      cut(running.kind());
    }
  }

  /// Ends the call; harmless when it is over.
  void cut(Cut reason) {
    while (state.get() instanceof Running running) {
      if (state.compareAndSet(running, new Severed(reason))) {
        try {
          running.held().close();
        } catch (IOException e) {
          // Closing was all there was to do.
        }
        return;
      }
    }
  }

  /// Why the line was cut, if it was.
  Optional<Cut> severed() {
    return state.get() instanceof Severed(var by) ? Optional.of(by) : Optional.empty();
  }

  /// Ends the lifeline of a call that is over by itself.
  ///
  /// @return whether it was still whole, so that what it held is in order
  boolean letGo() {
    return state.get() instanceof Running running && state.compareAndSet(running, new Over());
  }
}
