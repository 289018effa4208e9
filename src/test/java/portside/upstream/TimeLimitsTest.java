package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Each wait has its limit, and the fault names the limit and its setting.
class TimeLimitsTest {
  @Test
  void toTheHead() throws Exception {
    var closed = new CountDownLatch(1);
    RawServer.Script mute = (client, number) -> {
      client.request();
      client.awaitClosed();
      closed.countDown();
    };
    try (var server = new RawServer(mute);
        var upstream = Given.provider(server.url()).within(30_000, 150, 30_000).open()) {
      var failed = Given.failure(upstream);
      assertEquals(Fault.of(FaultKind.TIMEOUT, "glm did not answer within 150 ms (REQUEST_TIMEOUT)"), failed.fault());
      assertFalse(failed.refused());
      assertTrue(closed.await(1, TimeUnit.SECONDS));
    }
  }

  @Test
  void betweenBytes() throws Exception {
    RawServer.Script stalling = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n");
      client.awaitClosed();
    };
    try (var server = new RawServer(stalling);
        var upstream = Given.provider(server.url()).within(30_000, 30_000, 150).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello", Given.piece(answer));
      var broken = assertThrows(Answer.Broken.class, () -> Given.piece(answer));
      assertEquals(Fault.of(FaultKind.TIMEOUT, "glm fell silent for 150 ms in the middle of its answer (STREAM_IDLE_TIMEOUT)"), broken.fault());
      assertFalse(broken.cancelled());
    }
  }

  @Test
  void aProviderMayThinkBehindItsHead() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script thinking = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n");
      go.await();
      client.say("5\nhello\n0\n\n");
    };
    try (var server = new RawServer(thinking);
        var upstream = Given.provider(server.url()).within(1000, 30_000, 150).open();
        var answer = Given.answer(upstream)) {
      var reading = new FutureTask<>(() -> Given.rest(answer));
      Thread.ofVirtual().start(reading);
      untilAnotherCallTimesOut();
      go.countDown();
      assertEquals("hello", reading.get());
    }
  }

  @Test
  void aReaderWhoTakesHisTimeIsNotASilentProvider() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script patient = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-length: 10\n\nhello");
      go.await();
      client.say("world");
    };
    try (var server = new RawServer(patient);
        var upstream = Given.provider(server.url()).within(30_000, 30_000, 150).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello", Given.piece(answer));
      untilAnotherCallTimesOut();
      go.countDown();
      assertEquals("world", Given.rest(answer));
    }
  }

  @Test
  void toTheConnection() throws Exception {
    // A listener whose queue is full: further connections stay half open.
    var waiting = new ArrayList<Socket>();
    try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      for (var i = 0; i < 2; i++) {
        waiting.add(new Socket("127.0.0.1", full.getLocalPort()));
      }
      try (var upstream = Given.provider("http://127.0.0.1:" + full.getLocalPort()).within(150, 30_000, 30_000).open()) {
        var message = "no connection to http://127.0.0.1:" + full.getLocalPort() + " within 150 ms (CONNECT_TIMEOUT)";
        assertEquals(Fault.of(FaultKind.TIMEOUT, message), Given.failure(upstream).fault());
      }
    } finally {
      for (var socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void toTheEndOfTheTlsHandshake() throws Exception {
    RawServer.Script mute = (client, number) -> client.awaitClosed();
    try (var server = new RawServer(mute);
        var upstream = Given.provider("https://127.0.0.1:" + server.port()).within(150, 30_000, 30_000).open()) {
      var message = "no connection to https://127.0.0.1:" + server.port() + " within 150 ms (CONNECT_TIMEOUT)";
      assertEquals(Fault.of(FaultKind.TIMEOUT, message), Given.failure(upstream).fault());
    }
  }

  @Test
  void oneCallThatCannotBeCutLeavesTheOthersTheirLimits() throws Exception {
    var bad = new CountDownLatch(1);
    var good = new CountDownLatch(1);
    var limits = new TimeLimits("test", new ConnectionPool(System::nanoTime), System::nanoTime);
    limits.start();
    limits.watch(due(() -> {
      bad.countDown();
      throw new IllegalStateException("thrown by the test");
    }));
    assertTrue(bad.await(10, TimeUnit.SECONDS));
    limits.watch(due(good::countDown));
    assertTrue(good.await(10, TimeUnit.SECONDS));
  }

  /// A call whose limit is over.
  private static Lifeline due(Closeable held) throws Exception {
    var lifeline = new Lifeline(System::nanoTime);
    lifeline.hold(held);
    lifeline.limit(Lifeline.Cut.REQUEST, Duration.ofNanos(1));
    return lifeline;
  }

  /// Half a second, several idle limits long.
  private static void untilAnotherCallTimesOut() throws Exception {
    RawServer.Script mute = (client, number) -> client.awaitClosed();
    try (var silent = new RawServer(mute);
        var other = Given.provider(silent.url()).within(1000, 500, 1000).open()) {
      assertEquals(FaultKind.TIMEOUT, Given.failure(other).fault().kind());
    }
  }
}
