package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;

class AnswerFeedTest {
  /// Writes down what it is fed.
  private static class Notes implements AnswerStream {
    final List<String> fed = new ArrayList<>();

    @Override
    public void data(String event, String data, Consumer<StreamEvent> out) {
      fed.add("data " + event + ":" + data);
    }

    @Override
    public void whole(String body, Consumer<StreamEvent> out) {
      fed.add("whole " + body);
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
      fed.add("end");
    }

    @Override
    public void fail(Fault fault, Consumer<StreamEvent> out) {
      fed.add("fail " + fault.message());
    }

    @Override
    public boolean concluded() {
      return false;
    }

    @Override
    public OptionalLong reportedInput() {
      return OptionalLong.empty();
    }

    @Override
    public boolean finished() {
      return false;
    }
  }

  private static List<String> fed(String body) {
    return fed(body, feed -> feed.end(_ -> {}));
  }

  private static List<String> fed(String body, Consumer<AnswerFeed> ending) {
    var notes = new Notes();
    var feed = new AnswerFeed(notes);
    for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
      feed.bytes(new byte[] {0, b, 0}, 1, 1, _ -> {});
    }
    ending.accept(feed);
    return notes.fed;
  }

  @Test
  void jsonIsGivenAsAWhole() {
    assertEquals(List.of("whole {\"a\":\"é\"}", "end"), fed("\uFEFF \n{\"a\":\"é\"}"));
    assertEquals(List.of("whole [1]", "end"), fed("[1]"));
  }

  @Test
  void aWebPageIsGivenAsAWhole() {
    assertEquals(List.of("whole <html>", "end"), fed("\r\n<html>"));
  }

  @Test
  void anythingElseIsAStream() {
    assertEquals(List.of("data :a", "data x:{\"b\"", "end"), fed("\n\n data: a\n\nevent: x\ndata: {\"b\""));
    assertEquals(List.of("data :a", "end"), fed(": hi\n\ndata: a\n\n"));
    assertEquals(List.of("end"), fed("Internal Server Error"));
    assertEquals(List.of("end"), fed(" \n"));
  }

  @Test
  void whatABrokenConnectionLeftHalfIsNotGiven() {
    Consumer<AnswerFeed> cut = feed -> feed.fail(Fault.of(FaultKind.UNREACHABLE, "cut"), _ -> {});
    assertEquals(List.of("fail cut"), fed("{\"a\":1}", cut));
    assertEquals(List.of("data :a", "fail cut"), fed("data: a\n\ndata: b", cut));
  }

  @Test
  void anEventBeyondTheLimitFails() {
    var notes = new Notes();
    var feed = new AnswerFeed(notes);
    var piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    for (int i = 0; i < 65 && notes.fed.isEmpty(); i++) {
      feed.bytes(piece, 0, piece.length, _ -> {});
    }
    assertEquals(List.of("fail the provider's answer is larger than 64 MiB"), notes.fed);
  }

  /// What becomes of a body when that many bytes are the limit.
  private static List<String> bounded(int limit, AnswerStream answer, String body) {
    var events = new ArrayList<String>();
    var feed = new AnswerFeed(answer, limit);
    for (var piece : body.split("(?<=\n\n)")) {
      var bytes = piece.getBytes(StandardCharsets.UTF_8);
      feed.bytes(bytes, 0, bytes.length, event -> events.add(event.toString()));
    }
    return events;
  }

  @Test
  void aDocumentHasALimit() {
    var notes = new Notes();
    bounded(19, notes, "{\"choices\":[123456]}");
    assertEquals(List.of("fail the provider's answer is larger than 0 MiB"), notes.fed);
    var fits = new Notes();
    assertEquals(List.of(), bounded(20, fits, "{\"choices\":[123456]}"));
    assertEquals(List.of(), fits.fed);
  }

  @Test
  void whatIsHeldBackHasALimit() {
    var silent = new Notes();
    bounded(100, silent, "data: 1234\n\n".repeat(7)); // 20 each
    assertEquals(List.of("data :1234", "data :1234", "data :1234", "data :1234", "data :1234", "data :1234", "fail the provider's answer is larger than 0 MiB"),
        silent.fed);
  }

  @Test
  void whatIsSaidHasALimitToo() {
    var talking = new Notes() {
      @Override
      public void data(String event, String data, Consumer<StreamEvent> out) {
        super.data(event, data, out);
        out.accept(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.InputJson(data)));
      }
    };
    bounded(100, talking, "data: 1234\n\n".repeat(5));
    assertEquals("data :1234", talking.fed.getLast());
    bounded(100, talking, "data: 1234\n\n".repeat(9));
    assertEquals("fail the provider's answer is larger than 0 MiB", talking.fed.getLast());
    assertEquals(5 + 6 + 1, talking.fed.size(), "nothing is fed behind the end");
  }
}
