package portside.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// All open connections, and the thread that keeps their time limits.
///
/// It is a platform thread, so that limits hold even when every carrier of virtual threads is busy, and it never rests: it also sees to it that
/// the port stays open ([ListeningPort]).
final class Connections {
  private static final Logger LOG = System.getLogger(Connections.class.getName());

  /// How long a stop waits for a request whose connection it closed, so that its end can be noted.
  private static final Duration LAST_STEPS = Duration.ofSeconds(1);

  /// A beat that comes later than this many beats after the last shows that the process stood still.
  private static final int LATE = 4;

  private final Set<FramedConnection> open = ConcurrentHashMap.newKeySet();
  private final ConnectionLimits limits;
  private final int most;
  private final LongSupplier nanoTime;
  private final Executor readers;
  private volatile long lastBeat;
  private volatile boolean readersRun = true;
  private volatile boolean closed;

  /// @param most connections the system allows; from seven eighths of it on idle ones are not kept
  /// @param nanoTime the clock, as `System::nanoTime`
  /// @param readers runs a task as the threads that read connections run
  Connections(ConnectionLimits limits, int most, LongSupplier nanoTime, Executor readers) {
    this.limits = limits;
    this.most = most;
    this.nanoTime = nanoTime;
    this.readers = readers;
    this.lastBeat = nanoTime.getAsLong();
  }

  void add(FramedConnection connection) {
    open.add(connection);
  }

  void remove(FramedConnection connection) {
    open.remove(connection);
  }

  /// How many connections wait for that.
  int waiting(ReadTimer.For what) {
    return (int) open.stream().filter(connection -> connection.awaited().equals(Optional.of(what))).count();
  }

  /// Starts the thread.
  ///
  /// @param further what else happens at each beat
  void start(Runnable further) {
    Thread.ofPlatform().daemon().name("front-door").start(() -> {
      while (!closed) {
        LockSupport.parkNanos(this, limits.beat().toNanos());
        guarded(this::beat);
        guarded(further);
      }
    });
  }

  /// Looks once at every connection. None is closed while what clients have sent may wait unread: when the beat comes late, the process stood still;
  /// when a task that was given to the readers at the last beat has not run yet, the processors are busy.
  void beat() {
    var now = nanoTime.getAsLong();
    var late = now - lastBeat > LATE * limits.beat().toNanos();
    lastBeat = now;
    if (!readersRun) {
      return;
    }
    readersRun = false;
    readers.execute(() -> readersRun = true);
    if (late) {
      return;
    }
    var crowded = open.size() >= most - most / 8;
    open.forEach(connection -> guarded(() -> connection.beat(now, limits, crowded)));
  }

  /// Waits until every connection is closed, at most for that time, and closes those that are left.
  void drain(Duration grace) {
    await(grace);
    open.forEach(FramedConnection::hangUp);
    await(LAST_STEPS);
    closed = true;
  }

  private void await(Duration most) {
    var end = System.nanoTime() + most.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(this, Duration.ofMillis(5).toNanos());
    }
  }

  /// Logs what goes wrong with one connection, so that the others keep their limits.
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error wrong) {
      LOG.log(Level.ERROR, "a connection could not be watched", wrong);
    }
  }
}
