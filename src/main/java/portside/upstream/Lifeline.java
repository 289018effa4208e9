package portside.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The hold the outside has on a running call: it can be cancelled, and it has time limits. Cutting the line closes whatever the
/// call is blocked on, so that the blocked thread comes back at once; the first cut gives the reason.
///
/// ```
///   running ──cut──► severed   what is held is closed, nothing more can be held
///      └───letGo───► over      a cut does nothing any more: the connection may already serve another call
/// ```
///
/// The thread of the call uses [#hold], [#limit], [#noLimit] and [#letGo]; [#cut] and [#check] come from anywhere.
final class Lifeline {
  /// Why a call was ended from outside; the limits are named after the wait they bound.
  enum Cut {
    CANCELLED,
    CONNECT,
    REQUEST,
    IDLE
  }

  private sealed interface State {}

  private record Running(Closeable held) implements State {}

  private record Severed(Cut by) implements State {}

  private record Over() implements State {}

  /// No deadline is set. A clock value that happens to be this one is moved by a nanosecond.
  private static final long NONE = 0;

  private final AtomicReference<State> state = new AtomicReference<>(new Running(() -> {}));
  private volatile Cut limit = Cut.CONNECT;
  private volatile long deadline = NONE;

  /// From now on a cut closes this.
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

  /// A wait begins that may last this long; zero is no limit.
  void limit(Cut kind, Duration length) {
    deadline = NONE;
    limit = kind;
    if (!length.isZero()) {
      var end = System.nanoTime() + length.toNanos();
      deadline = end == NONE ? 1 : end;
    }
  }

  /// The wait is over.
  void noLimit() {
    deadline = NONE;
  }

  /// Cuts the line if its running wait is over the limit.
  void check(long nanoTime) {
    var end = deadline;
    var kind = limit;
    // The second look makes sure that limit and deadline belong together.
    if (end != NONE && nanoTime - end >= 0 && end == deadline) {
      cut(kind);
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

  /// Who cut the line, if anybody did.
  Optional<Cut> severed() {
    return state.get() instanceof Severed(var by) ? Optional.of(by) : Optional.empty();
  }

  /// The call is over by itself.
  ///
  /// @return whether it was still whole, so that what it held is in order
  boolean letGo() {
    noLimit();
    return state.get() instanceof Running running && state.compareAndSet(running, new Over());
  }
}
