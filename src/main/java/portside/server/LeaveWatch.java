package portside.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Notices that a client closes its connection while its answer is being made, and still lets the connection serve the next request.
///
/// Helidon reads a connection only between two requests, so a client that leaves while the provider thinks goes unseen. Here a second thread
/// waits on the connection's own reader: the end of the stream means the client has left; bytes mean it has sent its next request early or, after
/// the answer, in time, and they stay in the reader for the connection's own thread. The two threads must not read at once, so the connection's
/// thread, its answer sent, waits in [#settle()] until the second one is back.
final class LeaveWatch {
  /// The longest a connection is kept for a next request.
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Registry registry;
  private final DataReader reader;
  private Thread watcher;
  private boolean over;
  private volatile boolean gone;

  private LeaveWatch(Registry registry, DataReader reader) {
    this.registry = registry;
    this.reader = reader;
  }

  /// Starts watching; later calls do nothing.
  synchronized void start(Runnable left) {
    if (watcher == null && !over) {
      watcher = Thread.ofVirtual().name("leave-watch").start(() -> watch(left));
    }
  }

  /// On the connection's thread, once the answer is sent: hands the reader back, or ends the connection.
  void settle() {
    Thread current;
    synchronized (this) {
      over = true; // a late start would read beside the connection's own thread
      current = watcher;
    }
    if (current == null) {
      return;
    }
    registry.settling.add(current);
    try {
      if (registry.closed) {
        current.interrupt();
      }
      if (!current.join(IDLE)) {
        current.interrupt();
        throw new CloseConnectionException("the connection was idle");
      }
    } catch (InterruptedException e) {
      current.interrupt();
      throw new CloseConnectionException("the server is stopping");
    } finally {
      registry.settling.remove(current);
    }
    if (gone || registry.closed) {
      throw new CloseConnectionException("the client closed its connection");
    }
  }

  private void watch(Runnable left) {
    try {
      reader.ensureAvailable();
    } catch (RuntimeException endOfStream) { // closed, reset, or interrupted by us
      gone = true;
      left.run();
    }
  }

  /// The watches of one server, so that its stop does not wait for idle connections.
  static final class Registry {
    private final Set<Thread> settling = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LeaveWatch watch(DataReader reader) {
      return new LeaveWatch(this, reader);
    }

    /// Idle connections end now, busy ones after their answer.
    void close() {
      closed = true;
      settling.forEach(Thread::interrupt);
    }
  }
}
