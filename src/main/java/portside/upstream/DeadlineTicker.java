package portside.upstream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Enforces the time limits of all running calls of a process, whomever they go to, with one thread, and drops connections that idled too long.
///
/// Sockets are read without a timeout: a timed wait per read cost a quarter of the CPU of a stream. The thread is a platform thread,
/// so that limits hold even when every carrier of virtual threads is busy. It sleeps while nothing runs and nothing idles.
///
/// A process can be stopped as a whole (`docker pause`, `SIGSTOP`) while answers arrive in its sockets. No thread of ours runs then, this one
/// neither, which shows as a gap between two of its ticks; such a gap counts for no limit.
public final class DeadlineTicker implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DeadlineTicker.class.getName());
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration REST = Duration.ofSeconds(5);

  /// A tick that comes later than this was not merely late: the process stood still.
  private static final long GAP = Duration.ofMillis(500).toNanos();

  private final Set<Lifeline> running = ConcurrentHashMap.newKeySet();
  private final Set<ConnectionPool> pools = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoTime;
  private final Thread thread;
  private long lastTick;
  private volatile boolean closed;

  /// Limits are kept only by the caller's [#tick()] until [#start()].
  ///
  /// @param nanoTime as [System#nanoTime()]
  DeadlineTicker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastTick = nanoTime.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name("time-limits").unstarted(this::run);
  }

  /// A ticker that goes by the clock of the system, and runs.
  public static DeadlineTicker started() {
    var ticker = new DeadlineTicker(System::nanoTime);
    ticker.start();
    return ticker;
  }

  Thread start() {
    thread.start();
    return thread;
  }

  /// The clock of the limits, as [System#nanoTime()].
  LongSupplier nanoTime() {
    return nanoTime;
  }

  /// From now on drops connections that idle too long in this pool.
  void watch(ConnectionPool pool) {
    pools.add(pool);
  }

  void forget(ConnectionPool pool) {
    pools.remove(pool);
  }

  void watch(Lifeline call) {
    running.add(call);
    LockSupport.unpark(thread); // or its next sleep, if it has just found nothing to do
  }

  void forget(Lifeline call) {
    running.remove(call);
  }

  /// Ends the thread after the last running call.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed || !running.isEmpty()) {
      LockSupport.parkNanos(this, pause());
      tick();
    }
  }

  /// Nanoseconds until the next look; for ever when there is nothing to look at.
  long pause() {
    if (!running.isEmpty()) {
      return TICK.toNanos();
    }
    return pools.stream().allMatch(ConnectionPool::isEmpty) ? Long.MAX_VALUE : REST.toNanos();
  }

  /// Looks once at every limit.
  synchronized void tick() {
    var now = nanoTime.getAsLong();
    var gap = now - lastTick;
    lastTick = now;
    running.forEach(call -> guarded(() -> {
      if (gap > GAP) {
        call.postpone(gap, now);
      }
      call.check(now);
    }));
    pools.forEach(pool -> guarded(() -> pool.dropOld(now)));
  }

  /// Logs what goes wrong with one call, so that the others keep their limits.
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error wrong) {
      LOG.log(Level.ERROR, "a time limit could not be kept", wrong);
    }
  }
}
