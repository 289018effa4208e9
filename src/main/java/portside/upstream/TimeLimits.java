package portside.upstream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Enforces the time limits of all running calls with one thread, and drops connections that idled too long.
///
/// Sockets are read without a timeout: a timed wait per read cost a quarter of the CPU of a stream. The thread is a platform thread,
/// so that limits hold even when every carrier of virtual threads is busy. It sleeps while nothing runs and nothing idles.
final class TimeLimits implements Runnable {
  private static final Logger LOG = System.getLogger(TimeLimits.class.getName());
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration REST = Duration.ofSeconds(5);

  private final Set<Lifeline> running = ConcurrentHashMap.newKeySet();
  private final ConnectionPool pool;
  private final Thread thread;
  private volatile boolean resting;
  private volatile boolean closed;

  /// @param name of the provider, for the thread
  TimeLimits(String name, ConnectionPool pool) {
    this.pool = pool;
    this.thread = Thread.ofPlatform().daemon().name("time-limits-" + name).unstarted(this);
  }

  void start() {
    thread.start();
  }

  void watch(Lifeline call) {
    running.add(call);
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  void forget(Lifeline call) {
    running.remove(call);
  }

  /// Ends the thread after the last running call.
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed || !running.isEmpty()) {
      await();
      var now = System.nanoTime();
      running.forEach(call -> guarded(() -> call.check(now)));
      guarded(() -> pool.dropOld(now));
    }
  }

  /// What goes wrong with one call must not leave the others without limits.
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error wrong) {
      LOG.log(Level.ERROR, "a time limit could not be kept", wrong);
    }
  }

  private void await() {
    if (!running.isEmpty()) {
      LockSupport.parkNanos(this, TICK.toNanos());
      return;
    }
    // Said before the second look: whoever adds a call after that look sees it and wakes us.
    resting = true;
    if (running.isEmpty() && !closed) {
      LockSupport.parkNanos(this, pool.isEmpty() ? Long.MAX_VALUE : REST.toNanos());
    }
    resting = false;
  }
}
