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
import portside.wire.anthropic.StreamEvent;

class AnswerFeedTest {
  /// Writes down what it is fed.
  private static final class Notes implements AnswerStream {
    private final List<String> fed = new ArrayList<>();

    @Override
    public void data(String event, String data, Consumer<StreamEvent> out) {
      fed.add("data " + event + ":" + data);
    }

    @Override
    public void whole(String body, Consumer<StreamEvent> out) {
      fed.add("whole " + body);
    }

    @Override
    public void end(boolean clean, Consumer<StreamEvent> out) {
      fed.add("end " + clean);
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

  private static List<String> fed(String body, boolean clean) {
    var notes = new Notes();
    var feed = new AnswerFeed(notes);
    for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
      feed.bytes(new byte[] {0, b, 0}, 1, 1, _ -> {});
    }
    feed.end(clean, _ -> {});
    return notes.fed;
  }

  @Test
  void jsonIsGivenAsAWhole() {
    assertEquals(List.of("whole {\"a\":\"é\"}", "end true"), fed("\uFEFF \n{\"a\":\"é\"}", true));
    assertEquals(List.of("whole [1]", "end true"), fed("[1]", true));
  }

  @Test
  void aWebPageIsGivenAsAWhole() {
    assertEquals(List.of("whole <html>", "end true"), fed("\r\n<html>", true));
  }

  @Test
  void anythingElseIsAStream() {
    assertEquals(List.of("data :a", "data x:{\"b\"", "end true"), fed("\n\n data: a\n\nevent: x\ndata: {\"b\"", true));
    assertEquals(List.of("data :a", "end true"), fed(": hi\n\ndata: a\n\n", true));
    assertEquals(List.of("end true"), fed("Internal Server Error", true));
    assertEquals(List.of("end true"), fed(" \n", true));
  }

  @Test
  void whatABrokenConnectionLeftHalfIsNotGiven() {
    assertEquals(List.of("end false"), fed("{\"a\":1}", false));
    assertEquals(List.of("data :a", "end false"), fed("data: a\n\ndata: b", false));
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
}
