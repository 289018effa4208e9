package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.RawClient.chunked;
import static portside.RawClient.post;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.FakeTicker;
import portside.server.ClientWait.For;

/// How long a connection may keep the server waiting.
class WaitingTest {
  private static final Duration NANO = Duration.ofNanos(1);

  private final FakeTicker ticker = new FakeTicker();
  private final ClientWait wait = new ClientWait(ticker);
  private Door door;

  @AfterEach
  void close() {
    if (door != null) {
      door.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"FIRST_REQUEST,false,PT1M", "FIRST_REQUEST,true,PT5S", "NEXT_REQUEST,false,PT5M", "NEXT_REQUEST,true,PT5S", "HEAD,false,PT30S",
    "HEAD,true,PT30S", "BODY,false,PT30S", "REST,false,PT30S", "LEAVING,false,PT2S"})
  void eachWaitHasItsLimit(For what, boolean crowded, Duration limit) {
    wait.begin(what);
    ticker.pass(limit);
    assertEquals(Optional.empty(), expired(crowded));
    ticker.pass(NANO);
    assertEquals(Optional.of(what), expired(crowded));
    assertEquals(Optional.empty(), expired(crowded), "it is said once");
  }

  @Test
  void aHeadInDropsIsLimitedAsAWhole() {
    wait.begin(For.HEAD);
    for (var second = 0; second < 30; second++) {
      ticker.pass(Duration.ofSeconds(1));
      wait.arrived(1);
      assertEquals(Optional.empty(), expired(false));
    }
    ticker.pass(NANO);
    assertEquals(Optional.of(For.HEAD), expired(false));
  }

  @Test
  void aBodyIsLimitedByItsSilenceAndByItsRate() {
    wait.begin(For.BODY);
    for (var minute = 0; minute < 60; minute++) { // as fast as it must be
      ticker.pass(Duration.ofSeconds(30));
      wait.arrived(30 * 1024);
      assertEquals(Optional.empty(), expired(false));
    }
    ticker.pass(Duration.ofSeconds(30));
    assertEquals(Optional.empty(), expired(false));
    ticker.pass(NANO);
    assertEquals(Optional.of(For.BODY), expired(false), "silence");

    var slow = new ClientWait(ticker);
    slow.begin(For.BODY);
    for (var second = 0; second < 30; second++) {
      ticker.pass(Duration.ofSeconds(1));
      slow.arrived(1);
    }
    assertEquals(Optional.empty(), slow.expired(ticker.getAsLong(), ConnectionLimits.USUAL, false));
    ticker.pass(Duration.ofMillis(30));
    assertEquals(Optional.of(For.BODY), slow.expired(ticker.getAsLong(), ConnectionLimits.USUAL, false), "one byte a second");
  }

  @Test
  void nothingIsLimitedWhileNothingIsAwaited() {
    wait.begin(For.BODY);
    wait.end();
    ticker.pass(Duration.ofDays(1));
    assertEquals(Optional.empty(), expired(true));
  }

  @Test
  void halfARequestIsAnsweredAndItsConnectionClosed() throws Exception {
    door = new Door();
    for (var half : new String[] {"P", "POST /echo HTTP/1.1\r\nHost: local", post("/echo", "abc").replace("abc", "ab"), chunked("/echo", "3\r\na"),
        chunked("/echo", "3\r\nabc\r\n"), post("/drop", "abc").replace("abc", ""), chunked("/echo", "0\r\nX: 1\r\n")}) {
      try (var client = door.client()) {
        client.send(half);
        until(half.startsWith("POST /echo HTTP/1.1\r\nHost: localhost") || half.contains("/drop") ? For.BODY : For.HEAD);
        door.pass(Duration.ofSeconds(30));
        door.pass(NANO);
        var answer = client.answer();
        assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n") && answer.contains("Connection: close\r\n"), answer);
        assertTrue(answer.contains("\"type\":\"invalid_request_error\"") && answer.contains("did not come whole in time"), answer);
        assertEquals("", client.rest());
      }
    }
  }

  @Test
  void aSilentConnectionIsClosedWithoutAWord() throws Exception {
    door = new Door();
    try (var client = door.client()) {
      until(For.FIRST_REQUEST);
      door.pass(Duration.ofMinutes(1));
      assertEquals(1, door.waiting(For.FIRST_REQUEST));
      door.pass(NANO);
      assertEquals("", client.rest());
    }
    try (var client = door.client()) {
      client.send(post("/echo", "abc")).answer();
      until(For.NEXT_REQUEST);
      door.pass(Duration.ofMinutes(5));
      assertTrue(client.send(post("/echo", "abc")).answer().endsWith("abc"));
      until(For.NEXT_REQUEST);
      door.pass(Duration.ofMinutes(5));
      door.pass(NANO);
      assertEquals("", client.rest());
    }
  }

  @Test
  void aProcessThatStoodStillClosesNobody() throws Exception {
    door = new Door();
    try (var client = door.client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na");
      until(For.BODY);
      door.standStill(Duration.ofHours(1));
      assertTrue(client.send("bc").answer().endsWith("abc"));
    }
  }

  @Test
  void aProcessWhoseReadersDoNotRunClosesNobody() throws Exception {
    door = new Door();
    try (var client = door.client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na");
      until(For.BODY);
      door.busy();
      door.pass(Duration.ofSeconds(1)); // gives them their task
      door.pass(Duration.ofHours(1));
      assertEquals(1, door.waiting(For.BODY));
      door.quiet();
      assertTrue(client.send("bc").answer().endsWith("abc"));
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na");
      until(For.BODY);
      door.pass(Duration.ofSeconds(31));
      assertTrue(client.answer().startsWith("HTTP/1.1 408 "), "they run again");
    }
  }

  @Test
  void whileConnectionsAreShortIdleOnesAreNotKept() throws Exception {
    door = new Door(8, new BodyMemory(Long.MAX_VALUE));
    try (var one = door.client(); var _ = door.client(); var _ = door.client(); var _ = door.client(); var _ = door.client(); var _ = door.client()) {
      until(For.FIRST_REQUEST, 6);
      door.pass(Duration.ofSeconds(6));
      assertEquals(6, door.waiting(For.FIRST_REQUEST), "six of eight are no crowd");
      try (var _ = door.client()) {
        until(For.FIRST_REQUEST, 7);
        door.pass(NANO);
        assertEquals("", one.rest());
      }
    }
  }

  @Test
  void moreConnectionsThanThereAreFilesForWait() throws Exception {
    door = new Door(1, new BodyMemory(Long.MAX_VALUE));
    try (var first = door.client(); var second = door.client()) {
      second.send(post("/echo", "second"));
      assertTrue(first.send(post("/echo", "first", "Connection: close")).answer().endsWith("first"));
      assertTrue(second.answer().endsWith("second"));
    }
  }

  @Test
  void aClientThatTakesNothingIsLetGo() throws Exception {
    var left = new CountDownLatch(1);
    door = new Door(Integer.MAX_VALUE, new BodyMemory(Long.MAX_VALUE), Door.row("GET", "/endless", Endpoints.Body.NONE, (client, _) -> {
      client.open("text/event-stream");
      try {
        while (true) {
          client.send(new byte[1024 * 1024], 0, 1024 * 1024);
        }
      } finally {
        left.countDown();
      }
    }));
    try (var client = door.client()) {
      client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("\r\n\r\n");
      while (!left.await(1, TimeUnit.MILLISECONDS)) {
        door.pass(ConnectionLimits.USUAL.send().plus(NANO));
      }
    }
  }

  private Optional<For> expired(boolean crowded) {
    return wait.expired(ticker.getAsLong(), ConnectionLimits.USUAL, crowded);
  }

  private void until(For what) {
    until(what, 1);
  }

  private void until(For what, int connections) {
    while (door.waiting(what) < connections) {
      Thread.onSpinWait();
    }
  }
}
