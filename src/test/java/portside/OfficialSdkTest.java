package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.WebSearchTool20250305;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The official SDK as judge: it accumulates every kind of stream, and gets the same message as the whole answer gives.
class OfficialSdkTest {
  /// @param name of the case
  /// @param chunks the `choices` of each streamed chunk, or a whole payload when it begins with `{`
  /// @param whole the same answer in one piece: message and finish reason
  record Case(String name, List<String> chunks, String whole) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("text",
            List.of(delta("'role':'assistant','content':''"), delta("'content':'Hel'"), delta("'content':'lo \\ud83d\\ude00'"), finish("stop")),
            whole("'content':'Hello \\ud83d\\ude00'", "stop")),
        new Case("reasoning, then text",
            List.of(delta("'reasoning_content':'let me '"), delta("'reasoning_content':'think'"), delta("'content':'so'"), finish("stop")),
            whole("'reasoning_content':'let me think','content':'so'", "stop")),
        new Case("think tags",
            List.of(delta("'content':'<thi'"), delta("'content':'nk>hm</think>'"), delta("'content':'so'"), finish("stop")),
            whole("'content':'<think>hm</think>so'", "stop")),
        new Case("one call in pieces",
            List.of(delta("'tool_calls':[{'index':0,'id':'call_1','type':'function','function':{'name':'look','arguments':''}}]"),
                delta("'tool_calls':[{'index':0,'function':{'arguments':'{\\\"q\\\":'}}]"), delta("'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]"),
                finish("tool_calls")),
            whole("'content':null,'tool_calls':[{'id':'call_1','type':'function','function':{'name':'look','arguments':'{\\\"q\\\":1}'}}]", "tool_calls")),
        new Case("text and two interleaved calls",
            List.of(delta("'content':'both'"), delta("'tool_calls':[{'index':0,'id':'call_a1','function':{'name':'look','arguments':'{\\\"q\\\":'}}]"),
                delta("'tool_calls':[{'index':1,'id':'call_b1','function':{'name':'find','arguments':'{\\\"w\\\":'}}]"),
                delta("'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]"), delta("'tool_calls':[{'index':1,'function':{'arguments':'2}'}}]"),
                finish("tool_calls")),
            whole("'content':'both','tool_calls':[{'id':'call_a1','function':{'name':'look','arguments':'{\\\"q\\\":1}'}},"
                + "{'id':'call_b1','function':{'name':'find','arguments':'{\\\"w\\\":2}'}}]", "tool_calls")),
        new Case("a call without arguments",
            List.of(delta("'tool_calls':[{'index':0,'id':'call_1','function':{'name':'look'}}]"), finish("stop")),
            whole("'tool_calls':[{'id':'call_1','function':{'name':'look','arguments':''}}]", "stop")),
        new Case("cut at the limit", List.of(delta("'content':'on and'"), finish("length")), whole("'content':'on and'", "length")),
        new Case("a refusal", List.of(delta("'refusal':'I will not'"), finish("stop")), whole("'content':null,'refusal':'I will not'", "stop")),
        new Case("reasoning alone", List.of(delta("'reasoning':'hm'"), finish("stop")), whole("'reasoning':'hm','content':''", "stop")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void streamAndWholeGiveTheSameMessage(Case wanted) throws Exception {
    try (var provider = new ScriptedProvider()
            .then(line -> {
              line.stream();
              for (var chunk : wanted.chunks()) {
                line.event(chunk);
              }
              line.event("{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":10}}}");
              line.event("[DONE]");
              line.chunkEnd();
            })
            .then(line -> line.whole(200, "application/json", wanted.whole()));
        var proxy = RunningProxy.before(provider.url())) {
      var client = client(proxy);
      var accumulator = MessageAccumulator.create();
      try (var stream = client.messages().createStreaming(params())) {
        stream.stream().forEach(accumulator::accumulate);
      }
      var whole = client.messages().create(params());
      assertEquals(comparable(whole), comparable(accumulator.message()));
      assertEquals(20, whole.usage().inputTokens());
      assertEquals(10, whole.usage().cacheReadInputTokens().orElseThrow());
      client.close();
    }
  }

  /// A search at a backend, and one that nobody can run. The SDK's own validation of `server_tool_use` refuses every name in 3.11 and 3.12, so what
  /// it validates rightly is validated alone.
  @ParameterizedTest
  @ValueSource(strings = {"searxng", ""})
  void searchesOfTheWebAreUnderstood(String backend) throws Exception {
    var call = delta("'tool_calls':[{'index':0,'id':'call_1','type':'function','function':{'name':'web_search','arguments':'{\\\"query\\\":\\\"x\\\"}'}}]");
    ScriptedProvider.Script calls = line -> {
      line.stream();
      line.event(call);
      line.event(finish("tool_calls"));
      line.chunkEnd();
    };
    ScriptedProvider.Script says = line -> {
      line.stream();
      line.text("found");
      line.finish();
    };
    try (var provider = new ScriptedProvider().then(calls).then(says).then(calls).then(says);
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{\"results\":[{\"title\":\"T\",\"url\":\"https://a.example\"}]}"));
        var proxy = backend.isEmpty() ? RunningProxy.before(provider.url()) : RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + engine.url())) {
      var client = client(proxy, false);
      var params = MessageCreateParams.builder().model("claude-sonnet-5-5").maxTokens(100).addUserMessage("x")
          .addTool(WebSearchTool20250305.builder().maxUses(2).build()).toolToolChoice("web_search").build();
      var accumulator = MessageAccumulator.create();
      try (var stream = client.messages().createStreaming(params)) {
        stream.stream().forEach(accumulator::accumulate);
      }
      var whole = client.messages().create(params);
      assertEquals(withoutIds(whole.content().toString()), withoutIds(accumulator.message().content().toString()));
      whole.usage().validate();
      assertEquals("web_search", whole.content().getFirst().asServerToolUse().name().asString());
      assertTrue(whole.content().getFirst().asServerToolUse().caller().isDirect());
      var result = whole.content().get(1).asWebSearchToolResult().validate().content();
      if (backend.isEmpty()) {
        assertEquals("unavailable", result.asError().errorCode().asString());
      } else {
        assertEquals("https://a.example", result.asResultBlocks().getFirst().url());
        assertEquals(1, whole.usage().serverToolUse().orElseThrow().webSearchRequests());
      }
      client.close();
    }
  }

  private static String withoutIds(String text) {
    return text.replaceAll("srvtoolu_\\w+", "srvtoolu");
  }

  private static Message comparable(Message message) {
    return message.toBuilder().id("msg").build();
  }

  private static AnthropicClient client(RunningProxy proxy) {
    return client(proxy, true);
  }

  private static AnthropicClient client(RunningProxy proxy, boolean validates) {
    return AnthropicOkHttpClient.builder().baseUrl(proxy.url("").toString()).apiKey("any").maxRetries(0).responseValidation(validates).build();
  }

  private static MessageCreateParams params() {
    return MessageCreateParams.builder().model("claude-sonnet-5-5").maxTokens(100).addUserMessage("hello").addTool(tool("look")).addTool(tool("find")).build();
  }

  private static Tool tool(String name) {
    return Tool.builder().name(name).inputSchema(Tool.InputSchema.builder().build()).build();
  }

  private static String delta(String members) {
    return quoted("{'choices':[{'index':0,'delta':{" + members + "},'finish_reason':null}]}");
  }

  private static String finish(String reason) {
    return quoted("{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}");
  }

  private static String whole(String members, String reason) {
    return quoted("{'choices':[{'index':0,'message':{'role':'assistant'," + members + "},'finish_reason':'" + reason + "'}],"
        + "'usage':{'prompt_tokens':30,'completion_tokens':7,'prompt_tokens_details':{'cached_tokens':10}}}");
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
