package portside.wire.anthropic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;

class EventWriterTest {
  private final EventWriter writer = new EventWriter("req_1");

  private String written(StreamEvent... events) {
    Arrays.stream(events).forEach(writer);
    var text = new String(writer.buffer(), 0, writer.length(), StandardCharsets.UTF_8);
    writer.clear();
    return text;
  }

  @Test
  void aMessageIsWrittenAsTheApiWritesIt() {
    var usage = new Usage(12, 7, OptionalLong.of(8), OptionalLong.of(1), OptionalLong.of(3));
    assertEquals("""
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"output_tokens":0}}}

        event: ping
        data: {"type":"ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

        event: content_block_start
        data: {"type":"content_block_start","index":12,"content_block":{"type":"tool_use","id":"toolu_1","name":"Read","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":12,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"X\\"Y"},"usage":{"input_tokens":12,"cache_creation_input_tokens":1,"cache_read_input_tokens":8,"output_tokens":7,"output_tokens_details":{"thinking_tokens":3}}}

        event: message_stop
        data: {"type":"message_stop"}

        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"busy"},"request_id":"req_1"}

        """,
        written(
            new StreamEvent.MessageStart("msg_1", "claude", Usage.of(100, 0)),
            new StreamEvent.Ping(),
            new StreamEvent.BlockStart(0, new StreamEvent.Opening.Thinking()),
            new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Thinking("Hm")),
            new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Signature("s")),
            new StreamEvent.BlockStop(0),
            new StreamEvent.BlockStart(1, new StreamEvent.Opening.Text()),
            new StreamEvent.BlockDelta(1, new StreamEvent.Delta.Text("Hi")),
            new StreamEvent.BlockStart(12, new StreamEvent.Opening.ToolUse("toolu_1", "Read")),
            new StreamEvent.BlockDelta(12, new StreamEvent.Delta.InputJson("{\"a\":1}")),
            new StreamEvent.MessageDelta(StopReason.STOP_SEQUENCE, "X\"Y", usage),
            new StreamEvent.MessageStop(),
            new StreamEvent.Error(Fault.of(FaultKind.OVERLOADED, "busy"))));
  }

  @Test
  void everyCharacterSurvives() {
    var all = new StringBuilder();
    for (int point = 0; point < 0x11000; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        all.appendCodePoint(point);
      }
    }
    for (int shift = 0; shift < 3; shift++) { // characters of two halves at every place of the writer's slices
      var delta = new StreamEvent.BlockDelta(3, new StreamEvent.Delta.Text("x".repeat(shift) + all + "😀".repeat(5000)));
      assertEquals(List.of(delta), StreamJudge.read(written(delta).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void halfACharacterBecomesAReplacement() throws Json.Malformed {
    var text = written(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Text("a\ud83d b\ude00 c\ud83d")));
    var json = Json.object(text.substring(text.indexOf("data: ") + 6).strip());
    assertEquals("a\uFFFD b\uFFFD c\uFFFD", json.getJsonObject("delta").getString("text"));
  }

  @Test
  void whatWaitsIsThereUntilItIsForgotten() {
    writer.accept(new StreamEvent.Ping());
    assertEquals("event: ping\ndata: {\"type\":\"ping\"}\n\n", new String(writer.buffer(), 0, writer.length(), StandardCharsets.UTF_8));
    writer.clear();
    assertEquals(0, writer.length());
  }

  @Test
  void anErrorBodyIsTheSameEnvelope() {
    var expected = "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"a \\\"b\\\"\"},\"request_id\":\"req_2\"}";
    assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), ErrorBody.of(Fault.of(FaultKind.API, "a \"b\""), "req_2"));
    assertEquals("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"a\"}}",
        new String(ErrorBody.of(Fault.of(FaultKind.API, "a"), null), StandardCharsets.UTF_8));
  }

  @Test
  void aMessageThatIsNotCompleteCannotBeHad() {
    var fold = new MessageFold();
    fold.accept(new StreamEvent.MessageStart("msg_1", "claude", Usage.of(1, 0)));
    assertThrows(IllegalStateException.class, fold::bytes);
  }
}
