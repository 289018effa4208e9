package portside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import portside.fake.Request;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Providers of Anthropic's own format on real sockets: what goes up and what comes back. Claude's hosts get the client's own request (`A1` to `A13`), others
/// one that is built (`A14` to `A16`).
class MessagesWireTest {
  private static final String CLAUDE = "DIALECT=claude";
  private static final String BETAS = "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,effort-2025-11-24";

  private static final String ANSWER = "{'id':'msg_up','type':'message','role':'assistant','model':'up','content':[{'type':'text','text':'hi'}],"
      + "'stop_reason':'end_turn','stop_sequence':null,'usage':{'input_tokens':10,'output_tokens':2}}";

  private static final String START = frame("message_start", "{'type':'message_start','message':{'id':'msg_up','type':'message','role':'assistant','model':'up',"
      + "'content':[],'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':0,'output_tokens':0}}}");
  private static final String TEXT = frame("content_block_start", "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}")
      + frame("content_block_delta", "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'hi'}}");
  private static final String TEXT_STOP = frame("content_block_stop", "{'type':'content_block_stop','index':0}");
  private static final String END_TURN = frame("message_delta",
      "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},'usage':{'input_tokens':10,'cache_creation_input_tokens':0,'cache_read_input_tokens':500,'output_tokens':7}}");
  private static final String STOP = frame("message_stop", "{'type':'message_stop'}");
  private static final String DONE = "data: [DONE]\n\n";

  private static final ScriptedProvider.Script GOOD = line -> line.whole(200, "application/json", json(ANSWER));

  private static ScriptedProvider.Script streamed(String... frames) {
    return line -> {
      line.stream();
      line.chunk(String.join("", frames).getBytes(StandardCharsets.UTF_8));
      line.chunkEnd();
    };
  }

  private static ScriptedProvider.Script refusal(String words) {
    return line -> line.whole(400, "application/json", json("{'type':'error','error':{'type':'invalid_request_error','message':'" + words + "'}}"));
  }

  @Test
  void a1AnOrdinaryRequestGoesUpByteForByte() throws Exception {
    var body = json("{'model':'middle','max_tokens':100,'zeta':{'b':1,'a':2e2},'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=2;'}],"
        + " 'messages':[{'role':'user','content':'go'}], 'max_tokens':200}");
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      var answer = proxy.post("/v1/messages?beta=true", body, "anthropic-beta", BETAS, "anthropic-version", "2023-06-01", "x-api-key", "of-the-client");
      var sent = provider.take();
      assertEquals(body, sent.text());
      assertEquals("POST /v1/messages?beta=true HTTP/1.1", sent.line());
      assertEquals(BETAS, sent.head().get("anthropic-beta"));
      assertEquals("2023-06-01", sent.head().get("anthropic-version"));
      assertEquals("sk-provider-secret", sent.head().get("x-api-key"));
      assertNull(sent.head().get("authorization"));
      assertEquals(json(ANSWER.replace("'up'", "'middle'")), answer.body());
    }
  }

  @Test
  void a2OnlyTheModelDiffersWhereItHasAnotherName() throws Exception {
    var body = json("{'tools':[{'name':'t','input_schema':{'type':'object','properties':{'model':{'type':'string','default':'claude-sonnet-5-5'}}}}],"
        + "'model' : 'claude-sonnet-5-5','max_tokens':100,'temperature':1e0,'messages':[{'role':'user','content':'a lone \\ud83d half, -0 and \\u00e9 ü'}]}");
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      assertEquals(200, proxy.post("/v1/messages", body).statusCode());
      assertArrayEquals(body.replace("'model' : 'claude-sonnet-5-5'".replace('\'', '"'), "\"model\" : \"middle\"").getBytes(StandardCharsets.UTF_8), provider.take().body());
    }
  }

  private static String history(String thinking) {
    return json("{'model':'middle','max_tokens':100,'messages':[{'role':'user','content':'go'},{'role':'assistant','content':["
        + (thinking.isEmpty() ? "" : thinking + ",") + "{'type':'tool_use','id':'toolu_01','name':'t','input':{}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_01','content':'ok'}]}]}");
  }

  @Test
  void a9ThinkingOfOthersGoesAndClaudesOwnStays() throws Exception {
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      proxy.post("/v1/messages", history("{'type':'thinking','thinking':'hm','signature':'portside2:0:reasoning_content:AAAAAAAAAAAAAAAA'}"));
      assertEquals(history(""), provider.take().text());
      var own = history("{'type':'thinking','thinking':'hm','signature':'EqQBCkYIARgCKkA='}");
      proxy.post("/v1/messages", own);
      assertEquals(own, provider.take().text());
    }
  }

  @Test
  void a10ATurnOfNothingButForeignThinkingSaysThatItHasNoContent() throws Exception {
    var body = json("{'model':'middle','max_tokens':100,'messages':[{'role':'user','content':'go'},"
        + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':''}]},{'role':'user','content':'on'}]}");
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      proxy.post("/v1/messages", body);
      assertEquals(json("[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'text','text':'(no content)'}]},{'role':'user','content':'on'}]"),
          Json.object(provider.take().text()).get("messages").toString());
    }
  }

  @Test
  void a11OfSixCacheMarksFourStay() throws Exception {
    var marked = ",'cache_control':{'type':'ephemeral'}";
    var body = json("{'model':'middle','max_tokens':100,'tools':[{'name':'a','input_schema':{'type':'object'}" + marked + "},{'name':'b','input_schema':{'type':'object'}"
        + marked + "}],'system':[{'type':'text','text':'one'" + marked + "},{'type':'text','text':'two'" + marked + "}],'messages':[{'role':'user','content':["
        + "{'type':'text','text':'x'" + marked + "},{'type':'text','text':'y'" + marked + "}]}]}");
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      proxy.post("/v1/messages", body);
      var first = json("'input_schema':{'type':'object'}" + marked + "},{'name':'b'");
      var system = json("'text':'one'" + marked);
      assertEquals(body.replace(first, json("'input_schema':{'type':'object'}},{'name':'b'")).replace(system, json("'text':'one'")), provider.take().text());
    }
  }

  @Test
  void a12VertexHasTheModelInItsPathAndTheVersionInTheBody() throws Exception {
    var body = json("{'model':'claude-sonnet-4-5@20250929','max_tokens':100,'stream':true,'messages':[{'role':'user','content':'go'}]}");
    var streamed = streamed(START, TEXT, TEXT_STOP, END_TURN, STOP);
    try (var provider = new ScriptedProvider().then(streamed).then(GOOD);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=vertex-claude-4", "BIG_MODEL=claude-sonnet-4-5@20250929")) {
      proxy.post("/v1/messages?beta=true", body, "anthropic-version", "2023-06-01");
      var sent = provider.take();
      assertEquals("POST /v1/models/claude-sonnet-4-5@20250929:streamRawPredict HTTP/1.1", sent.line());
      assertEquals(json("{'max_tokens':100,'stream':true,'messages':[{'role':'user','content':'go'}],'anthropic_version':'vertex-2023-10-16'}"), sent.text());
      assertNull(sent.head().get("anthropic-version"));
      assertEquals("Bearer sk-provider-secret", sent.head().get("authorization"));
      proxy.post("/v1/messages", body.replace("true", "false"));
      assertTrue(provider.take().line().contains(":rawPredict"));
    }
  }

  @Test
  void a13AFieldThatIsRefusedGoesWithItsBetaAndIsRemembered() throws Exception {
    var body = json("{'model':'middle','max_tokens':100,'context_management':{'edits':[]},'messages':[{'role':'user','content':'go'}]}");
    var without = json("{'model':'middle','max_tokens':100,'messages':[{'role':'user','content':'go'}]}");
    try (var provider = new ScriptedProvider().then(refusal("context_management: Extra inputs are not permitted")).then(GOOD);
        var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      assertEquals(200, proxy.post("/v1/messages", body, "anthropic-beta", BETAS).statusCode());
      assertEquals(body, provider.take().text());
      for (int i = 0; i < 2; i++) {
        var sent = provider.take();
        assertEquals(without, sent.text());
        assertEquals("claude-code-20250219,interleaved-thinking-2025-05-14,effort-2025-11-24", sent.head().get("anthropic-beta"));
        if (i == 0) {
          proxy.post("/v1/messages", body, "anthropic-beta", BETAS);
        }
      }
      assertEquals(0, provider.waiting());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned").getJsonObject(0);
      assertEquals("DIALECT_WITHOUT_BETAS=context-management-2025-06-27", learned.getString("setting"));
    }
  }

  @Test
  void aRefusedSignatureIsHealedForThatConversationAlone() throws Exception {
    var foreign = "{'type':'thinking','thinking':'hm','signature':'EgFHZW1pbmk='}";
    var body = history(foreign).replace("\"messages\"", "\"thinking\":{\"type\":\"adaptive\"},\"messages\"");
    try (var provider = new ScriptedProvider().then(refusal("messages.1.content.0: Invalid `signature` in `thinking` block")).then(GOOD);
        var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      assertEquals(200, proxy.post("/v1/messages", body).statusCode());
      assertEquals(body, provider.take().text());
      assertEquals(history(""), provider.take().text());
      assertTrue(Json.object(proxy.get("/health").body()).getJsonArray("learned").isEmpty());
    }
  }

  @Test
  void a14AHostThatKnowsLessGetsARequestThatIsBuilt() throws Exception {
    var body = json("{'model':'claude-sonnet-5-5','max_tokens':40000,'thinking':{'type':'adaptive'},'output_config':{'effort':'medium'},'context_management':{'edits':[]},"
        + "'metadata':{'user_id':'u'},'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=2;'},{'type':'text','text':'be brief'}],"
        + "'tools':[{'name':'Search','input_schema':{'type':'object'}},{'name':'Late','defer_loading':true,'input_schema':{'type':'object'}}],'messages':["
        + "{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_01','name':'Search','input':{}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_01','content':[{'type':'tool_reference','tool_name':'Late'}]},"
        + "{'type':'text','text':'and'}]},{'role':'system','content':'mind'}]}");
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), "DIALECT=kimi-k3-messages")) {
      assertEquals(200, proxy.post("/v1/messages?beta=true", body, "anthropic-beta", BETAS).statusCode());
      var sent = provider.take();
      var said = Json.object(sent.text());
      assertEquals("POST /v1/messages HTTP/1.1", sent.line());
      assertNull(sent.head().get("anthropic-beta"));
      assertEquals("Bearer sk-provider-secret", sent.head().get("authorization"));
      assertEquals(Set.of("model", "max_tokens", "system", "messages", "tools", "output_config", "stream"), said.keySet());
      assertEquals(json("{'effort':'high'}"), said.get("output_config").toString());
      assertEquals("be brief", said.getString("system"));
      assertEquals(List.of("Search", "Late"), said.getJsonArray("tools").getValuesAs(JsonObject.class).stream().map(tool -> tool.getString("name")).toList());
      assertFalse(sent.text().contains("tool_reference") || sent.text().contains("\"role\":\"system\"") || sent.text().contains("defer_loading"), sent.text());
      assertEquals(json("[{'type':'tool_result','tool_use_id':'toolu_01','content':'Tool Late is now available.'},"
          + "{'type':'text','text':'and\\n\\n<system-reminder>\\nmind\\n</system-reminder>'}]"),
          ((JsonArray) said.getJsonArray("messages").getJsonObject(2).get("content")).toString());
    }
  }

  @Test
  void a15CountsOfTheEndAreTold() throws Exception {
    try (var provider = new ScriptedProvider().then(streamed(START, TEXT, TEXT_STOP, END_TURN, STOP));
        var proxy = RunningProxy.before(provider.url(), "DIALECT=glm-5.3-messages")) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true)).body();
      var usage = StreamJudge.judge(answer.getBytes(StandardCharsets.UTF_8)).usage();
      assertEquals("10 500 7", usage.input() + " " + usage.cacheRead().orElseThrow() + " " + usage.output());
      assertTrue(answer.contains("\"model\":\"claude-sonnet-5-5\""), answer);
      var metrics = proxy.metricsWith("cache_read");
      assertTrue(metrics.lines().anyMatch(line -> line.contains("cache_read") && line.endsWith(" 500.0")), metrics);
    }
  }

  @Test
  void a16ThinkingWithoutASignatureGetsOursAndGoesToItsMakerAlone() throws Exception {
    var thinking = frame("content_block_start", "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':''}}")
        + frame("content_block_delta", "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'hm'}}")
        + frame("content_block_delta", "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':''}}") + TEXT_STOP;
    var text = TEXT.replace("\"index\":0", "\"index\":1") + TEXT_STOP.replace("\"index\":0", "\"index\":1");
    try (var provider = new ScriptedProvider().then(streamed(START, thinking, text, END_TURN, STOP)).then(GOOD);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=llamacpp-messages");
        var claude = new ScriptedProvider().then(GOOD); var elsewhere = RunningProxy.before(claude.url(), CLAUDE)) {
      var answer = StreamJudge.judge(proxy.post("/v1/messages", RunningProxy.hello(true)).body().getBytes(StandardCharsets.UTF_8));
      var block = answer.blocks().getFirst();
      assertEquals(new Opening.Thinking(), block.opening());
      assertTrue(block.signature().startsWith("portside2:0:messages:"), block.signature());
      provider.take();
      var next = json("{'model':'claude-sonnet-5-5','max_tokens':100,'messages':[{'role':'user','content':'hello'},{'role':'assistant','content':["
          + "{'type':'thinking','thinking':'hm','signature':'" + block.signature() + "'},{'type':'text','text':'hi'}]},{'role':'user','content':'on'}]}");
      proxy.post("/v1/messages", next);
      assertTrue(provider.take().text().contains(json("{'type':'thinking','thinking':'hm','signature':''}")));
      elsewhere.post("/v1/messages", next);
      Request other = claude.take();
      assertFalse(other.text().contains("thinking"), other.text());
    }
  }

  @Test
  void aMakersSignatureComesBackToIt() throws Exception {
    var thinking = ANSWER.replace("[{'type':'text'", "[{'type':'thinking','thinking':'hm','signature':'own+/='},{'type':'text'");
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", json(thinking))).then(GOOD);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=minimax-m3-messages")) {
      var content = Json.object(proxy.post("/v1/messages", RunningProxy.hello(false)).body()).getJsonArray("content");
      assertFalse(content.toString().contains("own+/="), content.toString());
      proxy.post("/v1/messages", json("{'model':'claude-sonnet-5-5','max_tokens':100,'messages':[{'role':'user','content':'hello'},{'role':'assistant','content':")
          + content + json("},{'role':'user','content':'on'}]}"));
      provider.take();
      assertTrue(provider.take().text().contains(json("{'type':'thinking','thinking':'hm','signature':'own+/='}")));
    }
  }

  @Test
  void a17AnAnswerIsCompleteOnceItSaidWhyItStopped() throws Exception {
    for (var row : List.of(CLAUDE, "DIALECT=gateway-messages")) {
      try (var provider = new ScriptedProvider().then(streamed(START, TEXT, END_TURN, DONE)).then(streamed(START, TEXT, DONE));
          var proxy = RunningProxy.before(provider.url(), row)) {
        var complete = StreamJudge.judge(proxy.post("/v1/messages", RunningProxy.hello(true)).body().getBytes(StandardCharsets.UTF_8));
        assertEquals("end_turn", complete.stopReason().wire(), row);
        var cut = StreamJudge.judge(proxy.post("/v1/messages", RunningProxy.hello(true)).body().getBytes(StandardCharsets.UTF_8));
        assertEquals("test ended the answer before it was complete", cut.error().message(), row);
        proxy.metricsWith("api_error");
      }
    }
  }

  @Test
  void a18AnErrorBeforeAnyBlockIsOneWithAStatus() throws Exception {
    var overloaded = frame("error", "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}");
    for (var row : List.of(CLAUDE, "DIALECT=gateway-messages")) {
      try (var provider = new ScriptedProvider().then(streamed(START, frame("ping", "{'type':'ping'}"), overloaded)); var proxy = RunningProxy.before(provider.url(), row)) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
        assertEquals(529, answer.statusCode(), row);
        assertEquals("overloaded_error", Json.object(answer.body()).getJsonObject("error").getString("type"));
      }
    }
  }

  @Test
  void a18AnErrorBeforeAnyBlockLeavesTheAnswerToTheNextCandidate() throws Exception {
    var overloaded = frame("error", "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}");
    try (var first = new ScriptedProvider().then(streamed(START, frame("ping", "{'type':'ping'}"), overloaded));
        var second = new ScriptedProvider().then(streamed(START, TEXT, TEXT_STOP, END_TURN, STOP));
        var chain = RunningChain.of(List.of(new RunningChain.Member("a", first.url(), CLAUDE), new RunningChain.Member("b", second.url(), CLAUDE)))) {
      var answer = chain.ask();
      assertEquals("hi", answer.text());
      assertEquals(1, answer.times("event: message_start"));
      assertEquals("1 1", first.waiting() + " " + second.waiting());
    }
  }

  @Test
  void toolsOfTheServerPassToClaude() throws Exception {
    for (var tool : List.of("web_search_20250305", "web_fetch_20250910")) {
      var name = tool.substring(0, tool.lastIndexOf('_'));
      var body = json("{'model':'middle','max_tokens':100,'tools':[{'type':'" + tool + "','name':'" + name + "'}],'tool_choice':{'type':'tool','name':'" + name
          + "'},'messages':[{'role':'user','content':'go'}]}");
      try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
        assertEquals(200, proxy.post("/v1/messages", body).statusCode());
        assertEquals(body, provider.take().text());
      }
    }
  }

  @Test
  void anErrorInTheMiddlePassesAndNothingFollowsIt() throws Exception {
    var error = frame("error", "{'type':'error','error':{'details':null,'type':'overloaded_error','message':'Overloaded'},'request_id':'req_up'}");
    try (var provider = new ScriptedProvider().then(streamed(START, TEXT, error, TEXT_STOP, END_TURN, STOP)); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true)).body();
      assertEquals(START.replace("\"model\":\"up\"", "\"model\":\"claude-sonnet-5-5\"") + TEXT + error, answer);
      proxy.metricsWith("overloaded_error");
    }
  }

  @Test
  void aClientOfAnotherLanguageIsServedByClaudeToo() throws Exception {
    try (var provider = new ScriptedProvider().then(streamed(START, TEXT, TEXT_STOP, END_TURN, STOP)); var proxy = RunningProxy.before(provider.url(), CLAUDE)) {
      var answer = proxy.post("/v1/chat/completions", json("{'model':'middle','stream':true,'messages':[{'role':'user','content':'go'}]}")).body();
      assertTrue(answer.contains("\"content\":\"hi\"") && answer.endsWith("data: [DONE]\n\n"), answer);
      var sent = Json.object(provider.take().text());
      assertEquals(json("[{'role':'user','content':'go'}]"), sent.get("messages").toString());
      assertEquals(32_000, sent.getInt("max_tokens"));
    }
  }

  private static String frame(String event, String data) {
    return "event: " + event + "\ndata: " + json(data) + "\n\n";
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
