package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Which connections serve another call.
class ConnectionReuseTest {
  private static final String HELLO = "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello";

  @Test
  void twentyCallsNeedOneConnection() throws Exception {
    assertEquals(1, connectionsForTwenty(RawServer.polite("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n0\n\n"), true));
  }

  @Test
  void anAnswerReadUpToItsLastDataNeedsNoFurtherRead() throws Exception {
    assertEquals(1, connectionsForTwenty(RawServer.polite("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n0\nx-trailer: 1\n\n"), false));
  }

  @Test
  void connectionCloseIsObeyed() throws Exception {
    RawServer.Script closing = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-length: 5\nconnection: close\n\nhello");
      client.awaitClosed();
    };
    assertEquals(20, connectionsForTwenty(closing, true));
  }

  @Test
  void aHalfReadAnswerClosesItsConnection() throws Exception {
    RawServer.Script half = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-length: 6\n\nhello");
      client.awaitClosed();
    };
    assertEquals(20, connectionsForTwenty(half, false));
  }

  @Test
  void bytesBehindTheEndCloseTheConnection() throws Exception {
    RawServer.Script chatty = (client, number) -> {
      client.request();
      client.say(HELLO + "more");
      client.awaitClosed();
    };
    assertEquals(20, connectionsForTwenty(chatty, true));
  }

  @Test
  void aConnectionClosedWhileIdleIsReplacedSilently() throws Exception {
    // The server closes after each answer without saying so; the last call finds out.
    var closed = new CountDownLatch(1);
    RawServer.Script silent = (client, number) -> {
      client.request();
      client.say(HELLO);
      client.socket().close();
      closed.countDown();
    };
    try (var server = new RawServer(silent);
        var upstream = Given.provider(server.url()).open()) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      closed.await();
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void aConnectionResetUnderTheRequestIsReplacedSilently() throws Exception {
    RawServer.Script resetting = (client, number) -> {
      client.request();
      client.say(HELLO);
      if (number == 1) {
        client.request();
        client.cut();
      }
    };
    try (var server = new RawServer(resetting);
        var upstream = Given.provider(server.url()).open()) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals(3, server.heads.size());
    }
  }

  @Test
  void theOthersThatIdleAreClosedWithIt() throws Exception {
    var closed = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    RawServer.Script script = (client, number) -> {
      client.request();
      client.say(HELLO);
      if (number == 1) {
        client.socket().close();
        closed.countDown();
      } else {
        client.awaitClosed();
        gone.countDown();
      }
    };
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      var first = Given.answer(upstream);
      var second = Given.answer(upstream);
      Given.text(second);
      Given.text(first);
      closed.await();
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertTrue(gone.await(10, TimeUnit.SECONDS));
      assertEquals(3, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content\n\n", "304 Not Modified\ncontent-length: 5\n\n", "200 OK\ncontent-length: 0\n\n"})
  void anAnswerWithoutABodyLeavesItsConnectionFree(String answer) throws Exception {
    try (var server = new RawServer(RawServer.polite("HTTP/1.1 " + answer));
        var upstream = Given.provider(server.url()).open()) {
      assertEquals("", Given.text(Given.answer(upstream)));
      assertEquals("", Given.text(Given.answer(upstream)));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aFreshConnectionIsNotReplaced() throws Exception {
    RawServer.Script mute = (client, number) -> client.request();
    try (var server = new RawServer(mute);
        var upstream = Given.provider(server.url()).open()) {
      var failed = Given.failure(upstream);
      assertEquals("glm closed the connection without an answer", failed.fault().message());
      assertEquals(1, server.connections());
    }
  }

  @Test
  void callsAtOnceHaveTheirOwnConnections() throws Exception {
    try (var server = new RawServer(RawServer.polite(HELLO));
        var upstream = Given.provider(server.url()).open()) {
      var first = Given.answer(upstream);
      var second = Given.answer(upstream);
      assertEquals("hello", Given.text(second));
      assertEquals("hello", Given.text(first));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void idleConnectionsAreKeptForHalfAMinute() throws Exception {
    var gone = new CountDownLatch(1);
    var clock = new HandClock();
    try (var server = new RawServer(RawServer.polite(HELLO, gone));
        var upstream = Given.provider(server.url()).open(clock)) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      clock.pass(Duration.ofSeconds(30), upstream.limits());
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals(1, server.connections());
      clock.pass(Duration.ofSeconds(30).plusNanos(1), upstream.limits());
      assertTrue(upstream.pool().isEmpty());
      assertTrue(gone.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void oneTickerDropsTheIdleConnectionsOfSeveralUpstreams() throws Exception {
    var clock = new HandClock();
    var ticker = new DeadlineTicker(clock);
    try (var server = new RawServer(RawServer.polite(HELLO));
        var one = Given.provider(server.url()).open(ticker);
        var other = Given.provider(server.url()).open(ticker)) {
      for (var upstream : List.of(one, other)) {
        assertEquals("hello", Given.text(Given.answer(upstream)));
      }
      clock.pass(Duration.ofSeconds(30), ticker);
      assertEquals(List.of(false, false), List.of(one.pool().isEmpty(), other.pool().isEmpty()));
      clock.pass(Duration.ofNanos(1), ticker);
      assertEquals(List.of(true, true), List.of(one.pool().isEmpty(), other.pool().isEmpty()));
    }
  }

  @Test
  void aKeptConnectionThatBreaksAfterThreeSecondsWasBeingWorkedOn() throws Exception {
    var fault = Fault.of(FaultKind.UNREACHABLE, "glm closed the connection without an answer");
    assertEquals(new SendResult.Failed(fault, SendResult.Stage.UNANSWERED), brokenAfter(Duration.ofSeconds(3)));
  }

  @Test
  void aKeptConnectionThatBreaksSoonerWasClosedWhileIdle() throws Exception {
    assertEquals("hello", Given.text(((SendResult.Answered) brokenAfter(Duration.ofSeconds(3).minusNanos(1))).answer()));
  }

  /// What comes of the second call, whose connection is closed without an answer after that time.
  private static SendResult brokenAfter(Duration time) throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var clock = new HandClock();
    RawServer.Script closing = (client, number) -> {
      client.request();
      client.say(HELLO);
      if (number == 1) {
        client.request();
        asked.countDown();
        go.await();
      }
    };
    try (var server = new RawServer(closing);
        var upstream = Given.provider(server.url()).open(clock)) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      var second = Given.waiting(() -> upstream.attempt().send("/x", Given.BODY, true));
      asked.await();
      clock.pass(time, upstream.limits());
      go.countDown();
      return second.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void atMostThirtyTwoIdleConnectionsAreKept() throws Exception {
    var gone = new CountDownLatch(8);
    try (var server = new RawServer(RawServer.polite(HELLO, gone));
        var upstream = Given.provider(server.url()).open()) {
      all(upstream, 40);
      assertTrue(gone.await(10, TimeUnit.SECONDS));
      all(upstream, 32);
      assertEquals(40, server.connections());
      all(upstream, 33);
      assertEquals(41, server.connections());
    }
  }

  @Test
  void closingTheUpstreamClosesIdleConnectionsAndLeavesRunningOnes() throws Exception {
    var gone = new CountDownLatch(2);
    try (var server = new RawServer(RawServer.polite(HELLO, gone))) {
      var upstream = Given.provider(server.url()).open();
      var running = Given.answer(upstream);
      Given.text(Given.answer(upstream));
      upstream.close();
      assertEquals("hello", Given.text(running));
      assertTrue(gone.await(10, TimeUnit.SECONDS));
    }
  }

  /// So many calls at once.
  private static void all(HelidonUpstream upstream, int calls) throws Exception {
    var answers = new ArrayList<UpstreamAnswer>();
    for (var i = 0; i < calls; i++) {
      answers.add(Given.answer(upstream));
    }
    for (var answer : answers) {
      assertEquals("hello", Given.text(answer));
    }
  }

  private static int connectionsForTwenty(RawServer.Script script, boolean toTheEnd) throws Exception {
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      for (var i = 0; i < 20; i++) {
        try (var answer = Given.answer(upstream)) {
          assertEquals("hello", Given.piece(answer));
          if (toTheEnd) {
            assertEquals("", Given.rest(answer));
          }
        }
      }
      return server.connections();
    }
  }
}
