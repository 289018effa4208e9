package portside.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// One connection as Helidon serves it, with [RequestReader] between the socket and Helidon's HTTP.
final class FramedConnection implements ServerConnection, InterruptableTask<Void> {
  /// The connection on which the present handler runs.
  static final ScopedValue<FramedConnection> CURRENT = ScopedValue.newInstance();

  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Fault TOO_SLOW =
      Fault.of(FaultKind.INVALID_REQUEST, "the request did not come whole in time: the connection was silent, or too slow");

  private final Connections all;
  private final HelidonSocket socket;
  private final DataWriter writer;
  private final ConnectionContext context;
  private final ConnectionInput bytes;
  private final ReadTimer wait;
  private final RequestReader reader;
  private final ServerConnection http;
  private volatile @Nullable HelidonClient client;

  /// @param http makes Helidon's HTTP connection on what it is shown of this one
  FramedConnection(ConnectionContext context, ServerConnectionSelector http, Connections all, LongSupplier nanoTime, long bodyLimit) {
    this.all = all;
    this.socket = context.serverSocket();
    this.writer = context.dataWriter();
    this.context = context;
    this.bytes = new ConnectionInput(socket);
    this.wait = new ReadTimer(nanoTime);
    this.reader = new RequestReader(bytes, wait, () -> write(CONTINUE, 0, CONTINUE.length), bodyLimit);
    this.http = http.connection(new Shown(context, DataReader.create(this::nextHead)));
  }

  private byte @Nullable [] nextHead() {
    client = null; // its answer is sent
    return reader.get();
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    all.add(this);
    try {
      ScopedValue.where(CURRENT, this).<Void, InterruptedException>call(() -> {
        http.handle(limit);
        return null;
      });
      reader.linger();
    } catch (CloseConnectionException end) {
      reader.linger();
      throw end;
    } finally {
      all.remove(this);
    }
  }

  RequestReader reader() {
    return reader;
  }

  Optional<ReadTimer.For> awaited() {
    return wait.awaited();
  }

  ConnectionInput bytes() {
    return bytes;
  }

  /// Whether the client is on this machine: its address is of the loopback, or the one it came to.
  boolean local() {
    return context.remotePeer().address() instanceof InetSocketAddress from && context.localPeer().address() instanceof InetSocketAddress to
        && (from.getAddress().isLoopbackAddress() || from.getAddress().equals(to.getAddress()));
  }

  /// Notes the request whose answer is being made or sent.
  void serves(HelidonClient next) {
    client = next;
  }

  /// Writes to the socket beside Helidon, to a client that HTTP/1.0 or a wait keeps Helidon from answering.
  ///
  /// @throws ServerConnectionException when the client has left
  void write(byte[] written, int offset, int length) {
    try {
      writer.writeNow(BufferData.create(written, offset, length));
    } catch (SocketWriterException | UncheckedIOException e) {
      throw new ServerConnectionException("the client has left", e);
    }
  }

  /// Closes the connection from any thread; a read or write that is going on ends at once.
  void hangUp() {
    try {
      socket.close();
    } catch (UncheckedIOException e) {
      // It was closed already.
    }
  }

  /// Checks the limits of this connection, at each beat of [Connections].
  void beat(long now, ConnectionLimits limits, boolean crowded) {
    wait.expired(now, limits, crowded).ifPresent(this::givenUp);
    var current = client;
    if (current != null && current.sendingFor(now) > limits.send().toNanos()) {
      hangUp();
    }
  }

  private void givenUp(ReadTimer.For what) {
    switch (what) {
      case HEAD, BODY -> Thread.startVirtualThread(() -> {
        try {
          var answer = ConnectionCloseAnswer.of(408, TOO_SLOW);
          write(answer, 0, answer.length);
        } finally {
          hangUp();
        }
      });
      case FIRST_REQUEST, NEXT_REQUEST, REST, LEAVING -> hangUp();
    }
  }

  @Override
  public boolean canInterrupt() {
    return http instanceof InterruptableTask<?> task && task.canInterrupt();
  }

  @Override
  public Duration idleTime() {
    return http.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    http.close(interrupt);
  }

  /// What Helidon's HTTP sees of the connection: everything, but for the bytes.
  private record Shown(ConnectionContext whole, DataReader dataReader) implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return whole.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return whole.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return whole.dataWriter();
    }

    @Override
    public Router router() {
      return whole.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return whole.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return whole.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return whole.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return whole.localPeer();
    }

    @Override
    public boolean isSecure() {
      return whole.isSecure();
    }

    @Override
    public String socketId() {
      return whole.socketId();
    }

    @Override
    public String childSocketId() {
      return whole.childSocketId();
    }
  }
}
