package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.RawClient.chunked;
import static portside.RawClient.post;

import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.FakeTicker;
import portside.Logged;
import portside.RawClient;
import portside.server.ReadTimer.For;

/// How long a connection may keep the server waiting.
class WaitingTest {
  private static final Duration NANO = Duration.ofNanos(1);

  private final FakeTicker ticker = new FakeTicker();
  private final ReadTimer wait = new ReadTimer(ticker);
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
    wait.arrived(1);
    assertThrows(CloseConnectionException.class, wait::end);
    assertThrows(CloseConnectionException.class, () -> wait.begin(what));
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

    var slow = new ReadTimer(ticker);
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
        assertTrue(answer.contains("\r\ncontent-type: application/json\r\n") && answer.contains("\r\nrequest-id: req_"), answer);
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
    try (var client = door.client()) {
      client.send(post("/early", "abc").replace("abc", "ab"));
      assertTrue(client.answer().endsWith("early"));
      until(For.REST);
      door.pass(Duration.ofSeconds(30));
      assertEquals(1, door.waiting(For.REST));
      door.pass(NANO);
      assertEquals("", client.rest());
    }
  }

  @Test
  void aBeatThatComesAfterTwoSecondsIsNotLate() throws Exception {
    door = new Door();
    try (var client = door.client()) {
      client.send("P");
      until(For.HEAD);
      for (var second = 0; second < 30; second += 2) {
        door.standStill(Duration.ofSeconds(2));
      }
      assertEquals(1, door.waiting(For.HEAD));
      door.standStill(NANO);
      assertTrue(client.answer().startsWith("HTTP/1.1 408 "));
    }
    try (var client = door.client()) {
      client.send("P");
      until(For.HEAD);
      for (var second = 0; second < 60; second += 2) {
        door.standStill(Duration.ofSeconds(2).plus(NANO));
      }
      assertTrue(client.send(post("/echo", "abc").substring(1)).answer().endsWith("abc"));
    }
  }

  @Test
  void oneFailureLeavesTheOthersTheirLimits() throws Exception {
    var usual = ConnectionLimits.USUAL;
    var quick = new ConnectionLimits(Duration.ofMillis(1), usual.first(), usual.idle(), usual.crowded(), usual.head(), usual.silence(),
        usual.bytesPerSecond(), usual.leaving(), usual.send());
    var connections = new Connections(quick, 8, ticker, Runnable::run);
    var beats = new CountDownLatch(2);
    var thread = new CompletableFuture<String>();
    try (var logged = new Logged(Connections.class.getName())) {
      connections.start(() -> {
        thread.complete(Thread.currentThread().getName());
        beats.countDown();
        throw new IllegalStateException("thrown by the test");
      });
      beats.await();
      assertEquals("front-door", thread.get());
      assertEquals("a connection could not be watched", logged.from(Level.SEVERE).getFirst());
    } finally {
      connections.drain(Duration.ZERO);
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
    door = new Door(8, new BodyMemoryBudget(Long.MAX_VALUE));
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
    door = new Door(1, new BodyMemoryBudget(Long.MAX_VALUE));
    try (var first = door.client(); var second = door.client()) {
      second.send(post("/echo", "second"));
      assertTrue(first.send(post("/echo", "first", "Connection: close")).answer().endsWith("first"));
      assertTrue(second.answer().endsWith("second"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream-on", "/large"})
  void aClientThatTakesNothingForTwoMinutesIsLetGo(String path) throws Exception {
    var sender = new CompletableFuture<Thread>();
    var left = new CountDownLatch(1);
    var enough = new AtomicBoolean();
    door = new Door(Integer.MAX_VALUE, new BodyMemoryBudget(Long.MAX_VALUE), Door.row("GET", path, Endpoints.Body.NONE, (client, _) -> {
      sender.complete(Thread.currentThread());
      try {
        if (path.equals("/large")) {
          client.answer(200, Map.of(), new byte[32 * 1024 * 1024]);
        } else {
          client.open("text/event-stream", Map.of());
        }
        while (!enough.get()) {
          client.send(new byte[1024 * 1024], 0, 1024 * 1024);
        }
      } finally {
        left.countDown();
      }
    }));
    door.pass(Duration.ofHours(1));
    try (var client = door.client()) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").readUntil("\r\n\r\n");
      while (sender.get().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      door.pass(Duration.ofMinutes(2));
      enough.set(true);
      assertFalse(left.await(10, TimeUnit.MILLISECONDS));
      door.pass(NANO);
      assertTrue(left.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aStopEndsIdleConnectionsAndWaitsForAnswers() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new Semaphore(0);
    door = new Door(Integer.MAX_VALUE, new BodyMemoryBudget(Long.MAX_VALUE), Door.row("GET", "/slow", Endpoints.Body.NONE, (client, _) -> {
      inside.countDown();
      go.acquireUninterruptibly();
      client.answer(200, Map.of(), new byte[] {'s'});
    }));
    try (var idle = door.client(); var fresh = door.client(); var running = door.client()) {
      idle.send(post("/echo", "abc")).answer();
      until(For.NEXT_REQUEST);
      running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
      inside.await();
      until(For.FIRST_REQUEST);
      var stopping = Thread.startVirtualThread(door::close);
      assertEquals("", idle.rest());
      assertEquals("", fresh.rest());
      go.release();
      assertTrue(running.answer().endsWith("\r\n\r\ns"));
      stopping.join();
    }
  }

  @Test
  void aRequestThatOutlivesTheGraceIsEndedAndMayNoteIt() throws Exception {
    var inside = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    var noted = new AtomicBoolean();
    var settings = new FrontDoor.Settings("127.0.0.1", 0, 1024, List.of(), () -> false, new OperatorKeys(() -> "", Optional.empty()), _ -> true, Duration.ZERO);
    var rows = List.of(Door.row("GET", "/endless", Endpoints.Body.NONE, (client, _) -> {
      client.whenLeft(left::countDown);
      inside.countDown();
      try {
        left.await();
        noted.set(true);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    var stopped = new FrontDoor(settings, rows, ticker, Integer.MAX_VALUE, new BodyMemoryBudget(Long.MAX_VALUE), Runnable::run);
    try (var client = new RawClient(stopped.open())) {
      client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
      inside.await();
      stopped.stop();
      assertTrue(noted.get());
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
