package portside.upstream;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A provider that does to its connections what a test says, byte by byte.
final class RawServer implements Closeable {
  /// What happens on one connection.
  interface Script {
    /// @param number of the connection, from 1
    void play(Client client, int number) throws Exception;
  }

  /// Gives the same answer to every request of a connection, until the other end closes it.
  static Script polite(String answer) {
    return (client, number) -> {
      while (!client.request().isEmpty()) {
        client.say(answer);
      }
    };
  }

  /// As above, and counts down when a connection is over.
  static Script polite(String answer, CountDownLatch over) {
    return (client, number) -> {
      polite(answer).play(client, number);
      over.countDown();
    };
  }

  /// Begins an answer, says no more, and counts down when the other end has closed the connection.
  static Script stalling(String beginning, CountDownLatch closed) {
    return (client, number) -> {
      client.request();
      client.say(beginning);
      client.awaitClosed();
      closed.countDown();
    };
  }

  /// The server's end of one connection.
  record Client(Socket socket, RawServer server) {
    /// Reads one whole request and returns its head; an empty string when the client closed.
    String request() throws IOException {
      var in = socket.getInputStream();
      var head = head(in);
      in.readNBytes(length(head));
      if (!head.isEmpty()) {
        server.heads.add(head);
      }
      return head;
    }

    /// Writes text with `\n` as CRLF.
    void say(String text) throws IOException {
      bytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void bytes(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /// Waits for the other end to close.
    void awaitClosed() {
      try {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // Closed hard.
      }
    }

    /// Closes with a reset instead of an orderly end.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  final List<String> heads = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket listening;

  RawServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script);
  }

  /// @param sockets plain ones, or TLS
  RawServer(ServerSocketFactory sockets, Script script) throws IOException {
    listening = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(() -> accept(script));
  }

  int port() {
    return listening.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept(Script script) {
    while (true) {
      try {
        var socket = listening.accept();
        var number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> play(script, socket, number));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Script script, Socket socket, int number) {
    try (socket) {
      script.play(new Client(socket, this), number);
    } catch (Exception e) {
      // The test sees what its own end of the connection says.
    }
  }

  private static String head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next; !bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && (next = in.read()) >= 0; ) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) {
    var lengths = head.lines().filter(line -> line.toLowerCase().startsWith("content-length:"));
    return lengths.mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
  }
}
