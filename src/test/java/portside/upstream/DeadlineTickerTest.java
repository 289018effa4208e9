package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.Logged;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Each wait has its limit, and the fault names the limit and its setting.
class DeadlineTickerTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n";
  private static final String SILENT = "glm fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)";
  private static final String EMPTY = "glm kept its answer open for 600 s without saying anything in it (REQUEST_TIMEOUT)";
  private static final long SECOND = 1000;

  private final HandClock clock = new HandClock();

  /// What the provider says next; it waits for each.
  private final LinkedBlockingQueue<String> words = new LinkedBlockingQueue<>();

  private final RawServer.Script saying = (client, number) -> {
    client.request();
    while (true) {
      client.say(words.take());
    }
  };

  @Test
  void toTheHead() throws Exception {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    RawServer.Script mute = (client, number) -> {
      client.request();
      asked.countDown();
      client.awaitClosed();
      closed.countDown();
    };
    try (var server = new RawServer(mute);
        var upstream = open(server)) {
      var call = Given.waiting(() -> Given.failure(upstream));
      asked.await();
      pass(600 * SECOND - 1, upstream);
      assertFalse(call.isDone());
      pass(1, upstream);
      var failed = soon(call);
      assertEquals(Fault.of(FaultKind.TIMEOUT, "glm did not answer within 600 s (REQUEST_TIMEOUT)"), failed.fault());
      assertEquals(SendResult.Stage.UNANSWERED, failed.stage());
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void betweenBytes() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      pass(300 * SECOND - 1, upstream);
      assertFalse(reading.isDone());
      pass(1, upstream);
      var broken = broken(reading);
      assertEquals(Fault.of(FaultKind.TIMEOUT, SILENT), broken.fault());
      assertFalse(broken.cancelled());
    }
  }

  @Test
  void aProviderMayThinkBehindItsHead() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server)) {
      words.add(CHUNKED);
      try (var answer = Given.answer(upstream)) {
        var reading = Given.waiting(() -> Given.piece(answer));
        pass(600 * SECOND - 1, upstream);
        words.add("5\nhello\n");
        assertEquals("hello", soon(reading));
      }
    }
  }

  @Test
  void aReaderWhoTakesHisTimeIsNotASilentProvider() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      words.add("6\n world\n");
      assertEquals(" world", soon(reading));
      pass(3600 * SECOND, upstream);
      var end = Given.waiting(() -> Given.rest(answer));
      words.add("1\n!\n0\n\n");
      assertEquals("!", soon(end));
    }
  }

  /// @param filling what a provider sends to keep a connection open
  @ParameterizedTest
  @CsvSource(quoteCharacter = '^', value = {"^: keep-alive%%^", "^%^", "^ ^", "^data:%%^", "^event: ping%%^"})
  void fillingIsNoAnswer(String filling) throws Exception {
    var text = filling.replace('%', '\n');
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "data: hello\n\n")) {
      for (var i = 0; i < 2; i++) {
        piece(answer, text, 290 * SECOND, upstream);
      }
      piece(answer, "data: something\n\n", 19 * SECOND, upstream);
      for (var i = 0; i < 2; i++) {
        piece(answer, text, 290 * SECOND, upstream);
      }
      var reading = Given.waiting(() -> Given.piece(answer));
      pass(20 * SECOND - 1, upstream);
      assertFalse(reading.isDone());
      pass(1, upstream);
      assertEquals(Fault.of(FaultKind.TIMEOUT, EMPTY), broken(reading).fault());
    }
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '^', value = {"^5;a=^, x", "^0%^, ^a: b%^", "^5^, 0", "^0%a: ^, b"})
  void framingIsNoAnswer(String beginning, String drop) throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      clock.untilItWaitsAgain(() -> words.add(beginning.replace('%', '\n')));
      for (var i = 0; i < 3; i++) {
        clock.untilItWaitsAgain(() -> words.add(drop.replace('%', '\n')));
        pass(199 * SECOND, upstream);
      }
      assertFalse(reading.isDone());
      pass(3 * SECOND, upstream);
      assertEquals(Fault.of(FaultKind.TIMEOUT, EMPTY), broken(reading).fault());
    }
  }

  @Test
  void anErrorInDropsHasOneLimitInAll() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server)) {
      words.add("HTTP/1.1 400 Bad Request\ntransfer-encoding: chunked\n\n1\n{\n");
      try (var answer = Given.answer(upstream)) {
        assertEquals("{", Given.piece(answer));
        for (var i = 0; i < 6; i++) {
          piece(answer, "x", 99 * SECOND, upstream);
        }
        var reading = Given.waiting(() -> Given.piece(answer));
        pass(6 * SECOND - 1, upstream);
        assertFalse(reading.isDone());
        pass(1, upstream);
        assertEquals(Fault.of(FaultKind.TIMEOUT, EMPTY), broken(reading).fault());
      }
    }
  }

  @Test
  void theTimeInWhichTheProcessStoodStillDoesNotCount() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      pass(200 * SECOND, upstream);
      clock.jump(Duration.ofHours(1));
      upstream.limits().tick();
      pass(100 * SECOND - 1, upstream);
      assertFalse(reading.isDone());
      words.add("6\n world\n");
      assertEquals(" world", soon(reading));

      var silent = Given.waiting(() -> Given.piece(answer));
      clock.jump(Duration.ofHours(1));
      upstream.limits().tick();
      pass(300 * SECOND, upstream);
      assertEquals(Fault.of(FaultKind.TIMEOUT, SILENT), broken(silent).fault());
    }
  }

  /// What ends a wait for the first data, whichever of the two limits is longer; zero is none.
  @ParameterizedTest
  @CsvSource({
    "600, 300, 600, did not answer within 600 s (REQUEST_TIMEOUT)",
    "300, 300, 300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
    "100, 300, 300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
    "0,   300, 0,   none",
    "600, 0,   0,   none",
  })
  void toTheFirstData(long request, long idle, long limit, String words) throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server, request, idle)) {
      this.words.add(CHUNKED);
      try (var answer = Given.answer(upstream)) {
        pass(3600 * SECOND, upstream);
        endsAfter(limit, words, answer, upstream);
      }
    }
  }

  /// @param filling how many seconds after the data something comes that says nothing; 0 for nothing
  @ParameterizedTest
  @CsvSource({
    "600, 0,   0,   0,   none",
    "0,   300, 0,   300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
    "0,   300, 290, 300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
    "100, 300, 0,   300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
    "100, 300, 290, 10,  kept its answer open for 300 s without saying anything in it (STREAM_IDLE_TIMEOUT)",
    "300, 300, 290, 10,  kept its answer open for 300 s without saying anything in it (REQUEST_TIMEOUT)",
    "600, 300, 290, 300, fell silent for 300 s in the middle of its answer (STREAM_IDLE_TIMEOUT)",
  })
  void behindData(long request, long idle, long filling, long limit, String words) throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server, request, idle); var answer = begun(upstream, "hello")) {
      if (filling > 0) {
        piece(answer, "\n", filling * SECOND, upstream);
      }
      endsAfter(limit, words, answer, upstream);
    }
  }

  /// The next read ends with those words after so many seconds, or not at all.
  private void endsAfter(long limit, String words, UpstreamAnswer answer, HelidonUpstream upstream) throws Exception {
    var reading = Given.waiting(() -> Given.piece(answer));
    pass(limit == 0 ? 3600 * SECOND : limit * SECOND - 1, upstream);
    assertFalse(reading.isDone());
    if (limit == 0) {
      this.words.add("5\nhello\n");
      assertEquals("hello", soon(reading));
    } else {
      pass(1, upstream);
      assertEquals(Fault.of(FaultKind.TIMEOUT, "glm " + words), broken(reading).fault());
    }
  }

  @Test
  void aTickThatComesLaterThanHalfASecondIsAStandstill() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      for (var i = 0; i < 700; i++) {
        clock.jump(Duration.ofMillis(500).plusNanos(1));
        upstream.limits().tick();
      }
      words.add("6\n world\n");
      assertEquals(" world", soon(reading));
    }
  }

  @Test
  void nothingIsLookedAtWhileNothingRunsAndNothingIdles() throws Exception {
    var forEver = Duration.ofNanos(Long.MAX_VALUE);
    try (var server = new RawServer(RawServer.polite("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello"));
        var upstream = open(server)) {
      assertEquals(forEver, pause(upstream));
      var answer = Given.answer(upstream);
      assertEquals(Duration.ofMillis(100), pause(upstream));
      Given.text(answer);
      assertEquals(Duration.ofSeconds(5), pause(upstream));
      upstream.pool().clear();
      assertEquals(forEver, pause(upstream));
    }
    try (var upstream = Given.provider("http://127.0.0.1:1").open(clock)) {
      Given.failure(upstream);
      assertEquals(forEver, pause(upstream));
    }
  }

  private static Duration pause(HelidonUpstream upstream) {
    return Duration.ofNanos(upstream.limits().pause());
  }

  @Test
  void theThreadEndsWithTheLastCall() throws Exception {
    var running = new Lifeline(clock);
    for (var calls : List.of(List.<Lifeline>of(), List.of(running))) {
      var ticker = new DeadlineTicker(clock);
      var thread = ticker.start();
      HandClock.spinUntil(() -> thread.getState() == Thread.State.TIMED_WAITING);
      calls.forEach(ticker::watch);
      ticker.close();
      assertFalse(!calls.isEmpty() && thread.join(Duration.ofMillis(1)));
      calls.forEach(ticker::forget);
      assertTrue(thread.join(Duration.ofSeconds(10)));
    }
  }

  @Test
  void aLateTickIsNoStandstill() throws Exception {
    try (var server = new RawServer(saying); var upstream = open(server); var answer = begun(upstream, "hello")) {
      var reading = Given.waiting(() -> Given.piece(answer));
      for (var i = 0; i < 600; i++) {
        clock.jump(Duration.ofMillis(500));
        upstream.limits().tick();
      }
      assertEquals(Fault.of(FaultKind.TIMEOUT, SILENT), broken(reading).fault());
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
      try (var upstream = Given.provider("http://127.0.0.1:" + full.getLocalPort()).within(150, 30_000, 30_000).open(clock)) {
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
    try (var ticker = DeadlineTicker.started(); var logged = new Logged(DeadlineTicker.class.getName())) {
      ticker.watch(due(() -> {
        bad.countDown();
        throw new IllegalStateException("thrown by the test");
      }));
      assertTrue(bad.await(10, TimeUnit.SECONDS));
      ticker.watch(due(good::countDown));
      assertTrue(good.await(10, TimeUnit.SECONDS));
      assertEquals(List.of("a time limit could not be kept"), logged.from(Level.SEVERE));
    }
  }

  /// A call whose limit is over.
  private static Lifeline due(Closeable held) throws Exception {
    var lifeline = new Lifeline(System::nanoTime);
    lifeline.hold(held);
    lifeline.limit(Lifeline.Cut.REQUEST, Duration.ofNanos(1));
    return lifeline;
  }

  /// The limits of an env file that says nothing about them.
  private HelidonUpstream open(RawServer server) {
    return open(server, 600, 300);
  }

  /// @param request limit in seconds
  /// @param idle limit in seconds
  private HelidonUpstream open(RawServer server, long request, long idle) {
    return Given.provider(server.url()).within(10 * SECOND, request * SECOND, idle * SECOND).open(clock);
  }

  /// An answer of which that much is read.
  private UpstreamAnswer begun(HelidonUpstream upstream, String text) throws Exception {
    words.add(CHUNKED + chunk(text));
    var answer = Given.answer(upstream);
    assertEquals(text.replace("\n", "\r\n"), Given.piece(answer));
    return answer;
  }

  /// One more piece after a time of silence.
  private void piece(UpstreamAnswer answer, String text, long after, HelidonUpstream upstream) throws Exception {
    var reading = Given.waiting(() -> Given.piece(answer));
    pass(after, upstream);
    words.add(chunk(text));
    assertEquals(text.replace("\n", "\r\n"), soon(reading));
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.replace("\n", "\r\n").length()) + "\n" + text + "\n";
  }

  private void pass(long milliseconds, HelidonUpstream upstream) {
    clock.pass(Duration.ofMillis(milliseconds), upstream.limits());
  }

  private static <T> T soon(Future<T> task) throws Exception {
    return task.get(10, TimeUnit.SECONDS);
  }

  private static UpstreamAnswer.Broken broken(Future<?> reading) {
    return assertInstanceOf(UpstreamAnswer.Broken.class, assertThrows(ExecutionException.class, () -> soon(reading)).getCause());
  }
}
