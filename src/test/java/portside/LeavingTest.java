package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.fake.Line;
import portside.wire.Json;

/// When the client leaves, the provider sees its connection closed, in every phase.
class LeavingTest {
  @Test
  void beforeTheFirstByteOfAStream() throws Exception {
    providerSeesTheEnd(true, _ -> {}, _ -> {});
  }

  @Test
  void inTheMiddleOfAStreamThatIsSilent() throws Exception {
    providerSeesTheEnd(true, line -> {
      line.stream();
      line.text("one");
    }, in -> readUntil(in, "one"));
  }

  @Test
  void inTheMiddleOfAStreamThatFlows() throws Exception {
    providerSeesTheEnd(true, line -> {
      line.stream();
      line.textUntilClosed("word ");
    }, in -> readUntil(in, "word"));
  }

  @Test
  void inAWholeRequest() throws Exception {
    providerSeesTheEnd(false, _ -> {}, _ -> {});
  }

  @Test
  void inATestOfTheConnection() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> closed.complete(line.closedByPeer()));
        var proxy = RunningProxy.before(provider.url())) {
      try (var client = new RawClient(proxy.port())) {
        client.send("GET /test-connection HTTP/1.1\r\nHost: localhost\r\n\r\n");
        provider.take();
      }
      assertTrue(closed.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void withAResetInsteadOfAClose() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> closed.complete(line.closedByPeer()));
        var proxy = RunningProxy.before(provider.url())) {
      try (var client = send(proxy, true)) {
        provider.take();
        client.setSoLinger(true, 0);
      }
      assertTrue(closed.get(10, TimeUnit.SECONDS));
    }
  }

  /// Old clients send a line break behind the body, others their next request.
  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r\n\r\n", "G", "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "POST", "long"})
  void afterMoreThanItsRequest(String more) throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> closed.complete(line.closedByPeer()));
        var proxy = RunningProxy.before(provider.url())) {
      var further = switch (more) {
        case "POST" -> RawClient.post("/v1/messages", RunningProxy.hello(true));
        case "long" -> RawClient.post("/v1/messages", " ".repeat(500_000));
        default -> more;
      };
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/messages", RunningProxy.hello(false)) + further);
        provider.take();
      }
      assertTrue(closed.get(10, TimeUnit.SECONDS));
      assertEquals(0, provider.waiting(), "the request of a client that has left asks nobody");
    }
  }

  @Test
  void aRequestSentAheadIsServedInItsTurn() throws Exception {
    var watched = new Semaphore(0);
    try (var provider = new ScriptedProvider().then(line -> slow(line, watched));
        var proxy = RunningProxy.pinging(provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/messages", RunningProxy.hello(true)) + "\r\n" + RawClient.post("/v1/messages", RunningProxy.hello(true)));
      client.readUntil("event: ping");
      watched.release();
      client.readUntil("0\r\n\r\n");
      client.readUntil("event: ping");
      watched.release();
      client.readUntil("0\r\n\r\n");
    }
  }

  @Test
  void withoutLeavingByReadingNothing() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          closed.complete(line.textUntilClosed("word ".repeat(2000)));
        });
        var proxy = RunningProxy.before(provider.url());
        var client = send(proxy, true)) {
      assertTrue(closed.get(20, TimeUnit.SECONDS));
      proxy.metricsWith("result=\"left\"} 1.0");
      assertTrue(client.isConnected());
    }
  }

  @Test
  void inThePauseBeforeARetryTheProviderIsNotToBlame() throws Exception {
    var left = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.whole(503, "text/plain", "busy");
          left.countDown();
        });
        var proxy = RunningProxy.before(provider.url())) {
      try (var _ = send(proxy, true)) {
        assertTrue(left.await(10, TimeUnit.SECONDS));
      }
      proxy.metricsWith("result=\"left\"} 1.0");
      assertEquals("healthy", Json.object(proxy.get("/health").body()).getString("status"));
    }
  }

  @Test
  void aWatchedWholeAnswerIsOverWhileItsConnectionIdles() throws Exception {
    var watched = new Semaphore(0);
    try (var provider = new ScriptedProvider().then(line -> {
          watched.acquire();
          line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
        }).then(line -> slow(line, watched));
        var proxy = RunningProxy.pinging(provider.url());
        var whole = send(proxy, false)) {
      provider.take();
      try (var later = send(proxy, true)) {
        readUntil(later.getInputStream(), "event: ping"); // who asked before it and heard nothing is watched as well
        watched.release(2);
        readUntil(later.getInputStream(), "0\r\n\r\n");
      }
      readUntil(whole.getInputStream(), "end_turn");
      var metrics = proxy.metricsWith("portside_requests_total{model=\"middle\",provider=\"test\",result=\"ok\"} 2.0");
      assertFalse(metrics.contains("result=\"left\""), metrics);
      assertEquals(0, Json.object(proxy.get("/health").body()).getInt("active_requests"));
    }
  }

  @Test
  void theConnectionServesTheNextRequestAfterAWatchedOne() throws Exception {
    var watched = new Semaphore(0);
    try (var provider = new ScriptedProvider().then(line -> slow(line, watched));
        var proxy = RunningProxy.pinging(provider.url());
        var client = send(proxy, true)) {
      for (var request = 0; request < 2; request++) {
        readUntil(client.getInputStream(), "event: ping"); // whoever gets a ping has been watched for long
        watched.release();
        readUntil(client.getInputStream(), "message_stop");
        readUntil(client.getInputStream(), "0\r\n\r\n");
        if (request == 0) {
          write(client, true);
        }
      }
      provider.take();
      assertTrue(provider.take().text().contains("hello"));
    }
  }

  @Test
  void stopsWithoutWaitingForIdleConnections() throws Exception {
    var watched = new Semaphore(0);
    try (var provider = new ScriptedProvider().then(line -> slow(line, watched))) {
      var proxy = RunningProxy.pinging(provider.url());
      try (var client = send(proxy, true)) {
        readUntil(client.getInputStream(), "event: ping");
        watched.release();
        readUntil(client.getInputStream(), "0\r\n\r\n");
        var stopped = ScriptedProvider.later(proxy::close);
        assertTrue(stopped.await(10, TimeUnit.SECONDS), "the grace time is 30 s");
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @Test
  void anAnswerThatOutlivesTheGraceTimeEndsWithAnErrorEvent() throws Exception {
    var time = new FakeTicker();
    var cut = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("slow");
          cut.complete(line.closedByPeer());
        })) {
      var proxy = RunningProxy.ticking(time, provider.url());
      try (var client = send(proxy, true)) {
        readUntil(client.getInputStream(), "slow");
        var stopped = ScriptedProvider.later(proxy::close);
        while (takesConnections(proxy.port())) { // until the stop has begun
          Thread.onSpinWait();
        }
        time.pass(Duration.ofSeconds(29)); // at once: a clock that runs away would reach the limit of a slow client as well
        readUntil(client.getInputStream(), "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"");
        readUntil(client.getInputStream(), "0\r\n\r\n");
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
      }
      assertTrue(cut.get(10, TimeUnit.SECONDS), "and the provider works no longer");
    }
  }

  private static boolean takesConnections(int port) throws IOException {
    try (var _ = new Socket("127.0.0.1", port)) {
      return true;
    } catch (ConnectException closed) {
      return false;
    }
  }

  private static void slow(Line line, Semaphore watched) throws Exception {
    line.stream();
    line.text("slow");
    watched.acquire();
    line.finish();
  }

  /// What the client does before it leaves.
  private interface Reading {
    void of(InputStream in) throws IOException;
  }

  private static void providerSeesTheEnd(boolean stream, ScriptedProvider.Script script, Reading reading) throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> {
          script.play(line);
          closed.complete(line.closedByPeer());
        });
        var proxy = RunningProxy.before(provider.url())) {
      try (var client = send(proxy, stream)) {
        provider.take();
        reading.of(client.getInputStream());
      }
      assertTrue(closed.get(10, TimeUnit.SECONDS));
    }
  }

  private static Socket send(RunningProxy proxy, boolean stream) throws IOException {
    var client = new Socket("127.0.0.1", proxy.port());
    write(client, stream);
    return client;
  }

  private static void write(Socket client, boolean stream) throws IOException {
    var body = RunningProxy.hello(stream);
    client.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  private static void readUntil(InputStream in, String text) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      var next = in.read();
      if (next < 0) {
        throw new AssertionError("ended before \"" + text + "\": " + seen);
      }
      seen.append((char) next);
    }
  }
}
