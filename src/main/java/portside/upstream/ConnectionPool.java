package portside.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The open connections that are not used now; the newest is lent first, because it is the least likely to have been closed at the other end.
///
/// An idle connection is not watched. One that the provider closed meanwhile is found out by the call that uses it, which then takes a fresh one.
final class ConnectionPool {
  private static final int MOST = 32;
  private static final long LONGEST = Duration.ofSeconds(30).toNanos();

  private record Idle(UpstreamConnection connection, long since) {}

  private final LongSupplier nanoTime;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param nanoTime as [System#nanoTime()]
  ConnectionPool(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Lends the newest connection.
  synchronized Optional<UpstreamConnection> take() {
    return Optional.ofNullable(idle.pollFirst()).map(Idle::connection);
  }

  /// Takes a connection back whose last answer was read to its end.
  void give(UpstreamConnection connection) {
    closeAll(keep(connection));
  }

  /// Closes all idle connections; one that is in use is closed when it comes back.
  void close() {
    synchronized (this) {
      closed = true;
    }
    clear();
  }

  /// Closes all connections that are idle now.
  void clear() {
    closeAll(takeOlder(Long.MAX_VALUE, true));
  }

  /// Closes the connections that have been idle too long.
  void dropOld(long nanoTime) {
    closeAll(takeOlder(nanoTime, false));
  }

  synchronized boolean isEmpty() {
    return idle.isEmpty();
  }

  /// Takes the connections beyond the limit out of the pool and returns them.
  private synchronized List<UpstreamConnection> keep(UpstreamConnection connection) {
    if (closed) {
      return List.of(connection);
    }
    idle.addFirst(new Idle(connection, nanoTime.getAsLong()));
    return idle.size() > MOST ? List.of(idle.pollLast().connection()) : List.of();
  }

  private synchronized List<UpstreamConnection> takeOlder(long nanoTime, boolean all) {
    var taken = new ArrayList<UpstreamConnection>();
    while (!idle.isEmpty() && (all || nanoTime - idle.peekLast().since() > LONGEST)) {
      taken.add(idle.pollLast().connection());
    }
    return taken;
  }

  private static void closeAll(Collection<UpstreamConnection> connections) {
    connections.forEach(UpstreamConnection::close);
  }
}
