package portside.translate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.BlockDelta;
import portside.wire.anthropic.StreamEvent.BlockStart;
import portside.wire.anthropic.StreamEvent.BlockStop;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;
import portside.wire.anthropic.Usage;

/// What an OpenAI client is sent for each event, streamed and whole.
class ChatCompletionsWriterTest {
  private static final StreamEvent START = new StreamEvent.MessageStart("msg_1", "gpt", Usage.of(1, 0));
  private static final String HEAD = "{'id':'chatcmpl-1','object':'chat.completion.chunk','created':7,'model':'gpt','choices':[";

  private static String streamed(boolean usage, StreamEvent... events) {
    var writer = new ChatCompletionsWriter(7, usage);
    List.of(events).forEach(writer);
    return new String(writer.buffer(), 0, writer.length(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static String whole(StreamEvent... events) {
    var writer = new ChatCompletionAccumulator(7);
    List.of(events).forEach(writer);
    return new String(writer.bytes(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static String chunk(String delta) {
    return "data: " + HEAD + "{'index':0,'delta':{" + delta + "},'logprobs':null,'finish_reason':null}]}\n\n";
  }

  private static String last(String delta, String reason) {
    return "data: " + HEAD + "{'index':0,'delta':{" + delta + "},'logprobs':null,'finish_reason':'" + reason + "'}]}\n\ndata: [DONE]\n\n";
  }

  private static StreamEvent end(StopReason reason) {
    return new StreamEvent.MessageDelta(reason, null, Usage.of(10, 2));
  }

  private static final StreamEvent STOP = new StreamEvent.MessageStop();

  @Test
  void textAndThinking() {
    var events = new StreamEvent[] {START, new BlockStart(0, new Opening.Thinking()), new BlockDelta(0, new Delta.Thinking("hm")),
      new BlockDelta(0, new Delta.Signature("sealed")), new BlockStop(0), new BlockStart(1, new Opening.Text()), new BlockDelta(1, new Delta.Text("a\n")),
      new BlockDelta(1, new Delta.Text("b")), new BlockStop(1), end(StopReason.END_TURN), STOP};
    assertEquals(chunk("'role':'assistant','content':null,'reasoning_content':'hm'") + chunk("'content':'a\\n'") + chunk("'content':'b'") + last("", "stop"),
        streamed(false, events));
    assertEquals("{'id':'chatcmpl-1','object':'chat.completion','created':7,'model':'gpt','choices':[{'index':0,'message':{'role':'assistant','content':'a\\nb',"
        + "'refusal':null,'reasoning_content':'hm'},'logprobs':null,'finish_reason':'stop'}],"
        + "'usage':{'prompt_tokens':10,'completion_tokens':2,'total_tokens':12}}", whole(events));
  }

  @Test
  void calls() {
    var events = new StreamEvent[] {START, new BlockStart(0, new Opening.ToolUse("call_a", "t")), new BlockDelta(0, new Delta.InputJson("{\"a\"")),
      new BlockDelta(0, new Delta.InputJson(":1}")), new BlockStop(0), new BlockStart(1, new Opening.ToolUse("call_b", "u")), new BlockStop(1),
      end(StopReason.TOOL_USE), STOP};
    assertEquals(
        chunk("'role':'assistant','content':null,'tool_calls':[{'index':0,'id':'call_a','type':'function','function':{'name':'t','arguments':''}}]")
            + chunk("'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\''}}]") + chunk("'tool_calls':[{'index':0,'function':{'arguments':':1}'}}]")
            + chunk("'tool_calls':[{'index':1,'id':'call_b','type':'function','function':{'name':'u','arguments':''}}]")
            + chunk("'tool_calls':[{'index':1,'function':{'arguments':'{}'}}]") + last("", "tool_calls"),
        streamed(false, events));
    var message = whole(events);
    assertTrue(message.contains("'content':null,'refusal':null,'tool_calls':[{'id':'call_a','type':'function','function':{'name':'t','arguments':'{\\'a\\':1}'}},"
        + "{'id':'call_b','type':'function','function':{'name':'u','arguments':'{}'}}]},'logprobs':null,'finish_reason':'tool_calls'"), message);
  }

  @Test
  void whatAServerDidIsNotSaid() {
    var events = new StreamEvent[] {START, new BlockStart(0, new Opening.ServerToolUse("srvtoolu_1", "web_search")),
      new BlockDelta(0, new Delta.InputJson("{}")), new BlockStop(0), new BlockStart(1, new Opening.SearchHits("srvtoolu_1", List.of())), new BlockStop(1),
      new BlockStart(2, new Opening.Text()), new BlockDelta(2, new Delta.Text("found")), new BlockStop(2), end(StopReason.END_TURN), STOP};
    assertEquals(chunk("'role':'assistant','content':'found'") + last("", "stop"), streamed(false, events));
    assertTrue(whole(events).contains("'message':{'role':'assistant','content':'found','refusal':null}"), whole(events));
  }

  @ParameterizedTest
  @CsvSource({
    "END_TURN, stop", "STOP_SEQUENCE, stop", "MAX_TOKENS, length", "MODEL_CONTEXT_WINDOW_EXCEEDED, length", "TOOL_USE, tool_calls", "REFUSAL, content_filter"
  })
  void everyEnd(StopReason reason, String word) {
    assertEquals(last("'role':'assistant','content':''", word), streamed(false, START, end(reason), STOP));
    assertTrue(whole(START, end(reason), STOP).contains("'content':'','refusal':null},'logprobs':null,'finish_reason':'" + word + "'"));
  }

  @Test
  void usageEndsAStreamThatWantsIt() {
    var usage = new Usage(1, 20, OptionalLong.of(300), OptionalLong.of(4000), OptionalLong.of(5));
    var told = "{'prompt_tokens':4301,'completion_tokens':20,'total_tokens':4321,'prompt_tokens_details':{'cached_tokens':300},"
        + "'completion_tokens_details':{'reasoning_tokens':5}}";
    var end = new StreamEvent.MessageDelta(StopReason.END_TURN, null, usage);
    assertEquals("data: " + HEAD + "{'index':0,'delta':{'role':'assistant','content':''},'logprobs':null,'finish_reason':'stop'}],'usage':null}\n\n"
        + "data: " + HEAD + "],'usage':" + told + "}\n\ndata: [DONE]\n\n", streamed(true, START, end, STOP));
    assertTrue(whole(START, end, STOP).endsWith(",'usage':" + told + "}"));
  }

  @Test
  void pingsAreCommentsAndErrorsAreOpenAis() {
    assertEquals(": ping\n\n", streamed(false, new StreamEvent.Ping()));
    assertEquals("data: {'error':{'type':'invalid_request_error','message':'too long','param':null,'code':'context_length_exceeded'}}\n\n",
        streamed(false, new StreamEvent.Error(Fault.of(FaultKind.CONTEXT_OVERFLOW, "too long"))));
    assertEquals("x", streamed(false, new StreamEvent.Verbatim("x".getBytes(StandardCharsets.UTF_8), List.of(START))));
  }

  @Test
  void anotherStartBeginsAnew() {
    var first = new StreamEvent[] {START, new BlockStart(0, new Opening.ToolUse("call_a", "t"))};
    var writer = new ChatCompletionsWriter(7, false);
    List.of(first).forEach(writer);
    writer.clear();
    List.of(first).forEach(writer);
    var again = new String(writer.buffer(), 0, writer.length(), StandardCharsets.UTF_8).replace('"', '\'');
    assertTrue(again.contains("'role':'assistant','content':null,'tool_calls':[{'index':0,"), again);
  }

  @Test
  void anAnswerThatHasNotEndedIsNoCompletion() {
    assertThrows(IllegalStateException.class, () -> whole(START));
  }

  /// The chunks of every golden answer add up to the whole completion of the same answer.
  @TestFactory
  Stream<DynamicTest> chunksAddUpToTheWhole() throws IOException {
    try (var folders = Files.list(Path.of("src/test/golden"))) {
      return folders.map(folder -> folder.resolve("client-reply.sse")).filter(Files::exists).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getParent().getFileName().toString(), () -> addsUp(StreamJudge.read(Files.readAllBytes(file)))));
    }
  }

  private static void addsUp(List<StreamEvent> events) throws Exception {
    if (events.getLast() instanceof StreamEvent.Error) {
      return;
    }
    var stream = new ChatCompletionsWriter(7, true);
    events.forEach(stream);
    var payloads = new ArrayList<JsonObject>();
    var lines = new String(stream.buffer(), 0, stream.length(), StandardCharsets.UTF_8).split("\n\n");
    assertEquals("data: [DONE]", lines[lines.length - 1]);
    for (var line : List.of(lines).subList(0, lines.length - 1)) {
      payloads.add(Json.object(line.substring("data: ".length())));
    }
    var whole = new ChatCompletionAccumulator(7);
    events.forEach(whole);
    var completion = Json.object(whole.bytes());
    var choice = completion.getJsonArray("choices").getJsonObject(0);
    assertEquals(told(List.of(choice.getJsonObject("message"))), told(payloads.stream().flatMap(payload -> choices(payload).stream())
        .map(one -> one.asJsonObject().getJsonObject("delta")).toList()));
    assertEquals(completion.get("usage"), payloads.getLast().get("usage"));
    assertEquals(choice.get("finish_reason"), choices(payloads.get(payloads.size() - 2)).getJsonObject(0).get("finish_reason"));
  }

  private static JsonArray choices(JsonObject payload) {
    return payload.getJsonArray("choices");
  }

  private static String told(List<JsonObject> deltas) {
    var calls = new ArrayList<StringBuilder>();
    for (var delta : deltas) {
      var list = delta.getOrDefault("tool_calls", JsonValue.EMPTY_JSON_ARRAY).asJsonArray();
      for (int i = 0; i < list.size(); i++) {
        var call = list.getJsonObject(i);
        if (call.containsKey("id")) {
          calls.add(new StringBuilder(call.getString("id") + " " + call.getJsonObject("function").getString("name") + " "));
        }
        calls.get(call.getInt("index", i)).append(call.getJsonObject("function").getString("arguments"));
      }
    }
    return all(deltas, "role") + " | " + all(deltas, "content") + " | " + all(deltas, "reasoning_content") + " | " + calls;
  }

  private static String all(List<JsonObject> deltas, String member) {
    return deltas.stream().map(delta -> delta.getString(member, "")).collect(Collectors.joining());
  }
}
