package portside.wire.anthropic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.SearchHit;

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
    var accumulator = new MessageAccumulator();
    accumulator.accept(new StreamEvent.MessageStart("msg_1", "claude", Usage.of(1, 0)));
    assertThrows(IllegalStateException.class, accumulator::bytes);
  }

  private static final StreamEvent[] SEARCH = {
    new StreamEvent.MessageStart("msg_1", "claude", Usage.of(1, 0)),
    new StreamEvent.BlockStart(0, new StreamEvent.Opening.Thinking()),
    new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Thinking("Hm")),
    new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Signature("s")),
    new StreamEvent.BlockStop(0),
    new StreamEvent.BlockStart(1, new StreamEvent.Opening.ServerToolUse("srvtoolu_1", "web_search")),
    new StreamEvent.BlockDelta(1, new StreamEvent.Delta.InputJson("{\"query\":\"q\"}")),
    new StreamEvent.BlockStop(1),
    new StreamEvent.BlockStart(2, new StreamEvent.Opening.SearchHits("srvtoolu_1", List.of(new SearchHit("A", "https://a", ""), new SearchHit("B", "https://b", "")))),
    new StreamEvent.BlockStop(2),
    new StreamEvent.BlockStart(3, new StreamEvent.Opening.ServerToolFailure("web_search", "srvtoolu_2", "unavailable")),
    new StreamEvent.BlockStop(3),
    new StreamEvent.BlockStart(4, new StreamEvent.Opening.ToolUse("toolu_1", "Read")),
    new StreamEvent.BlockDelta(4, new StreamEvent.Delta.InputJson("{\"a\"")),
    new StreamEvent.BlockStop(4),
    new StreamEvent.MessageDelta(StopReason.TOOL_USE, null, Usage.of(1, 2).searched(1)),
    new StreamEvent.MessageStop()
  };

  @Test
  void blocksOfTheServersToolsAreWrittenAsTheApiWritesThem() {
    assertEquals("""
        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{},"caller":{"type":"direct"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[\
        {"type":"web_search_result","url":"https://a","title":"A","encrypted_content":"","page_age":null},\
        {"type":"web_search_result","url":"https://b","title":"B","encrypted_content":"","page_age":null}],"caller":{"type":"direct"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_2",\
        "content":{"type":"web_search_tool_result_error","error_code":"unavailable"},"caller":{"type":"direct"}}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":1,"output_tokens":2,\
        "server_tool_use":{"web_search_requests":1,"web_fetch_requests":0}}}

        """, written(SEARCH[5], SEARCH[8], SEARCH[10], SEARCH[15]));
  }

  @Test
  void aWholeMessageSaysTheSame() {
    var accumulator = new MessageAccumulator();
    Arrays.stream(SEARCH).forEach(accumulator);
    assertEquals("""
        {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"thinking","thinking":"Hm","signature":"s"},\
        {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"q"},"caller":{"type":"direct"}},\
        {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[\
        {"type":"web_search_result","url":"https://a","title":"A","encrypted_content":"","page_age":null},\
        {"type":"web_search_result","url":"https://b","title":"B","encrypted_content":"","page_age":null}],"caller":{"type":"direct"}},\
        {"type":"web_search_tool_result","tool_use_id":"srvtoolu_2","content":{"type":"web_search_tool_result_error","error_code":"unavailable"},\
        "caller":{"type":"direct"}},{"type":"tool_use","id":"toolu_1","name":"Read","input":{}}],"stop_reason":"tool_use","stop_sequence":null,\
        "usage":{"input_tokens":1,"output_tokens":2,"server_tool_use":{"web_search_requests":1,"web_fetch_requests":0}}}""",
        new String(accumulator.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void aMessageThatFailedCannotBeHadEither() {
    var accumulator = new MessageAccumulator();
    Arrays.stream(SEARCH).forEach(accumulator);
    assertEquals(Optional.empty(), accumulator.fault());
    accumulator.accept(new StreamEvent.Error(Fault.of(FaultKind.API, "no")));
    assertEquals(Optional.of(Fault.of(FaultKind.API, "no")), accumulator.fault());
    assertThrows(IllegalStateException.class, accumulator::bytes);
  }

  @Test
  void countsOfTwoRequestsAreAddedUp() {
    var one = new Usage(1, 2, OptionalLong.of(3), OptionalLong.empty(), OptionalLong.of(5), 1);
    var other = new Usage(10, 20, OptionalLong.of(30), OptionalLong.of(40), OptionalLong.empty(), 2);
    assertEquals(new Usage(11, 22, OptionalLong.of(33), OptionalLong.of(40), OptionalLong.of(5), 3), one.plus(other));
    assertEquals(new Usage(11, 22, OptionalLong.of(33), OptionalLong.of(40), OptionalLong.of(5), 3), other.plus(one));
  }
}
