package portside.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;
import portside.fake.FakeServer;

/// A provider that does to its connections what a test says, byte by byte.
final class RawServer implements Closeable {
  /// What happens on one connection.
  interface Script extends FakeServer.Script {}

  /// Gives the same answer to every request of a connection, until the other end closes it.
  static Script polite(String answer) {
    return (client, _) -> {
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
    return (client, _) -> {
      client.request();
      client.say(beginning);
      client.awaitClosed();
      closed.countDown();
    };
  }

  /// Line and headers of the requests that came.
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final FakeServer server;

  RawServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script);
  }

  /// @param sockets plain ones, or TLS
  RawServer(ServerSocketFactory sockets, Script script) throws IOException {
    server = new FakeServer(sockets, 0, request -> heads.add(request.written()), script);
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int connections() {
    return server.connections();
  }

  @Override
  public void close() throws IOException {
    server.refuse();
  }
}
