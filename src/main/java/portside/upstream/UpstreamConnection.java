package portside.upstream;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.common.socket.TlsSocket;
import io.helidon.webclient.api.ClientConnection;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One open connection to a provider, lent to the WebClient for one exchange at a time.
///
/// The WebClient writes the request and reads the head of the answer through it; the body is read from it piece by piece, a piece being what
/// one read of the socket brought. Its end is decided by the call that holds it, never by the WebClient.
final class UpstreamConnection implements ClientConnection, Closeable {
  private static final byte[] NOTHING = {};

  private final Socket socket;
  private final HelidonSocket stream;
  private final DataReader reader = DataReader.create(this::pieceForHead);
  private final DataWriter writer = new Writer();

  private byte[] piece = NOTHING;
  private int at;
  private boolean answering;
  private Runnable waits = () -> {};
  private boolean sent = true;

  private UpstreamConnection(Socket socket, HelidonSocket stream) {
    this.socket = socket;
    this.stream = stream;
  }

  static UpstreamConnection plain(Socket socket) {
    return new UpstreamConnection(socket, PlainSocket.client(socket, "provider"));
  }

  /// @param socket the TCP connection below, which is what gets closed: closing the TLS layer could wait for a blocked writer
  static UpstreamConnection secure(Socket socket, SSLSocket tls) {
    return new UpstreamConnection(socket, TlsSocket.client(tls, "provider"));
  }

  /// Begins a new exchange.
  ///
  /// @param waits is told before anything of the answer is waited for
  void begin(Runnable waits) {
    answering = false;
    this.waits = waits;
  }

  /// Whether anything of the answer has arrived.
  boolean answering() {
    return answering;
  }

  /// Whether all that was written went out. A provider may answer and hang up before it has read the whole request; so a failed
  /// write is only noted, and reading tells whether there is an answer.
  boolean sent() {
    return sent;
  }

  /// Notes that the head has been read: what came with it is the beginning of the body.
  void headIsRead() {
    var rest = reader.available();
    reader.skip(rest);
    at = piece.length - rest;
  }

  /// Whether bytes are here that were not taken yet.
  boolean hasNext() {
    return at < piece.length;
  }

  /// The next byte; only when there is one.
  byte next() {
    return piece[at++];
  }

  /// The next byte without taking it; only when there is one.
  byte peek() {
    return piece[at];
  }

  /// Copies what is here.
  ///
  /// @return how many bytes that were
  int take(byte[] target, int offset, int most) {
    var count = Math.min(most, piece.length - at);
    System.arraycopy(piece, at, target, offset, count);
    at += count;
    return count;
  }

  /// Waits for the next piece; only when the last is used up.
  ///
  /// @return false at the end of the connection
  boolean pull() throws IOException {
    if (!answering) {
      waits.run();
    }
    try {
      var next = stream.get();
      piece = next == null ? NOTHING : next;
      at = 0;
      answering |= next != null;
      return next != null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Closes the connection from any thread; a blocked read or write comes back with an error at once.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to close.
    }
  }

  @Override
  public DataReader reader() {
    return reader;
  }

  @Override
  public DataWriter writer() {
    return writer;
  }

  @Override
  public HelidonSocket helidonSocket() {
    return stream;
  }

  @Override
  public String channelId() {
    return "provider";
  }

  /// Does nothing: [DeadlineTicker] has the limits.
  @Override
  public void readTimeout(Duration readTimeout) {}

  /// Does nothing: the call that holds the connection decides.
  @Override
  public void releaseResource() {}

  /// Does nothing: the call that holds the connection decides.
  @Override
  public void closeResource() {}

  private byte @Nullable [] pieceForHead() {
    try {
      return pull() ? piece : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Writer implements DataWriter {
    @Override
    public void write(BufferData buffer) {
      try {
        if (sent) {
          stream.write(buffer);
        }
      } catch (UncheckedIOException e) {
        sent = false;
      }
    }

    @Override
    public void write(BufferData... buffers) {
      for (var buffer : buffers) {
        write(buffer);
      }
    }

    @Override
    public void writeNow(BufferData buffer) {
      write(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
      write(buffers);
    }
  }
}
