package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// Clients that speak OpenAI's languages, before providers that must be spoken to in another way.
class OpenAiClientTest {
  private static final String TURN = """
      {'model':'claude-haiku-5-5','stream':%s,'tools':[{'type':'function','function':{'name':'look','parameters':{'type':'object','properties':{'n':{'type':'integer'}}}}}],
       'messages':[{'role':'system','content':'Be brief.'},
        {'role':'user','content':[{'type':'text','text':'see'},{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]},
        {'role':'assistant','content':'I look.','tool_calls':[{'id':'call_first','type':'function','function':{'name':'look','arguments':'{}'}}]},
        {'role':'tool','tool_call_id':'call_first','content':'nothing'}]}""";

  private static final String RESPONSE = """
      {"id":"resp_1","object":"response","status":"completed","output":[
       {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","annotations":[],"text":"Again."}]},
       {"type":"function_call","id":"fc_1","call_id":"call_second","name":"look","status":"completed","arguments":"{\\"n\\":2}"}],
       "usage":{"input_tokens":30,"output_tokens":5,"total_tokens":35}}""";

  private static String turn(boolean stream) {
    return TURN.formatted(stream).replace('\'', '"');
  }

  private static String asked(String members) {
    return ("{'model':'claude-haiku-5-5','messages':[{'role':'user','content':'hi'}]" + members + "}").replace('\'', '"');
  }

  /// An answer without what is different each time.
  private static String stable(HttpResponse<String> answer) {
    return answer.body().replaceAll("chatcmpl-\\w+", "ID").replaceAll("\"created\":\\d+", "\"created\":7").replace('"', '\'');
  }

  @Test
  void aModelOfTheResponsesWireTakesToolsAndPictures() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", RESPONSE.replace("\n", "")));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses")) {
      assertEquals("{'id':'ID','object':'chat.completion','created':7,'model':'claude-haiku-5-5','choices':[{'index':0,'message':{'role':'assistant',"
          + "'content':'Again.','refusal':null,'tool_calls':[{'id':'call_second','type':'function','function':{'name':'look','arguments':'{\\'n\\':2}'}}]},"
          + "'logprobs':null,'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':30,'completion_tokens':5,'total_tokens':35}}",
          stable(proxy.post("/v1/chat/completions", turn(false))));
      var received = provider.take();
      assertEquals("POST /v1/responses HTTP/1.1", received.line());
      var sent = Json.object(received.body());
      assertEquals("Be brief.", sent.getString("instructions"));
      assertTrue(sent.get("input").toString().contains("data:image/png;base64,iVBORw0KGgo="), sent.toString());
      assertTrue(sent.get("input").toString().contains("\"call_id\":\"call_first\",\"output\":\"nothing\""), sent.toString());
      assertEquals("look", sent.getJsonArray("tools").getJsonObject(0).getString("name"));
      proxy.metricsWith("portside_requests_total{model=\"small\",provider=\"test\",result=\"ok\"} 1.0");
    }
  }

  /// The row wants what no pass takes notice of, so the answer is written anew.
  @Test
  void aRowOfItsOwnIsKept() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\"}}]}");
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_CONTENT_WITH_CALLS=empty", "DIALECT_TOOL_RESULT_NAME=true")) {
      var streamed = stable(proxy.post("/v1/chat/completions", turn(true).replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
      var head = "data: {'id':'ID','object':'chat.completion.chunk','created':7,'model':'claude-haiku-5-5','choices':[";
      assertEquals(head + "{'index':0,'delta':{'role':'assistant','content':null,'reasoning_content':'hm'},'logprobs':null,'finish_reason':null}],'usage':null}\n\n"
          + head + "{'index':0,'delta':{'content':'hi'},'logprobs':null,'finish_reason':null}],'usage':null}\n\n"
          + head + "{'index':0,'delta':{},'logprobs':null,'finish_reason':'stop'}],'usage':null}\n\n"
          + head + "],'usage':{'prompt_tokens':10,'completion_tokens':2,'total_tokens':12}}\n\ndata: [DONE]\n\n", streamed);
      var sent = Json.object(provider.take().body());
      assertEquals("{\"role\":\"tool\",\"tool_call_id\":\"call_first\",\"name\":\"look\",\"content\":\"nothing\"}", sent.getJsonArray("messages").get(3).toString());
    }
  }

  @Test
  void whatNoTranslationCarriesPassesOnTheSameWire() throws Exception {
    var answer = "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", answer));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_TOOL_RESULT_NAME=true")) {
      assertEquals(answer, proxy.post("/v1/chat/completions", asked(",'n':2,'unheard_of':[1]")).body());
      var sent = Json.object(provider.take().body());
      assertEquals(2, sent.getInt("n"));
      assertTrue(sent.containsKey("unheard_of"));
    }
  }

  @Test
  void elseItIsRefusedByItsName() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses")) {
      for (var stream : new boolean[] {true, false}) {
        var answer = proxy.post("/v1/chat/completions", asked(",'logprobs':true,'stream':" + stream));
        assertEquals(400, answer.statusCode());
        assertEquals("{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"logprobs: this can be passed only to a provider that is asked in chat "
            + "completions, and the one asked now is not; leave it out\",\"param\":null,\"code\":null}}", answer.body());
      }
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void anErrorIsToldAsOpenAiDoes() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "retry-after: 9"));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_TOOL_RESULT_NAME=true")) {
      var answer = proxy.post("/v1/chat/completions", asked(""));
      assertEquals(429, answer.statusCode());
      assertEquals("9", answer.headers().firstValue("retry-after").orElseThrow());
      var error = Json.object(answer.body()).getJsonObject("error");
      assertTrue(error.getString("message").contains("slow down"), answer.body());
      assertEquals("rate_limit_exceeded", error.getString("code"));
    }
  }

  /// Whether it passes or is written anew.
  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_TOOL_RESULT_NAME=false", "DIALECT_TOOL_RESULT_NAME=true"})
  void aStreamThatBreaksOffEndsWithAnError(String setting) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url(), setting)) {
      var body = proxy.post("/v1/chat/completions", asked(",'stream':true")).body();
      assertTrue(body.matches("(?s)data: \\{.*\"content\":\"hi\".*\n\ndata: \\{\"error\":\\{\"type\":\"api_error\",\"message\":\"[^\"]+\",\"param\":null,\"code\":null}}\n\n"), body);
      assertFalse(body.contains("[DONE]"), body);
      proxy.metricsWith("portside_requests_total{model=\"small\",provider=\"test\",result=\"api_error\"} 1.0");
    }
  }

  @Test
  void aWholeAnswerThatBreaksOffIsAStatus() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(502, proxy.post("/v1/chat/completions", asked("")).statusCode());
    }
  }

  @Test
  void anAnswerWithoutAByteIsNone() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "")); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/chat/completions", asked(",'stream':true"));
      assertEquals("502 true", answer.statusCode() + " " + answer.body().contains("the provider's answer is empty"));
    }
  }

  @Test
  void aSilenceIsFilledWithComments() throws Exception {
    var pinged = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          pinged.await();
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.pinging(provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/chat/completions", asked(",'stream':true")));
      client.readUntil(": ping\n\n");
      pinged.countDown();
      client.readUntil("data: [DONE]\n\n");
    }
  }

  /// The usage of an answer that passes is booked, an error inside it too.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'choices':[],'usage':{'prompt_tokens':40,'completion_tokens':2}} | ok
      {'error':{'message':'no capacity','code':503}}                    | overloaded_error
      """)
  void whatPassesIsBooked(String answer, String result) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", answer.replace('\'', '"')));
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(answer.replace('\'', '"'), proxy.post("/v1/chat/completions", asked("")).body());
      var metrics = proxy.metricsWith("portside_requests_total{model=\"small\",provider=\"test\",result=\"" + result + "\"} 1.0");
      assertEquals(result.equals("ok"), metrics.contains("} 40.0"), metrics);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aResponsesRequestPassesOnItsWire(boolean stream) throws Exception {
    var whole = RESPONSE.replace("\n", "");
    var events = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}\n\n"
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" + whole + "}\n\n";
    try (var provider = new ScriptedProvider().then(line -> {
          if (stream) {
            line.stream();
            line.chunk(events.getBytes(StandardCharsets.UTF_8));
            line.chunkEnd();
          } else {
            line.whole(200, "application/json", whole);
          }
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses", "DIALECT_WITHOUT=store")) {
      var request = "{\"model\":\"claude-haiku-5-5\",\"stream\":" + stream + ",\"store\":true,\"input\":[{\"unheard_of\":1}]}";
      var answer = proxy.post("/v1/responses", request);
      assertEquals(stream ? events : whole, answer.body());
      var received = provider.take();
      assertEquals("POST /v1/responses HTTP/1.1", received.line());
      assertEquals("{\"model\":\"small\",\"stream\":" + stream + ",\"input\":[{\"unheard_of\":1}]}", received.text());
      var metrics = proxy.metricsWith("portside_requests_total{model=\"small\",provider=\"test\",result=\"ok\"} 1.0");
      assertTrue(metrics.contains("} 30.0"), metrics);
    }
  }

  @Test
  void anErrorOfTheResponsesWirePassesWithoutItsKey() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"sk-provider-secret is no input\"}}"));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses")) {
      var answer = proxy.post("/v1/responses", "{\"model\":\"claude-haiku-5-5\",\"input\":7}");
      assertEquals("400 {\"error\":{\"message\":\"(hidden) is no input\"}}", answer.statusCode() + " " + answer.body());
    }
  }

  @Test
  void aStreamOfResponsesThatBreaksOffEndsWithAnErrorEvent() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"type\":\"response.created\",\"response\":{\"error\":{\"message\":\"sk-provider-secret\"}}}");
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses")) {
      var body = proxy.post("/v1/responses", "{\"model\":\"claude-haiku-5-5\",\"stream\":true,\"input\":\"hi\"}").body();
      assertTrue(body.startsWith("data: {\"type\":\"response.created\",\"response\":{\"error\":{\"message\":\"(hidden)\"}}}\n\nevent: error\ndata: {\"type\":\"error\","), body);
    }
  }

  @Test
  void elsewhereItIsToldWhatToDo() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/responses", "{\"model\":\"claude-haiku-5-5\",\"input\":\"hi\"}");
      assertEquals(400, answer.statusCode());
      assertTrue(answer.body().contains("small of test is asked in chat completions: set DIALECT_WIRE=responses in "), answer.body());
      assertTrue(proxy.post("/v1/responses", "{\"input\":\"hi\"}").body().contains("\"model: Field required\""));
      assertEquals(0, provider.waiting());
    }
  }
}
