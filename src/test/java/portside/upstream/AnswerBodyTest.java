package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import portside.fake.Line;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Bodies as providers frame, pack and break them.
class AnswerBodyTest {
  /// What is too much for the words of a status line, and for one field.
  private static final int LINE = 256 - "HTTP/1.1 100 ".length();
  private static final int FIELDS = 64 * 1024 - 1;

  private static final String CHUNKED = "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n";

  @Test
  void chunksOfEverySpelling() throws Exception {
    assertEquals("hello world!!", body(CHUNKED + "\n5\nhello\n006;name=\"v\"\n world\n1 \n!\n000000000000001\n!\n0;last\nx-trailer: yes\nother: 1\n\n"));
  }

  @Test
  void ofALength() throws Exception {
    assertEquals("hello", body("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello"));
  }

  @Test
  void empty() throws Exception {
    assertEquals("", body("HTTP/1.1 200 OK\ncontent-length: 0\n\n"));
    assertEquals("", body(CHUNKED + "\n0\n\n"));
    assertEquals("", body("HTTP/1.1 204 No Content\n\n"));
  }

  @Test
  void untilClosed() throws Exception {
    assertEquals("hello", body("HTTP/1.0 200 OK\n\nhello"));
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    assertEquals("hello", body("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nlink: </x>\n\nHTTP/1.1 200 OK\ncontent-length: 5\n\nhello"));
  }

  @Test
  void atEverySplitOfTheBytes() throws Exception {
    var whole = CHUNKED + "\n5;x\nhello\n6\n world\n0\na: b\n\n";
    for (var split = 1; split < whole.replace("\n", "\r\n").length(); split += 3) {
      var at = split;
      RawServer.Script inTwo = (client, number) -> {
        client.request();
        var bytes = whole.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        client.bytes(Arrays.copyOfRange(bytes, 0, at));
        client.bytes(Arrays.copyOfRange(bytes, at, bytes.length));
        client.awaitClosed();
      };
      try (var server = new RawServer(inTwo);
          var upstream = Given.provider(server.url()).open()) {
        assertEquals("hello world", Given.text(Given.answer(upstream)), "split at " + at);
      }
    }
  }

  @Test
  void partOfAChunkIsGivenBeforeTheRestIsHere() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script halves = (client, number) -> {
      client.request();
      client.say(CHUNKED + "\na\nhello");
      go.await();
      client.say("world\n0\n\n");
    };
    try (var server = new RawServer(halves);
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello", Given.piece(answer));
      assertFalse(answer.ready());
      go.countDown();
      assertEquals("world", Given.rest(answer));
    }
  }

  @Test
  void oneReadGivesAllThatIsHere() throws Exception {
    try (var server = saying(CHUNKED + "\n5\nhello\n6\n world\n0\n\n");
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello world", Given.piece(answer));
      assertTrue(answer.ready(), "the end is here");
      assertEquals("", Given.rest(answer));
    }
  }

  @Test
  void readyMeansTheNextReadDoesNotWait() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script twice = (client, number) -> {
      client.request();
      client.say(CHUNKED + "\n3\nabc\n3\ndef\n3");
      go.await();
      client.say("\nghi\n0\n\n");
    };
    try (var server = new RawServer(twice);
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      var two = new byte[2];
      assertEquals(2, answer.read(two));
      assertTrue(answer.ready(), "c");
      assertEquals(2, answer.read(two));
      assertTrue(answer.ready(), "ef");
      assertEquals(2, answer.read(two));
      assertFalse(answer.ready(), "half a size line");
      go.countDown();
      assertEquals("ghi", Given.rest(answer));
    }
  }

  @Test
  void gzipWithAndWithoutItsHeader() throws Exception {
    assertEquals("hello", packed("content-encoding: gzip\n", gzip("hello")));
    assertEquals("hello", packed("", gzip("hello")));
  }

  @Test
  void aGzipHeaderOverPlainText() throws Exception {
    assertEquals("{}", packed("content-encoding: gzip\n", "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aDeflateHeaderOverPlainText() throws Exception {
    assertEquals("{}", packed("content-encoding: deflate\n", "{}".getBytes(StandardCharsets.UTF_8)));
    assertEquals("[]", packed("content-encoding: deflate\n", "[]".getBytes(StandardCharsets.UTF_8)));
    assertEquals("", packed("content-encoding: deflate\n", new byte[0]));
  }

  /// A block that is stored, and not the last one, begins with a zero.
  @Test
  void deflateThatOnlyStores() throws Exception {
    assertEquals("hi", packed("content-encoding: deflate\n", new byte[] {0, 2, 0, -3, -1, 'h', 'i', 3, 0}));
  }

  @Test
  void deflateOfBothKinds() throws Exception {
    assertEquals("hello", packed("content-encoding: deflate\n", deflate("hello", false)));
    assertEquals("hello", packed("content-encoding: deflate\n", deflate("hello", true)));
  }

  @Test
  void gzipStreamsAndKeepsItsConnection() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script streaming = (client, number) -> {
      while (!client.request().isEmpty()) {
        var bytes = new ByteArrayOutputStream();
        var gzip = new GZIPOutputStream(bytes, 512, true);
        gzip.write("hello".getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        client.say(CHUNKED + "content-encoding: gzip\n\n");
        chunk(client, bytes);
        go.await();
        gzip.write("world".getBytes(StandardCharsets.UTF_8));
        gzip.finish();
        chunk(client, bytes);
        client.say("0\n\n");
      }
    };
    try (var server = new RawServer(streaming);
        var upstream = Given.provider(server.url()).open()) {
      try (var answer = Given.answer(upstream)) {
        assertEquals("hello", Given.piece(answer));
        go.countDown();
        assertEquals("world", Given.rest(answer));
      }
      assertEquals("helloworld", Given.text(Given.answer(upstream)));
    }
  }

  @Test
  void cutBodiesAreBroken() throws Exception {
    var cut = "glm closed the connection in the middle of its answer";
    assertEquals(cut, broken("HTTP/1.1 200 OK\ncontent-length: 6\n\nhello"));
    assertEquals(cut, broken(CHUNKED + "\n5\nhello\n"));
    assertEquals(cut, broken(CHUNKED + "\n9\nhello"));
    assertEquals(cut, broken(CHUNKED + "\n5\nhello\n0\n"));
    assertEquals("glm sent an answer that breaks the rules of HTTP", broken(CHUNKED + "\n5\nhello\nsurprise\n"));
    assertEquals("glm sent an answer that breaks the rules of HTTP", broken(CHUNKED + "\n0000000000000005\nhello\n0\n\n"));
  }

  @Test
  void whatCameBeforeABreakIsGiven() throws Exception {
    try (var server = saying(CHUNKED + "\n5\nhello\nsurprise\n");
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello", Given.piece(answer));
      assertThrows(UpstreamAnswer.Broken.class, () -> Given.piece(answer));
    }
  }

  @Test
  void aPackedAnswerThatIsClosedGivesNothingMore() throws Exception {
    for (var packed : List.of(gzip("hello"), deflate("hello", false))) {
      RawServer.Script script = (client, number) -> {
        client.request();
        client.say("HTTP/1.1 200 OK\ncontent-encoding: deflate\ncontent-length: " + packed.length + "\n\n");
        client.bytes(packed);
      };
      try (var server = new RawServer(script);
          var upstream = Given.provider(server.url()).open()) {
        var answer = Given.answer(upstream);
        assertEquals(2, answer.read(new byte[2]));
        assertFalse(answer.ready());
        answer.close();
        assertThrows(UpstreamAnswer.Broken.class, () -> answer.read(new byte[2]));
      }
    }
  }

  @Test
  void betweenTwoPiecesOfDataThereIsRoomForSixteenKilobytes() throws Exception {
    var most = 16 * 1024;
    var against = "glm sent an answer that breaks the rules of HTTP";
    assertEquals("hello", body(CHUNKED + "\n5;" + "x".repeat(most - 4) + "\nhello\n0\n\n"));
    assertEquals(against, broken(CHUNKED + "\n5;" + "x".repeat(most - 3) + "\nhello\n0\n\n"));
    assertEquals(against, broken(CHUNKED + "\n" + "\n".repeat(most) + "5\nhello\n0\n\n"));
    assertEquals("hello", body(CHUNKED + "\n5\nhello\n0\n" + trailers(most - 7) + "\n"));
    assertEquals(against, broken(CHUNKED + "\n5\nhello\n0\n" + trailers(most - 6) + "\n"));
    assertEquals(against, broken(CHUNKED + "\n0\n" + "a: b\n".repeat(most)));
  }

  /// One trailer of so many bytes.
  private static String trailers(int bytes) {
    return "a: " + "b".repeat(bytes - 5) + "\n";
  }

  @Test
  void aHeadHasRoomForSixtyFourKilobytes() throws Exception {
    var answer = "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello";
    assertEquals("hello", body("HTTP/1.1 200 OK\na: " + "b".repeat(63 << 10) + "\ncontent-length: 5\n\nhello"));
    assertEquals("hello", body("HTTP/1.1 100 " + "x".repeat(LINE - 1) + "\n\n" + answer));
    assertEquals("hello", body("HTTP/1.1 100 Continue\n" + field(FIELDS - 1) + "\n\n" + answer));
    for (var head : List.of("HTTP/1.1 200 OK\na: " + "b".repeat(65 << 10), "HTTP/1.1 200 OK\n" + "a: b\n".repeat(16 << 10),
        "HTTP/1.1 200 " + "x".repeat(1 << 10), "HTTP/1.1 100 Continue\n" + field(FIELDS) + "\n\n" + answer,
        "HTTP/1.1 100 " + "x".repeat(LINE) + "\n\n" + answer)) {
      try (var server = saying(head + "\ncontent-length: 5\n\nhello"); var upstream = Given.provider(server.url()).open()) {
        assertEquals(Fault.of(FaultKind.UNREACHABLE, server.url() + " did not answer in HTTP"), Given.failure(upstream).fault());
      }
    }
  }

  /// A line of a head of so many bytes.
  private static String field(int bytes) {
    return "a: " + "b".repeat(bytes - 3);
  }

  @Test
  void cutGzipIsBroken() throws Exception {
    var bytes = gzip("hello".repeat(100));
    RawServer.Script cut = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\n\n");
      client.bytes(Arrays.copyOf(bytes, bytes.length - 12));
    };
    assertEquals("glm closed the connection in the middle of its answer", brokenBy(cut));
  }

  @Test
  void aResetIsBroken() throws Exception {
    var go = new CountDownLatch(1);
    RawServer.Script resetting = (client, number) -> {
      client.request();
      client.say(CHUNKED + "\n5\nhello\n");
      go.await();
      client.cut();
    };
    try (var server = new RawServer(resetting);
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      assertEquals("hello", Given.piece(answer));
      go.countDown();
      var broken = assertThrows(UpstreamAnswer.Broken.class, () -> Given.rest(answer));
      assertEquals(Fault.of(FaultKind.UNREACHABLE, "the connection to glm broke in the middle of its answer"), broken.fault());
      assertFalse(broken.cancelled());
    }
  }

  private static RawServer saying(String text) throws IOException {
    return new RawServer((client, number) -> {
      client.request();
      client.say(text);
    });
  }

  private static String body(String answer) throws Exception {
    try (var server = saying(answer);
        var upstream = Given.provider(server.url()).open()) {
      return Given.text(Given.answer(upstream));
    }
  }

  private static String packed(String header, byte[] bytes) throws Exception {
    RawServer.Script script = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\n" + header + "content-length: " + bytes.length + "\n\n");
      client.bytes(bytes);
    };
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      return Given.text(Given.answer(upstream));
    }
  }

  private static String broken(String answer) throws Exception {
    return brokenBy((client, number) -> {
      client.request();
      client.say(answer);
    });
  }

  private static String brokenBy(RawServer.Script script) throws Exception {
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open();
        var answer = Given.answer(upstream)) {
      return assertThrows(UpstreamAnswer.Broken.class, () -> Given.rest(answer)).fault().message();
    }
  }

  private static void chunk(Line client, ByteArrayOutputStream bytes) throws IOException {
    client.say(Integer.toHexString(bytes.size()) + "\n");
    client.bytes(bytes.toByteArray());
    client.say("\n");
    bytes.reset();
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(String text, boolean bare) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
      deflate.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
