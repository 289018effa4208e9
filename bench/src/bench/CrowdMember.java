package bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// One client of a crowd.
///
/// ```
///   connecting ──► sending ──► reading ──► ended
///       ▲             ▲           │ again   (or failed, from anywhere)
///       └─ closed ────┴───────────┘
/// ```
final class CrowdMember {
  private final Selector selector;
  private final InetSocketAddress address;
  private final ByteBuffer request;
  private final boolean again;
  private final Reply reply = new Reply();

  private SocketChannel channel;
  private SelectionKey key;
  private long eventsBefore;
  private boolean ended;
  private String failure;

  /// Connects at once; everything else happens as the selector says.
  CrowdMember(Selector selector, int port, byte[] request, boolean again) throws IOException {
    this.selector = selector;
    this.address = new InetSocketAddress("127.0.0.1", port);
    this.request = ByteBuffer.wrap(request);
    this.again = again;
    connect();
  }

  /// Does what its socket is ready for.
  void serve(ByteBuffer shared, Delays delays) {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (key.isWritable()) {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      } else {
        read(shared, delays);
      }
    } catch (IOException e) {
      fail(e.toString());
    }
  }

  /// Events of all answers so far.
  long events() {
    return eventsBefore + reply.events();
  }

  /// The answer is here, whole, or never will be.
  boolean ended() {
    return ended;
  }

  /// The answer was a stream of exactly `expected` events that ended as it should.
  boolean served(int expected) {
    return reply.finished() && events() == expected;
  }

  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  long longestGap(long now) {
    return reply.longestGap(now);
  }

  void close() {
    ended = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private void connect() throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    request.rewind();
    channel.connect(address);
  }

  private void read(ByteBuffer shared, Delays delays) throws IOException {
    shared.clear();
    var count = channel.read(shared);
    if (count < 0) {
      fail("closed in mid-answer (" + reply.status() + "): " + reply.ending());
      return;
    }
    reply.read(shared.flip(), System.nanoTime(), delays);
    if (reply.complete()) {
      finish();
    }
  }

  private void finish() throws IOException {
    if (reply.status() != 200) {
      fail(reply.status() + ": " + reply.ending());
    } else if (!again) {
      ended = true;
      key.interestOps(0);
    } else if (reply.closes()) {
      close();
      ended = false;
      prepare();
      connect();
    } else {
      prepare();
      request.rewind();
      key.interestOps(SelectionKey.OP_WRITE);
    }
  }

  private void prepare() {
    eventsBefore += reply.events();
    reply.clear();
  }

  private void fail(String why) {
    failure = why;
    close();
  }
}
