package portside.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/// A server on a real socket of this machine that does to each connection what a script says, faults included. The package uses the JDK alone,
/// so that the tests and the end-to-end runs (`scripts/e2e`) share it.
public final class FakeServer implements AutoCloseable {
  private static final Duration GONE = Duration.ofSeconds(5);
  private static final int BACKLOG = 100;

  /// What happens on one connection, which is closed behind it.
  @FunctionalInterface
  public interface Script {
    /// @param number of the connection, from 1
    void play(Line line, int number) throws Exception;
  }

  private final Thread accepting;
  private final ServerSocket listening;
  private final Script script;
  private final Consumer<Request> seen;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Throwable failure;

  /// Listens from now on.
  ///
  /// @param sockets plain ones, or TLS
  /// @param port 0 for any free one
  /// @param seen gets each request that was read
  public FakeServer(ServerSocketFactory sockets, int port, Consumer<Request> seen, Script script) throws IOException {
    this.script = script;
    this.seen = seen;
    this.listening = sockets.createServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
    this.accepting = Thread.ofVirtual().start(this::accept);
  }

  /// The port.
  public int port() {
    return listening.getLocalPort();
  }

  /// How many connections have come.
  public int connections() {
    return connections.get();
  }

  /// How many connections are open now.
  public int openConnections() {
    return open.size();
  }

  /// What ended a script last, the other side's leaving included.
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /// Refuses connections from now on; those that are open go on.
  public void refuse() throws IOException {
    listening.close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    try {
      var _ = accepting.join(GONE); // until then connections are still taken
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (var socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (true) {
      try {
        var socket = listening.accept();
        var number = connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.play(new Line(socket, seen), number);
    } catch (Exception | AssertionError e) {
      failure = e;
    } finally {
      open.remove(socket);
    }
  }
}
