package bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/// A provider that costs next to nothing: one thread, one selector, answers made by template. Run as `FakeProvider PORT`.
///
/// Paced events leave on ticks of one millisecond, the selector's own grain.
final class FakeProvider {
  private static final int BACKLOG = 8192;

  private final Selector selector;
  private final ServerSocketChannel door;
  private final PriorityQueue<ProviderConnection> waiting = new PriorityQueue<>(Comparator.comparingLong(ProviderConnection::due));
  private final ByteBuffer shared = ByteBuffer.allocateDirect(1 << 20);

  private FakeProvider(int port) throws IOException {
    selector = Selector.open();
    door = ServerSocketChannel.open();
    door.configureBlocking(false);
    door.bind(new InetSocketAddress("127.0.0.1", port), BACKLOG);
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  /// Serves until the process is ended.
  public static void main(String[] args) throws IOException {
    var provider = new FakeProvider(Integer.parseInt(args[0]));
    while (true) {
      provider.turn();
    }
  }

  private void turn() throws IOException {
    var now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().due() - now <= 0) {
      advance(waiting.poll());
    }
    var millis = waiting.isEmpty() ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(waiting.peek().due() - now));
    selector.select(this::serve, millis);
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof ProviderConnection connection) {
      if (key.isReadable()) {
        connection.read(shared);
      }
      if (connection.answering() && !connection.asleep()) {
        advance(connection);
      }
    } else {
      accept();
    }
  }

  private void advance(ProviderConnection connection) {
    connection.write(shared);
    if (connection.asleep()) {
      waiting.add(connection);
    }
  }

  private void accept() {
    try {
      for (var channel = door.accept(); channel != null; channel = door.accept()) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new ProviderConnection(channel, key));
      }
    } catch (IOException e) {
      System.err.println("fake provider: cannot accept: " + e.getMessage());
    }
  }
}
