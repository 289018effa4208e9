package portside.server;

import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bytes that come in on one connection. One thread at a time reads the socket; a thread that wants bytes meanwhile gets what
/// that one reads.
///
/// ```
///             take()                        nothing to read it for
///   UNREAD ──────────► the connection's thread reads ──────────────► UNREAD
///      │   watch()
///      └─────────────► a watching thread reads on, until bytes come and no answer is being made
/// ```
///
/// Helidon (`io.helidon.webserver.http1.Http1Connection`) does not read a connection while a handler runs, so a client that leaves while the
/// provider thinks would go unseen. The end of the stream is what the watch waits for. Bytes that come before it are the next request, or the
/// line break that old clients send behind a body (RFC 9112, 2.2); they are kept for the connection's thread, and the watch goes on.
final class ConnectionInput {
  /// The most bytes that may come ahead of their turn. A client that sends more is not read on, so its leaving shows only when it is written to.
  static final int MOST_AHEAD = 1024 * 1024;

  private final Supplier<byte[]> socket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Queue<byte[]> ahead = new ArrayDeque<>(1);
  private int bytesAhead;
  private boolean beingRead;
  private boolean ended;
  private @Nullable Runnable left;

  /// @param socket gives the next bytes, null at the end of the stream; throws when the connection is broken
  ConnectionInput(Supplier<byte[]> socket) {
    this.socket = socket;
  }

  /// Waits for the next bytes; null once the client sends no more.
  ///
  /// @throws CloseConnectionException when the thread is interrupted, which is how Helidon ends an idle connection
  byte @Nullable [] take() {
    lock.lock();
    try {
      while (ahead.isEmpty() && !ended && beingRead) {
        arrived.await();
      }
      if (!ahead.isEmpty()) {
        var next = ahead.remove();
        bytesAhead -= next.length;
        return next;
      }
      if (ended) {
        return null;
      }
      beingRead = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server is stopping", e);
    } finally {
      lock.unlock();
    }
    var next = read();
    lock.lock();
    try {
      beingRead = false;
      ended = next == null;
    } finally {
      lock.unlock();
    }
    return next;
  }

  /// From now on, until [#answered()], calls `whenLeft` from another thread when the client closes its connection. Later calls do nothing.
  void watch(Runnable whenLeft) {
    lock.lock();
    try {
      if (left != null) {
        return;
      }
      left = whenLeft;
      if (beingRead) {
        return; // by the watch of an earlier request, which goes on
      }
      beingRead = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("leave-watch").start(this::readAhead);
  }

  /// Ends the watch: the answer is made, so its client may leave.
  void answered() {
    lock.lock();
    try {
      left = null;
    } finally {
      lock.unlock();
    }
  }

  private void readAhead() {
    boolean more;
    do {
      more = arrived(read());
    } while (more);
  }

  /// @return whether to read on
  private boolean arrived(byte @Nullable [] next) {
    Runnable tell;
    lock.lock();
    try {
      if (next != null) {
        ahead.add(next);
        bytesAhead += next.length;
      } else {
        ended = true;
      }
      beingRead = next != null && left != null && bytesAhead < MOST_AHEAD;
      tell = next == null ? left : null;
      arrived.signalAll();
      if (beingRead) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    if (tell != null) {
      tell.run();
    }
    return false;
  }

  private byte @Nullable [] read() {
    try {
      return socket.get();
    } catch (RuntimeException broken) { // reset, or closed from our side
      return null;
    }
  }
}
