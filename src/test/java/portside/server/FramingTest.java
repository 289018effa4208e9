package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.RawClient.chunked;
import static portside.RawClient.post;

import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.Logged;

/// Where a request ends, and what becomes of its connection (RFC 9112).
@Isolated("what others log would be read as well")
class FramingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Door door = new Door();

  @AfterEach
  void close() {
    door.close();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("a length", post("/echo", "abc"), "abc"),
        Arguments.of("no length", "POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", ""),
        Arguments.of("length 0", post("/echo", ""), ""),
        Arguments.of("chunks", chunked("/echo", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), "abcde"),
        Arguments.of("no chunk", chunked("/echo", "0\r\n\r\n"), ""),
        Arguments.of("a chunk extension", chunked("/echo", "3;a=b\r\nabc\r\n0;c\r\n\r\n"), "abc"),
        Arguments.of("a quoted chunk extension", chunked("/echo", "3 ; a=\"x;y\"\r\nabc\r\n0\r\n\r\n"), "abc"),
        Arguments.of("leading zeros and capitals", chunked("/echo", "00A\r\n0123456789\r\n0\r\n\r\n"), "0123456789"),
        Arguments.of("a size of fifteen digits", chunked("/echo", "00000000000000A\r\n0123456789\r\n0\r\n\r\n"), "0123456789"),
        Arguments.of("a line of 8 KB", chunked("/echo", "3;" + "x".repeat(8190) + "\r\nabc\r\n0\r\n\r\n"), "abc"),
        Arguments.of("trailers", chunked("/echo", "3\r\nabc\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"), "abc"),
        Arguments.of("a body as large as the limit", post("/echo", "x".repeat(Door.BODY_LIMIT)), "x".repeat(Door.BODY_LIMIT)),
        Arguments.of("a length of eighteen digits", post("/echo", "012345678").replace(": 9", ": 000000000000000009"), "012345678"),
        Arguments.of("identity", post("/echo", "abc", "Content-Encoding: identity"), "abc"),
        Arguments.of("capitals", post("/echo", "abc").replace("Content-Length", "CONTENT-LENGTH"), "abc"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aGoodBodyIsReadAndTheNextRequestFollows(String name, String request, String body) throws Exception {
    try (var client = door.client()) {
      for (var time = 0; time < 2; time++) {
        var answer = client.send(request).answer();
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertEquals(body, answer.substring(answer.indexOf("\r\n\r\n") + 4));
      }
    }
  }

  @Test
  void aBodyMayComeByteByByte() throws Exception {
    try (var client = door.client()) {
      for (var sign : chunked("/echo", "3;a=b\r\nabc\r\n0\r\n\r\n").split("")) {
        client.send(sign);
      }
      assertTrue(client.answer().endsWith("\r\n\r\nabc"));
    }
  }

  static Stream<Arguments> unreadable() {
    var head = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
    return Stream.of(
        Arguments.of(400, chunked("/echo", "zz\r\n")),
        Arguments.of(400, chunked("/echo", "-3\r\n")),
        Arguments.of(400, chunked("/echo", "0x3\r\nabc\r\n")),
        Arguments.of(400, chunked("/echo", "\r\n")),
        Arguments.of(400, chunked("/echo", "3\nabc\r\n0\r\n\r\n")),
        Arguments.of(400, chunked("/echo", "3\r\nabcd\r\n0\r\n\r\n")),
        Arguments.of(400, chunked("/echo", "3\r\nabc\n0\r\n\r\n")),
        Arguments.of(400, chunked("/echo", "3\r\nabc\rX0\r\n\r\n")),
        Arguments.of(400, chunked("/echo", "3;" + "x".repeat(8191) + "\r\n")),
        Arguments.of(400, chunked("/echo", "3\u00b2\r\n")),
        Arguments.of(400, chunked("/echo", "0\r\n" + "a: b\r\n".repeat(101) + "\r\n")),
        Arguments.of(400, chunked("/echo", "ffffffffffffffff\r\n")),
        Arguments.of(413, chunked("/echo", "7fffffff\r\n")),
        Arguments.of(413, chunked("/echo", "10001\r\n")),
        Arguments.of(413, chunked("/echo", "fffe\r\n" + "x".repeat(0xfffe) + "\r\n3\r\n")),
        Arguments.of(413, chunked("/drop", "10001\r\n")),
        Arguments.of(400, chunked("/drop", "zz\r\n")),
        Arguments.of(413, head + "Content-Length: 65537\r\n\r\n"),
        Arguments.of(413, head.replace("/echo", "/drop") + "Content-Length: 65537\r\n\r\n"),
        Arguments.of(400, head + "Content-Length: -1\r\n\r\n"),
        Arguments.of(400, head + "Content-Length: 3, 3\r\n\r\nabc"),
        Arguments.of(400, head + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
        Arguments.of(400, head + "Content-Length:\r\n\r\n"),
        Arguments.of(400, head + "Content-Length: 9223372036854775808\r\n\r\n"),
        Arguments.of(400, head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding: identity\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding: chunked, gzip\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding: chunked, chunked\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "X: 1\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "X: 1\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "X: 1\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, head + "no colon\r\n\r\n"),
        Arguments.of(400, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(501, head + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        Arguments.of(501, head + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Arguments.of(417, head + "Expect: a-miracle\r\nContent-Length: 3\r\n\r\nabc"),
        Arguments.of(505, "GET /hidden HTTP/2.0\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "GET /hidden\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "\u0016\u0003\u0001"),
        Arguments.of(400, "\0"),
        Arguments.of(400, " GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "GET /hidden HTTP/1.1\r\n\r\n"),
        Arguments.of(400, "GET /hidden HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
        Arguments.of(414, "GET /" + "a".repeat(16 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of(400, "GET /hidden HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(64 * 1024) + "\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatCannotBeFramedIsAnsweredAndNothingBehindItIsServed(int status, String request) throws Exception {
    try (var client = door.client(); var logged = new Logged("io.helidon")) {
      var answer = client.send(request).send(HIDDEN).answer();
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
      assertTrue(answer.contains("\"type\":\"error\"") && answer.contains("\r\nrequest-id: req_"), answer);
      assertFalse(answer.contains("the proxy failed"), answer);
      assertEquals("", door.rest(client));
      assertEquals(0, door.hidden.get());
      assertEquals(List.of(), logged.from(Level.WARNING));
    }
  }

  @Test
  void anErrorNamesWhatIsWrong() throws Exception {
    assertTrue(answer("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n").contains("only chunked is known"));
    assertTrue(answer("GET / HTTP/1.1\r\n\r\n").contains("Host header must be present"));
    assertTrue(answer(chunked("/echo", "10001\r\n")).contains("MAX_BODY_MB"));
    assertTrue(answer("GET / HTTP/3\r\n\r\n").contains("this proxy speaks HTTP/1.1 and HTTP/1.0"));
    assertTrue(answer("\u0016\u0003\u0001").contains("this port speaks HTTP, not HTTPS"));
    assertTrue(answer("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n").contains("look at its path"));
    assertTrue(answer(chunked("/echo", "3\n")).contains("a line must end with CR and LF"));
    assertTrue(answer(chunked("/echo", "3;" + "x".repeat(8191))).contains("a line of the chunked body is too long"));
  }

  @Test
  void aHeadHasRoomForSixteenKilobytesAndSixtyFour() throws Exception {
    var most = 16 * 1024;
    assertTrue(answer(line(most - 1) + "\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 404 "));
    assertTrue(answer(line(most) + "\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 414 "));
    var fields = "Host: localhost\r\nX: \r\n\r\n";
    assertTrue(answer(HIDDEN.replace("\r\n\r\n", "\r\nX: " + "x".repeat(64 * 1024 - fields.length() + 1) + "\r\n\r\n")).endsWith("hidden"));
    var over = answer(HIDDEN.replace("\r\n\r\n", "\r\nX: " + "x".repeat(64 * 1024 - fields.length() + 2) + "\r\n\r\n"));
    assertTrue(over.startsWith("HTTP/1.1 400 ") && over.contains("the headers are over 64 KB"), over);
  }

  /// A request line of that length.
  private static String line(int length) {
    return "GET /" + "a".repeat(length - "GET / HTTP/1.1".length()) + " HTTP/1.1";
  }

  @Test
  void aBodyNobodyWantsIsReadOverUpToTheLimit() throws Exception {
    try (var client = door.client()) {
      var kept = client.send(post("/early", "x".repeat(Door.BODY_LIMIT))).answer();
      assertFalse(kept.contains("Connection: close"), kept);
      var last = client.send(post("/early", "x".repeat(Door.BODY_LIMIT + 1))).answer();
      assertTrue(last.startsWith("HTTP/1.1 200 ") && last.contains("Connection: close\r\n"), last);
    }
  }

  @Test
  void aPackedBodyIsRefusedAndTheNextRequestFollows() throws Exception {
    try (var client = door.client()) {
      for (var coding : List.of("gzip", "identity, br", "zstd")) {
        var answer = client.send(post("/echo", "abc", "Content-Encoding: " + coding)).answer();
        assertTrue(answer.startsWith("HTTP/1.1 415 ") && answer.contains("Content-Encoding: send the body uncompressed"), answer);
      }
      assertTrue(client.send(post("/echo", "plain")).answer().endsWith("plain"));
    }
  }

  @Test
  void aBodyNobodyWantsIsReadOverAndTheNextRequestFollows() throws Exception {
    try (var client = door.client()) {
      client.send(post("/early", HIDDEN)).send(chunked("/early", Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n"));
      client.send(post("/nowhere", HIDDEN)).send(post("/drop", HIDDEN)).send(post("/echo", "last"));
      for (var status : List.of(200, 200, 404, 204)) {
        assertTrue(client.answer().startsWith("HTTP/1.1 " + status + " "));
      }
      assertTrue(client.answer().endsWith("last"));
      assertEquals(0, door.hidden.get());
    }
  }

  @Test
  void emptyLinesBetweenRequestsAreIgnored() throws Exception {
    try (var client = door.client()) {
      client.send("\r\n" + post("/echo", "one") + "\r\n\r\n" + post("/echo", "two"));
      assertTrue(client.answer().endsWith("one"));
      assertTrue(client.answer().endsWith("two"));
      assertTrue(client.send("\r\n".repeat(9)).answer().startsWith("HTTP/1.1 400 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo", "/stream", "/early", "/drop", "/nowhere", "/fails"})
  void connectionCloseIsDone(String path) throws Exception {
    var method = path.equals("/fails") ? "GET" : "POST";
    try (var client = door.client()) {
      client.send(post(path, "{}", "Connection: close").replace("POST", method)).send(HIDDEN);
      var all = client.rest();
      assertTrue(all.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), all);
      assertEquals(0, door.hidden.get());
    }
  }

  @Test
  void anOldClientGetsItsAnswerAndTheEndOfTheConnection() throws Exception {
    try (var client = door.client()) {
      var all = client.send("POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc").send(HIDDEN).rest();
      assertTrue(all.startsWith("HTTP/1.1 200 OK\r\n") && all.contains("Connection: close\r\n") && all.endsWith("\r\n\r\nabc"), all);
    }
    try (var client = door.client()) {
      var all = client.send("POST /stream HTTP/1.0\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc").rest();
      assertTrue(all.startsWith("HTTP/1.1 200 OK\r\n") && all.contains("Connection: close\r\n") && all.endsWith("\r\n\r\nabc"), all);
      assertFalse(all.toLowerCase(Locale.ROOT).contains("transfer-encoding"), all);
    }
    assertEquals(0, door.hidden.get());
  }

  @Test
  void whatIsServedIsToldToWhoAsks() throws Exception {
    assertTrue(answer("OPTIONS /echo HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 204 No Content\r\n"));
    var answer = answer("OPTIONS /early HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 204 ") && answer.contains("\r\nAllow: GET, POST\r\n"), answer);
  }

  @Test
  void aClientThatAwaitsContinueGetsItWhenItsBodyIsWanted() throws Exception {
    var head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    try (var client = door.client()) {
      client.send(head);
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.readUntil("\r\n\r\n"));
      assertTrue(client.send("abc").answer().endsWith("abc"));
      assertTrue(client.send(head + "abc").answer().startsWith("HTTP/1.1 200 "), "a client that does not wait needs none");
      var refused = client.send(head.replace("/echo", "/nowhere")).answer();
      assertTrue(refused.startsWith("HTTP/1.1 404 ") && refused.contains("Connection: close\r\n"), refused);
      assertEquals("", door.rest(client));
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleIsNoFaultOfOurs() throws Exception {
    try (var helidon = new Logged("io.helidon"); var own = new Logged("portside")) {
      for (var request : List.of(chunked("/echo", "5\r\nab"), "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab", "POST /ec",
          "POST /drop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab", "POST /echo HTTP/1.1\r\nHost: lo")) {
        try (var client = door.client()) {
          client.send(request);
        }
        var client = door.client();
        client.send(request).reset();
      }
      try (var last = door.client()) {
        assertTrue(last.send(post("/echo", "last")).answer().endsWith("last"), "connections are taken in their order, so all of them are");
      }
      door.close(); // waits for all of them
      assertEquals(List.of(), helidon.from(Level.WARNING));
      assertEquals(List.of(), own.from(Level.WARNING));
    }
  }

  @Test
  void aMistakeOfOursHasTheIdThatTheLogHas() throws Exception {
    try (var logged = new Logged("portside")) {
      var failed = answer("GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(failed.startsWith("HTTP/1.1 500 "), failed);
      var exhausted = answer("GET /exhausted HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(exhausted.startsWith("HTTP/1.1 529 ") && exhausted.contains("overloaded_error"), exhausted);
      assertTrue(exhausted.contains("\r\nRetry-After: 5\r\n"), exhausted);
      var said = logged.from(Level.WARNING);
      assertEquals(2, said.size(), said.toString());
      assertEquals("request " + id(failed) + " failed inside the proxy", said.getFirst());
      assertTrue(said.getLast().startsWith("request " + id(exhausted) + " ran out of memory (as if): "), said.getLast());
    }
  }

  @Test
  void aMistakeInAnAnswerBreaksItOff() throws Exception {
    try (var late = door.client(); var behind = door.client(); var logged = new Logged("portside")) {
      var all = late.send("GET /fails-late HTTP/1.1\r\nHost: localhost\r\n\r\n").rest();
      assertTrue(all.startsWith("HTTP/1.1 200 ") && all.endsWith("\r\n\r\n1\r\na\r\n"), all);
      var whole = behind.send("GET /fails-behind HTTP/1.1\r\nHost: localhost\r\n\r\n").rest();
      assertTrue(whole.startsWith("HTTP/1.1 204 ") && whole.endsWith("\r\n\r\n"), whole);
      assertEquals(List.of("request " + id(all) + " failed inside the proxy", "request " + id(whole) + " failed inside the proxy"),
          logged.from(Level.WARNING));
    }
  }

  private String answer(String request) throws Exception {
    try (var client = door.client()) {
      return client.send(request).answer();
    }
  }

  private static String id(String answer) {
    return answer.lines().filter(line -> line.startsWith("request-id: ")).findFirst().orElseThrow().substring("request-id: ".length());
  }
}
