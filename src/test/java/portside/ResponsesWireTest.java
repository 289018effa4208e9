package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import portside.fake.Line;
import portside.translate.responses.ResponsesRules;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// The Responses wire end to end, over sockets: chosen by the row, thoughts there and back.
class ResponsesWireTest {
  private static final String[] ROW = {"DIALECT_WIRE=responses", "DIALECT_REASONING=effort", "DIALECT_EFFORTS=low,medium,high", "DIALECT_REPLAY=all"};
  private static final int TURNS = 10;

  /// What the provider answers in one turn: two thoughts around a text and a call, and a second call.
  private static List<JsonObject> output(int turn) {
    var output = new ArrayList<JsonObject>();
    output.add(reasoning("rs_" + turn + "a", turn % 2 == 0 ? "**Turn " + turn + "**" : null));
    output.add(object("{'type':'message','id':'msg_" + turn + "','role':'assistant','status':'completed','phase':'commentary',"
        + "'content':[{'type':'output_text','annotations':[],'text':'Turn " + turn + ".'}]}"));
    output.add(call(turn + "a"));
    output.add(reasoning("rs_" + turn + "b", null));
    output.add(call(turn + "b"));
    return output;
  }

  private static JsonObject reasoning(String id, String summary) {
    var parts = summary == null ? "" : "{'type':'summary_text','text':'" + summary + "'}";
    return object("{'type':'reasoning','id':'" + id + "','summary':[" + parts + "],'encrypted_content':'gAAAA+/" + id + "=='}");
  }

  private static JsonObject call(String n) {
    return object("{'type':'function_call','id':'fc_" + n + "','call_id':'call_turn" + n + "','name':'look','status':'completed','arguments':'{\\\"n\\\":\\\"" + n + "\\\"}'}");
  }

  /// The items of later requests, as the API wants them back.
  private static List<JsonObject> expected(int turn) {
    var items = new ArrayList<JsonObject>();
    for (var item : output(turn)) {
      items.add(switch (item.getString("type")) {
        case "message" -> object("{'type':'message','role':'assistant','content':[{'type':'output_text','text':'Turn " + turn + ".'}],'phase':'commentary'}");
        case "function_call" -> without(item, "id", "status");
        default -> item;
      });
    }
    for (var half : List.of("a", "b")) {
      items.add(object("{'type':'function_call_output','call_id':'call_turn" + turn + half + "','output':'result " + turn + half + "'}"));
    }
    return items;
  }

  private static void stream(Line line, List<JsonObject> output) throws Exception {
    line.stream();
    line.event(quoted("{'type':'response.created','response':{'status':'in_progress','output':[]}}"));
    for (int i = 0; i < output.size(); i++) {
      var item = output.get(i);
      line.event(event("response.output_item.added", i, "item", empty(item)));
      switch (item.getString("type")) {
        case "message" -> {
          var text = item.getJsonArray("content").getJsonObject(0).getString("text");
          line.event(event("response.output_text.delta", i, "delta", string(text.substring(0, 2))));
          line.event(event("response.output_text.delta", i, "delta", string(text.substring(2))));
        }
        case "function_call" -> line.event(event("response.function_call_arguments.delta", i, "delta", item.get("arguments")));
        case "reasoning" -> {
          for (var part : item.getJsonArray("summary").getValuesAs(JsonObject.class)) {
            line.event(event("response.reasoning_summary_text.delta", i, "delta", part.get("text")));
          }
        }
        default -> throw new AssertionError(item);
      }
      line.event(event("response.output_item.done", i, "item", item));
    }
    line.event("{\"type\":\"response.completed\",\"response\":" + response(output) + "}");
    line.chunkEnd();
  }

  private static String response(List<JsonObject> output) {
    return "{\"object\":\"response\",\"status\":\"completed\",\"output\":" + output
        + ",\"usage\":{\"input_tokens\":30,\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":5}}}";
  }

  /// Ten turns, the proxy restarted in the middle: each request holds the thoughts of all turns before, unmodified and between their calls, and
  /// begins with the items of the request before. Another provider that is then asked the same is told none of them.
  @Test
  void reasoningComesBackOverTenTurns() throws Exception {
    try (var provider = new ScriptedProvider()) {
      for (int turn = 0; turn < TURNS; turn++) {
        var output = output(turn);
        boolean whole = turn % 3 == 2;
        provider.then(line -> {
          if (whole) {
            line.whole(200, "application/json", response(output));
          } else {
            stream(line, output);
          }
        });
      }
      var messages = new ArrayList<String>(List.of(quoted("{'role':'user','content':'go'}")));
      var input = new ArrayList<>(List.of(object("{'type':'message','role':'user','content':[{'type':'input_text','text':'go'}]}")));
      var proxy = RunningProxy.before(provider.url(), ROW);
      for (int turn = 0; turn < TURNS; turn++) {
        if (turn == TURNS / 2) {
          proxy.close();
          proxy = RunningProxy.before(provider.url(), ROW);
        }
        var answer = proxy.post("/v1/messages", request(messages, turn % 3 != 2 || turn % 2 == 0));
        assertEquals(200, answer.statusCode(), answer.body());
        var received = provider.take();
        assertEquals("POST /v1/responses HTTP/1.1", received.line());
        assertEquals(List.of(), ResponsesRules.breaches(received.body()));
        assertEquals(input, Json.object(received.text()).getJsonArray("input"));
        input.addAll(expected(turn));
        messages.add("{\"role\":\"assistant\",\"content\":" + content(answer.body()) + "}");
        messages.add(quoted("{'role':'user','content':[" + result(turn, "a") + "," + result(turn, "b") + "]}"));
      }
      proxy.close();
      anotherProviderIsToldNothing(messages);
    }
  }

  private static void anotherProviderIsToldNothing(List<String> messages) throws Exception {
    try (var other = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.before(other.url())) {
      assertEquals(200, proxy.post("/v1/messages", request(messages, true)).statusCode());
      var received = other.take();
      assertEquals("POST /v1/chat/completions HTTP/1.1", received.line());
      assertFalse(received.text().contains("gAAAA"), received.text());
    }
  }

  /// As after a change of the account: a conversation must not fail in every turn from then on.
  @Test
  void reasoningThatIsRefusedIsLeftOutOnce() throws Exception {
    var output = output(0);
    try (var provider = new ScriptedProvider()
            .then(line -> stream(line, output))
            .then(line -> line.whole(400, "application/json", quoted("{'error':{'message':'The encrypted content gAAA... could not be verified.','type':'invalid_request_error',"
                + "'param':null,'code':'invalid_encrypted_content'}}")))
            .then(line -> stream(line, output(1)));
        var proxy = RunningProxy.before(provider.url(), ROW)) {
      var messages = new ArrayList<String>(List.of(quoted("{'role':'user','content':'go'}")));
      messages.add("{\"role\":\"assistant\",\"content\":" + content(proxy.post("/v1/messages", request(messages, true)).body()) + "}");
      messages.add(quoted("{'role':'user','content':[" + result(0, "a") + "," + result(0, "b") + "]}"));
      assertEquals(200, proxy.post("/v1/messages", request(messages, true)).statusCode());
      provider.take();
      assertTrue(provider.take().text().contains("gAAAA"));
      assertFalse(provider.take().text().contains("gAAAA"));
      assertEquals(JsonValue.EMPTY_JSON_ARRAY, Json.object(proxy.get("/health").body()).get("learned"));
    }
  }

  @Test
  void theOfficialSdkGetsTheSameMessageStreamedAndWhole() throws Exception {
    var output = output(0);
    try (var provider = new ScriptedProvider().then(line -> stream(line, output)).then(line -> line.whole(200, "application/json", response(output)));
        var proxy = RunningProxy.before(provider.url(), ROW)) {
      var client = client(proxy);
      var accumulator = MessageAccumulator.create();
      try (var stream = client.messages().createStreaming(params())) {
        stream.stream().forEach(accumulator::accumulate);
      }
      var whole = client.messages().create(params());
      assertEquals(whole.toBuilder().id("msg").build(), accumulator.message().toBuilder().id("msg").build());
      assertEquals(5, whole.content().size());
      assertEquals(20, whole.usage().inputTokens());
      assertEquals(10, whole.usage().cacheReadInputTokens().orElseThrow());
      client.close();
    }
  }

  @Test
  void errorsKeepTheirMeaning() throws Exception {
    try (var provider = new ScriptedProvider()
            .then(line -> line.whole(400, "application/json", quoted("{'error':{'message':'Unknown parameter','type':'invalid_request_error','param':'x','code':'unknown_parameter'}}")))
            .then(line -> {
              line.stream();
              line.event(quoted("{'type':'response.failed','response':{'status':'failed','error':{'code':'rate_limit_exceeded','message':'Slow down'}}}"));
              line.chunkEnd();
            })
            .then(line -> {
              line.stream();
              line.event(quoted("{'type':'response.output_text.delta','output_index':0,'delta':'Hel'}"));
              line.cut();
            });
        var proxy = RunningProxy.before(provider.url(), ROW)) {
      var refused = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals("400 Unknown parameter", refused.statusCode() + " " + Json.object(refused.body()).getJsonObject("error").getString("message"));
      var failed = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals("429 rate_limit_error", failed.statusCode() + " " + Json.object(failed.body()).getJsonObject("error").getString("type"));
      var cut = StreamJudge.judge(proxy.post("/v1/messages", RunningProxy.hello(true)).body().getBytes(StandardCharsets.UTF_8));
      assertEquals("api_error", cut.error().kind().type());
    }
  }

  /// The content as a client keeps it.
  private static String content(String answer) throws Exception {
    if (answer.startsWith("{")) {
      return Json.object(answer).getJsonArray("content").toString();
    }
    var content = Json.BUILD.createArrayBuilder();
    for (var block : StreamJudge.judge(answer.getBytes(StandardCharsets.UTF_8)).blocks()) {
      content.add(switch (block.opening()) {
        case Opening.Text() -> typed("text").add("text", block.content());
        case Opening.Thinking() -> typed("thinking").add("thinking", block.content()).add("signature", block.signature());
        case Opening.ToolUse(var id, var name) -> typed("tool_use").add("id", id).add("name", name).add("input", Json.object(block.content()));
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      });
    }
    return content.build().toString();
  }

  private static JsonObjectBuilder typed(String type) {
    return Json.BUILD.createObjectBuilder().add("type", type);
  }

  private static String result(int turn, String half) {
    return "{'type':'tool_result','tool_use_id':'call_turn" + turn + half + "','content':'result " + turn + half + "'}";
  }

  private static String request(List<String> messages, boolean stream) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"stream\":" + stream + ",\"tools\":[{\"name\":\"look\",\"input_schema\":{\"type\":\"object\"}}],\"messages\":["
        + String.join(",", messages) + "]}";
  }

  private static JsonObject empty(JsonObject item) {
    return switch (item.getString("type")) {
      case "message" -> Json.BUILD.createObjectBuilder(item).add("content", JsonValue.EMPTY_JSON_ARRAY).build();
      case "function_call" -> Json.BUILD.createObjectBuilder(item).add("arguments", "").build();
      default -> Json.BUILD.createObjectBuilder(item).add("summary", JsonValue.EMPTY_JSON_ARRAY).add("encrypted_content", "gAAAAearly").build();
    };
  }

  private static JsonObject without(JsonObject item, String... names) {
    var less = Json.BUILD.createObjectBuilder(item);
    List.of(names).forEach(less::remove);
    return less.build();
  }

  private static String event(String type, int index, String member, JsonValue value) {
    return typed(type).add("output_index", index).add(member, value).build().toString();
  }

  private static JsonValue string(String text) {
    return Json.BUILD.createArrayBuilder().add(text).build().getFirst();
  }

  private static JsonObject object(String text) {
    try {
      return Json.object(quoted(text));
    } catch (Json.Malformed e) {
      throw new AssertionError(text, e);
    }
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static AnthropicClient client(RunningProxy proxy) {
    return AnthropicOkHttpClient.builder().baseUrl(proxy.url("").toString()).apiKey("any").maxRetries(0).responseValidation(true).build();
  }

  private static MessageCreateParams params() {
    var look = Tool.builder().name("look").inputSchema(Tool.InputSchema.builder().build()).build();
    return MessageCreateParams.builder().model("claude-sonnet-5-5").maxTokens(100).addUserMessage("hello").addTool(look).build();
  }
}
