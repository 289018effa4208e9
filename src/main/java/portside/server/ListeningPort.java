package portside.server;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The port, which is kept open.
///
/// ```
///   CLOSED ── start ──► OPEN ──────── stop ───────► STOPPED
///                        ▲ │ the listener dies
///             next beat  │ ▼
///                        DEAD
/// ```
///
/// Helidon's listener (`io.helidon.webserver.ServerListener.listen` 4.5.0) ends for good at whatever `accept` throws, and one moment without free
/// files or memory is enough. It closes its port then and cannot be started again, nor asked whether it lives. So each beat tries to bind the port,
/// which the system refuses while a socket listens there. When it does not, a new server opens the port; answers that run on connections of the
/// old one go on.
final class ListeningPort {
  private static final Logger LOG = System.getLogger(ListeningPort.class.getName());

  private final String host;
  private final IntFunction<WebServer> builder;
  private int port;
  private @Nullable WebServer server;
  private boolean stopped;

  /// @param port 0 for any free one
  /// @param builder makes a server for a port
  ListeningPort(String host, int port, IntFunction<WebServer> builder) {
    this.host = host;
    this.port = port;
    this.builder = builder;
  }

  /// Opens the port.
  ///
  /// @return the port bound
  /// @throws UncheckedIOException when it cannot be bound
  synchronized int start() {
    try {
      tryToBind(); // Helidon logs a failure to bind with its stack, and throws nothing
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var opened = open();
    if (!opened.isRunning()) {
      throw new UncheckedIOException(new IOException("the port cannot be opened"));
    }
    port = opened.port();
    return port;
  }

  /// Opens the port again when nothing listens there; called at each beat.
  synchronized void beat() {
    if (stopped) {
      return;
    }
    try {
      tryToBind();
    } catch (IOException held) { // by our own listener, or there is no file to spare just now
      return;
    }
    LOG.log(Level.WARNING, open().isRunning()
        ? "the port had been closed by a failure to take a connection, and is open again"
        : "the port was closed by a failure to take a connection, and cannot be opened again yet");
  }

  /// Takes no new connections from now on. Does not wait for the open ones.
  synchronized void stop() {
    stopped = true;
    if (server != null) {
      var stopping = server;
      Thread.ofVirtual().name("stop-listening").start(stopping::stop);
    }
  }

  private WebServer open() {
    var opened = builder.apply(port);
    server = opened;
    return opened.start();
  }

  private void tryToBind() throws IOException {
    try (var probe = SocketChannel.open()) { // one that does not listen, so that no client connects to it by mistake
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    }
  }
}
