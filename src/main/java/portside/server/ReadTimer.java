package portside.server;

import io.helidon.webserver.CloseConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one connection waits for its client to send, and for how long it has done so.
///
/// ```
///              begin                    arrived
///   NOTHING ◄────────────► WAITING ◄──────────────┐
///              end            │   └───────────────┘
///                             │ over its limit, at a beat
///                             ▼
///                          EXPIRED    whatever is done next ends the connection
/// ```
///
/// Helidon has no limit for half a head or half a body, and a timed read would cost a timer for each, so [Connections] looks at these from outside.
final class ReadTimer {
  /// What is awaited.
  enum For {
    /// The first byte of the first request.
    FIRST_REQUEST,
    /// The first byte of a further request.
    NEXT_REQUEST,
    /// The rest of a head.
    HEAD,
    /// A body that is wanted.
    BODY,
    /// A body that is dropped after its answer.
    REST,
    /// The end of the connection, after an answer behind which nothing can be read.
    LEAVING
  }

  /// @param what is awaited; null for nothing
  /// @param since when, by the clock
  /// @param last when bytes came last, or when the wait began
  /// @param bytes that have come
  record Wait(@Nullable For what, long since, long last, long bytes) {}

  private static final Wait NOTHING = new Wait(null, 0, 0, 0);
  private static final Wait EXPIRED = new Wait(null, 0, 0, 0);

  private final LongSupplier nanoTime;
  private final AtomicReference<Wait> now = new AtomicReference<>(NOTHING);

  /// @param nanoTime the clock, as `System::nanoTime`
  ReadTimer(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void begin(For what) {
    var since = nanoTime.getAsLong();
    change(new Wait(what, since, since, 0));
  }

  /// Notes that more has come of what is awaited; does nothing when nothing is awaited.
  void arrived(int bytes) {
    var wait = now();
    if (wait.what() != null) {
      change(new Wait(wait.what(), wait.since(), nanoTime.getAsLong(), wait.bytes() + bytes));
    }
  }

  void end() {
    change(NOTHING);
  }

  /// What is awaited now; empty for nothing.
  Optional<For> awaited() {
    return Optional.ofNullable(now().what());
  }

  /// What was awaited in vain when a limit is over; asked at each beat. It is said once: from then on the connection is of no use.
  ///
  /// @return what was awaited in vain
  Optional<For> expired(long time, ConnectionLimits limits, boolean crowded) {
    var wait = now();
    var what = wait.what();
    return what != null && limits.over(what, wait, time, crowded) && now.compareAndSet(wait, EXPIRED) ? Optional.of(what) : Optional.empty();
  }

  private Wait now() {
    return Objects.requireNonNull(now.get());
  }

  private void change(Wait next) {
    var wait = now();
    if (wait == EXPIRED || !now.compareAndSet(wait, next)) {
      throw new CloseConnectionException("the client took too long");
    }
  }
}
