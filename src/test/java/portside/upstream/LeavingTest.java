package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Cancelling ends the call in every phase, and the provider sees its connection closed.
class LeavingTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @Test
  void beforeTheCall() {
    try (var upstream = Given.provider("http://127.0.0.1:1").open()) {
      var attempt = upstream.attempt();
      attempt.cancel();
      assertInstanceOf(SendResult.Cancelled.class, attempt.send("/x", Given.BODY, true));
    }
  }

  @Test
  void beforeTheHead() throws Exception {
    cancelledWhileSending(Given.BODY, (client, number) -> {
      client.request();
      reached.countDown();
      client.awaitClosed();
      closed.countDown();
    });
  }

  @Test
  void beforeTheHeadOnAConnectionThatServesAgain() throws Exception {
    RawServer.Script once = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello");
      client.request();
      reached.countDown();
      client.awaitClosed();
      closed.countDown();
    };
    try (var server = new RawServer(once);
        var upstream = Given.provider(server.url()).open()) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      cancelledWhileSending(upstream, Given.BODY);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void whileTheRequestIsWritten() throws Exception {
    cancelledWhileSending(new byte[64 << 20], (client, number) -> {
      client.socket().getInputStream().readNBytes(1000);
      reached.countDown();
      // The rest is taken only when the client is gone, which ends the stream before its announced length.
      cancelled.await();
      client.awaitClosed();
      closed.countDown();
    });
  }

  @Test
  void inMidStream() throws Exception {
    cancelledWhileReading("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n");
  }

  @Test
  void inMidChunk() throws Exception {
    cancelledWhileReading("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n9\nhello");
  }

  @Test
  void inAWholeAnswer() throws Exception {
    cancelledWhileReading("HTTP/1.1 200 OK\ncontent-length: 1000\n\nhello");
  }

  @Test
  void inAnAnswerUntilClosed() throws Exception {
    cancelledWhileReading("HTTP/1.1 200 OK\n\nhello");
  }

  @Test
  void afterTheCallItHarmsNobody() throws Exception {
    try (var server = new RawServer(RawServer.polite("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello"));
        var upstream = Given.provider(server.url()).open()) {
      var first = upstream.attempt();
      Given.text(((SendResult.Answered) first.send("/x", Given.BODY, true)).answer());
      var second = Given.answer(upstream);
      first.cancel();
      assertEquals("hello", Given.text(second));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aMistakeOfOursLeavesNoConnectionOpen() throws Exception {
    RawServer.Script waiting = (client, number) -> {
      client.awaitClosed();
      closed.countDown();
    };
    try (var server = new RawServer(waiting);
        var upstream = Given.provider(server.url()).open()) {
      assertThrows(NullPointerException.class, () -> upstream.attempt().send("POST", "/x", Map.of(), null, true));
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }
  }

  private void cancelledWhileSending(byte[] body, RawServer.Script script) throws Exception {
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      cancelledWhileSending(upstream, body);
    }
  }

  private void cancelledWhileSending(Upstream upstream, byte[] body) throws Exception {
    var attempt = upstream.attempt();
    var outcome = new FutureTask<>(() -> attempt.send("/x", body, true));
    Thread.ofVirtual().start(outcome);
    assertTrue(reached.await(10, TimeUnit.SECONDS));
    attempt.cancel();
    cancelled.countDown();
    assertInstanceOf(SendResult.Cancelled.class, outcome.get(10, TimeUnit.SECONDS));
    assertTrue(closed.await(10, TimeUnit.SECONDS));
  }

  private void cancelledWhileReading(String beginning) throws Exception {
    try (var server = new RawServer(RawServer.stalling(beginning, closed));
        var upstream = Given.provider(server.url()).open()) {
      var broken = Given.cancelled(upstream, "hello");
      assertTrue(broken.cancelled());
      assertEquals("the request was cancelled", broken.fault().message());
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }
  }
}
