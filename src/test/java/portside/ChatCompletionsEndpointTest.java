package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// What a client that speaks OpenAI gets through the same port.
class ChatCompletionsEndpointTest {
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'t','strict':true,'parameters':{'type':'object','properties':{}}}}]";
  private static final ScriptedProvider.Script GOOD = line -> line.whole(200, "application/json", "{\"choices\":[]}");

  private static String asked(String members) {
    return ("{'model':'claude-haiku-5-5','messages':[{'role':'user','content':'hi'}]" + (members.isEmpty() ? "" : "," + members) + "}").replace('\'', '"');
  }

  /// The request as the provider got it, without model and messages.
  private static String sent(String members, String... settings) throws Exception {
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url(), settings)) {
      assertEquals(200, proxy.post("/v1/chat/completions", asked(members)).statusCode());
      var body = Json.object(provider.take().body());
      assertEquals("small", body.getString("model"));
      var rest = Json.BUILD.createObjectBuilder(body).remove("model").remove("messages").build();
      return rest.toString().replace('"', '\'');
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      DIALECT_STREAM_USAGE=false               | 'user':'u','stream_options':{'include_usage':true},'seed':1 | {'user':'u','seed':1}
      DIALECT_MAX_TOKENS_FIELD=max_completion_tokens | 'max_tokens':10           | {'max_completion_tokens':10}
      DIALECT_MAX_OUTPUT=5                     | 'max_completion_tokens':10      | {'max_tokens':5}
      MAX_TOKENS_LIMIT=7                       | 'max_tokens':10                 | {'max_tokens':7}
      DIALECT_SAMPLING=drop                    | 'temperature':0.5,'top_p':1     | {}
      DIALECT_SAMPLING_FLOOR=0.01              | 'temperature':0,'top_p':1       | {'temperature':0.01,'top_p':1}
      DIALECT_TOP_K=true                       | 'top_k':3                       | {'top_k':3}
      DIALECT_TOP_K=false                      | 'top_k':3                       | {}
      DIALECT_MAX_STOPS=1                      | 'stop':['a','b']                | {'stop':['a']}
      DIALECT_MAX_STOPS=0                      | 'stop':'a'                      | {}
      DIALECT_WITHOUT=seed                     | 'seed':1,'n':1                  | {'n':1}
      DIALECT_EXTRA_BODY={"a":true}            | 'n':1                           | {'n':1,'a':true}
      DIALECT_STRUCTURED_OUTPUT=json_object    | 'response_format':{'type':'json_schema','json_schema':{}} | {'response_format':{'type':'json_object'}}
      DIALECT_STRUCTURED_OUTPUT=none           | 'response_format':{'type':'json_object'} | {}
      DIALECT_TOP_K=false                      | 'reasoning_effort':'low'        | {}
      """)
  void theDialectOfTheProviderIsKept(String setting, String members, String expected) throws Exception {
    assertEquals(expected, sent(members, setting));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      DIALECT_NAMED_TOOL_CHOICE=required  | {'type':'function','function':{'name':'t'}} | 'tool_choice':'required'
      DIALECT_FORCED_TOOL_CHOICE=no       | 'required' |
      DIALECT_NONE_TOOL_CHOICE=false      | 'none'     |
      DIALECT_TOP_K=false                 | 'auto'     | 'tool_choice':'auto'
      """)
  void toolChoicesToo(String setting, String choice, String expected) throws Exception {
    var sent = sent(TOOLS + ",'tool_choice':" + choice + ",'parallel_tool_calls':false", setting);
    var tools = "'tools':[{'type':'function','function':{'name':'t','parameters':{'type':'object','properties':{}}}}]";
    assertEquals("{" + tools + "," + (expected == null ? "" : expected + ",") + "'parallel_tool_calls':false}", sent);
  }

  @Test
  void keywordsGoFromSchemasToo() throws Exception {
    var tool = "'tools':[{'type':'function','function':{'name':'t','parameters':{'type':'object','properties':{'a':{'type':'string'%s}}}}}]";
    assertEquals("{" + tool.formatted("") + "}", sent(tool.formatted(",'pattern':'x'"), "DIALECT_WITHOUT_KEYWORDS=pattern"));
  }

  @Test
  void effortTakesTheProvidersLevels() throws Exception {
    assertEquals("{'reasoning_effort':'high'}", sent("'reasoning_effort':'medium'", "DIALECT_REASONING=effort", "DIALECT_EFFORTS=low,high"));
  }

  @Test
  void anErrorPassesWithoutItsKey() throws Exception {
    try (var provider = new ScriptedProvider().then(
            line -> line.whole(401, "application/json", "{\"error\":{\"message\":\"Incorrect key sk-provider-secret and Bearer abcdefghijkl\"}}"));
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/chat/completions", asked(""));
      assertEquals(401, answer.statusCode());
      assertEquals("{\"error\":{\"message\":\"Incorrect key (hidden) and Bearer ***\"}}", answer.body());
    }
  }

  @Test
  void aKeyInAHeaderIsHiddenWithoutItsScheme() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(401, "application/json", "{\"error\":\"Incorrect key quietly-unusual\"}"));
        var proxy = RunningProxy.before(provider.url(), "CUSTOM_HEADER_AUTHORIZATION=Bearer quietly-unusual")) {
      assertEquals("{\"error\":\"Incorrect key (hidden)\"}", proxy.post("/v1/chat/completions", asked("")).body());
    }
  }

  @Test
  void aKeyInAHeaderOfTheAnswerIsHidden() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json; key=sk-provider-secret", "{}", "retry-after: sk-provider-secret"));
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/chat/completions", asked(""));
      assertEquals("(hidden)", answer.headers().firstValue("retry-after").orElseThrow());
      assertEquals("application/json; key=(hidden)", answer.headers().firstValue("content-type").orElseThrow());
    }
  }

  /// Every way in which an error stands in an answer with status 200, in one piece and cut anywhere.
  @ParameterizedTest
  @ValueSource(strings = {
    "data: {'error':{'message':'Incorrect key sk-provider-secret'}}\n\n",
    "data: {'choices':[{'delta':{'content':'hi'}}]}\n\ndata: {'choices':[],'error':'sk-provider-secret'}\n\ndata: [DONE]\n\n",
    "data: {'choices':[{'delta':{},'error':{'message':'sk-provider-secret'},'finish_reason':'error'}]}\n\n",
    "event: error\ndata: no such key: sk-provider-secret\n\n",
    "error: {'message':'sk-provider-secret'}\n\n",
    "data: {'message':'sk-provider-secret'}",
    "{'error':{'message':\n 'Incorrect key sk-provider-secret'}}",
    "[{'error':{'message':'Incorrect key sk-provider-secret'}}]",
    "<html>sk-provider-secret</html>",
    "\n\n {'error':'sk-provider-secret'}"
  })
  void aKeyInAnErrorInsideAnAnswerIsHidden(String body) throws Exception {
    var written = body.replace('\'', '"');
    var cuts = IntStream.iterate(1, cut -> cut < written.length(), cut -> cut + 7).boxed().toList();
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url())) {
      for (var cut : cuts) {
        provider.then(line -> {
          line.stream();
          line.chunk(written.substring(0, cut).getBytes(StandardCharsets.UTF_8));
          line.chunk(written.substring(cut).getBytes(StandardCharsets.UTF_8));
          line.chunkEnd();
        });
      }
      for (var cut : cuts) {
        assertEquals(written.replace("sk-provider-secret", "(hidden)"), proxy.post("/v1/chat/completions", asked("'stream':true")).body(), "cut at " + cut);
      }
    }
  }

  @Test
  void whatTheModelSaysIsNotChanged() throws Exception {
    var said = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"OPENAI_API_KEY=sk-provider-secret\"}}],\"error\":null}\n\n";
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.chunk(said.getBytes(StandardCharsets.UTF_8));
          line.chunkEnd();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(said, proxy.post("/v1/chat/completions", asked("'stream':true")).body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGoodAnswerIsBookedAsOne(boolean stream) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/chat/completions", asked("'stream':" + stream)).statusCode());
      var metrics = proxy.metricsWith("portside_requests_total{model=\"small\",provider=\"test\",result=\"ok\"} 1.0");
      assertFalse(metrics.contains("result=\"left\""), metrics);
    }
  }

  @Test
  void theNameOfAModelDrivesNoTerminalThatShowsWhatWasCounted() throws Exception {
    var counted = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", counted)); var proxy = RunningProxy.before(provider.url())) {
      var name = "a\\u001b[2J\\u009b1m\\nb";
      var request = "{\"model\":\"" + name + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      assertEquals(200, proxy.post("/v1/messages", request).statusCode());
      assertEquals("a\u001b[2J\u009b1m\nb", Json.object(provider.take().body()).getString("model"));
      var shown = name.replace("\\", "\\\\");
      proxy.metricsWith("portside_requests_total{model=\"" + shown + "\",provider=\"test\",result=\"ok\"} 1.0");
      var health = proxy.get("/health").body();
      assertTrue(health.contains(" " + shown + "\":{"), health);
      assertTrue(health.chars().noneMatch(Character::isISOControl), health);
    }
  }

  @Test
  void aNameThatIsTooLongIsRefused() throws Exception {
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/chat/completions", "{\"model\":\"" + "m".repeat(256) + "\",\"messages\":[]}").statusCode());
      for (var path : List.of("/v1/chat/completions", "/v1/messages", "/v1/messages/count_tokens")) {
        var answer = proxy.post(path, "{\"model\":\"" + "m".repeat(257) + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("\"model: String should have at most 256 characters\""), answer.body());
      }
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aRefusalIsHealed() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", "{\"error\":\"property 'seed' is unsupported\"}")).then(GOOD);
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/chat/completions", asked("'seed':1")).statusCode());
      assertTrue(Json.object(provider.take().body()).containsKey("seed"));
      assertFalse(Json.object(provider.take().body()).containsKey("seed"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', /openai/deployments/small/chat/completions?api-version=2024-10-21",
    "/openai, /openai/deployments/small/chat/completions?api-version=2024-10-21",
    "/openai/deployments/mine, /openai/deployments/mine/chat/completions?api-version=2024-10-21",
  })
  void theOldAzureStyleHasTheDeploymentInThePath(String base, String target) throws Exception {
    try (var provider = new ScriptedProvider().then(GOOD);
        var proxy = RunningProxy.before(provider.url().resolve("/") .toString().replaceAll("/$", "") + base, "AZURE_API_VERSION=2024-10-21")) {
      proxy.post("/v1/chat/completions", asked(""));
      proxy.post("/v1/messages", RunningProxy.hello(false).replace("sonnet", "haiku"));
      for (var i = 0; i < 2; i++) {
        var received = provider.take();
        assertEquals("POST " + target + " HTTP/1.1", received.line());
        assertEquals("sk-provider-secret", received.head().get("api-key"));
      }
    }
  }

  @Test
  void theNewAzureStyleIsLikeAnyOther() throws Exception {
    try (var provider = new ScriptedProvider().then(GOOD); var proxy = RunningProxy.before(provider.url().resolve("/openai/v1"))) {
      proxy.post("/v1/chat/completions", asked(""));
      var received = provider.take();
      assertEquals("POST /openai/v1/chat/completions HTTP/1.1", received.line());
      assertEquals("Bearer sk-provider-secret", received.head().get("authorization"));
    }
  }

  @ParameterizedTest
  @CsvSource({"502", "503", "429"})
  void aRefusalPassesAsItCameAndIsNotAskedForAgain(int status) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(status, "text/plain; charset=utf-8", "busy", "retry-after: 7", "x-own: 1"));
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/chat/completions", asked(""));
      assertEquals(status + " busy", answer.statusCode() + " " + answer.body());
      assertEquals("text/plain; charset=utf-8", answer.headers().firstValue("content-type").orElseThrow());
      assertEquals("7", answer.headers().firstValue("retry-after").orElseThrow());
      assertTrue(answer.headers().firstValue("x-own").isEmpty());
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aConnectionThatIsRefusedIsAFaultOfOurs() throws Exception {
    try (var proxy = RunningProxy.before("http://127.0.0.1:1/v1")) {
      var answer = proxy.post("/v1/chat/completions", asked(""));
      assertEquals(502, answer.statusCode());
      assertTrue(answer.body().contains("cannot connect to"), answer.body());
    }
  }

  @Test
  void aRefusalThatBreaksOffIsAFaultOfOurs() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream(500);
          line.text("oo");
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(502, proxy.post("/v1/chat/completions", asked("")).statusCode());
      assertEquals(502, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
    }
  }
}
