package bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One client that asks, waits and asks again, on one connection for as long as the server keeps it.
///
/// Where the server closes after each answer, the time to connect again counts: a real client pays it too.
final class Client implements AutoCloseable {
  private final int port;
  private final Reply reply = new Reply();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
  private final Delays ignored = new Delays();
  private SocketChannel channel;

  Client(int port) {
    this.port = port;
  }

  /// What one request took.
  ///
  /// @param firstByteNanos from the start of sending to the first byte of the answer
  /// @param wholeNanos to the last one
  record Taken(long firstByteNanos, long wholeNanos) {}

  /// Sends `request` and reads the whole answer; each event's delay goes to `delays`.
  ///
  /// @throws IOException also for any status but 200
  Taken ask(byte[] request, Delays delays) throws IOException {
    var start = System.nanoTime();
    var first = channel == null ? -1 : firstBytes(request);
    if (first < 0) {
      close();
      connect();
      first = firstBytes(request);
    }
    if (first < 0) {
      throw new IOException("closed without an answer");
    }
    var arrived = System.nanoTime();
    var now = arrived;
    while (true) {
      reply.read(buffer.flip(), now, delays);
      if (reply.complete()) {
        break;
      }
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("closed in mid-answer: " + reply.ending());
      }
      now = System.nanoTime();
    }
    if (reply.status() != 200) {
      throw new IOException(reply.status() + ": " + reply.ending());
    }
    if (reply.closes()) {
      close();
    }
    return new Taken(arrived - start, now - start);
  }

  Taken ask(byte[] request) throws IOException {
    return ask(request, ignored);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private void connect() throws IOException {
    channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /// Sends and reads once; -1 when a kept connection turns out to be closed.
  private int firstBytes(byte[] request) throws IOException {
    reply.clear();
    buffer.clear();
    try {
      for (var bytes = ByteBuffer.wrap(request); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      return channel.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }
}
