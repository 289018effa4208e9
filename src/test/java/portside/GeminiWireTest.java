package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamJudge;

/// A provider that speaks Gemini's own language, on a real socket.
class GeminiWireTest {
  private static final String GEMINI = "DIALECT=gemini-3-native";
  private static final String ODD = "{'candidates':[{'finishReason':'UNEXPECTED_TOOL_CALL','index':0}],'usageMetadata':{'promptTokenCount':50,'totalTokenCount':50}}";
  private static final String GOOD = "{'candidates':[{'content':{'parts':[{'text':'hi'}],'role':'model'},'finishReason':'STOP','index':0}],"
      + "'usageMetadata':{'promptTokenCount':10,'candidatesTokenCount':2,'totalTokenCount':12}}";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static ScriptedProvider.Script streamed(String... payloads) {
    return line -> {
      line.stream();
      for (var payload : payloads) {
        line.chunk(("data: " + json(payload) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      }
      line.chunkEnd();
    };
  }

  private static StreamJudge.Verdict judged(String body) {
    return StreamJudge.judge(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theModelStandsInThePathAndTheKeyInItsHeader() throws Exception {
    try (var provider = new ScriptedProvider().then(streamed(GOOD)); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var verdict = judged(proxy.post("/v1/messages", RunningProxy.hello(true)).body());
      var sent = provider.take();
      assertEquals("POST /v1/models/middle:streamGenerateContent?alt=sse HTTP/1.1", sent.line());
      assertEquals("sk-provider-secret", sent.head().get("x-goog-api-key"));
      assertNull(sent.head().get("authorization"));
      assertEquals("hi", verdict.blocks().getFirst().content());
      assertEquals(10, verdict.usage().input());
    }
  }

  @Test
  void aWholeAnswerIsAskedForWhereTheClientWantsOne() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", json(GOOD))); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var answer = Json.object(proxy.post("/v1/messages", RunningProxy.hello(false)).body());
      assertEquals("POST /v1/models/middle:generateContent HTTP/1.1", provider.take().line());
      assertEquals("hi", answer.getJsonArray("content").getJsonObject(0).getString("text"));
    }
  }

  @Test
  void b27AnOddFinishIsAskedOnceMore() throws Exception {
    for (var stream : new boolean[] {true, false}) {
      try (var provider = new ScriptedProvider().then(streamed(ODD)).then(streamed(GOOD)); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("hi") && !answer.body().contains("UNEXPECTED"), answer.body());
        assertEquals(2, provider.calls());
        assertEquals(provider.take().text(), provider.take().text());
      }
    }
  }

  @Test
  void b27TwiceOddIsAnError() throws Exception {
    try (var provider = new ScriptedProvider().then(streamed(ODD)); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(500, answer.statusCode());
      assertTrue(answer.body().contains("\"api_error\"") && answer.body().contains("UNEXPECTED_TOOL_CALL"), answer.body());
      assertEquals(2, provider.calls());
    }
  }

  /// The thinking has reached the client, so nothing may take the place of what follows.
  @Test
  void b27WhatHasBegunIsNotAskedForAgain() throws Exception {
    var thought = "{'candidates':[{'content':{'parts':[{'text':'Hm','thought':true}]},'index':0}]}";
    try (var provider = new ScriptedProvider().then(streamed(thought, ODD)); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var verdict = judged(proxy.post("/v1/messages", RunningProxy.hello(true)).body());
      assertTrue(verdict.error().message().contains("UNEXPECTED_TOOL_CALL"), verdict.error().message());
      assertEquals(1, provider.calls());
    }
  }

  @Test
  void b28ABlockedPromptIsAGoodAnswer() throws Exception {
    try (var provider = new ScriptedProvider().then(streamed("{'promptFeedback':{'blockReason':'SAFETY'}}")); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(200, answer.statusCode());
      assertEquals(StopReason.REFUSAL, judged(answer.body()).stopReason());
    }
  }

  @Test
  void b32ABadKeyIsTheKeysFault() throws Exception {
    var bad = "{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.','status':'INVALID_ARGUMENT','details':["
        + "{'reason':'API_KEY_INVALID'},{'detail':'Invalid API key: sk-provider-secret'}]}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", json(bad))); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(401, answer.statusCode());
      assertTrue(answer.body().contains("authentication_error") && !answer.body().contains("sk-provider-secret"), answer.body());
      assertEquals(1, provider.calls());
    }
  }

  /// What the first refusal teaches is sent at once.
  @Test
  void aSchemaThatIsRefusedIsSentInTheOlderForm() throws Exception {
    var refusal = "{'error':{'code':400,'message':'Invalid JSON payload received. Unknown name \\\"parametersJsonSchema\\\" at tools[0]: Cannot find field.','status':'INVALID_ARGUMENT'}}";
    var request = json("{'model':'middle','max_tokens':100,'tools':[{'name':'t','input_schema':{'type':'object','properties':{'a':{'type':['string','null']}}}}],"
        + "'messages':[{'role':'user','content':'go'}]}");
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", json(refusal)))
            .then(line -> line.whole(200, "application/json", json(GOOD)));
        var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      assertEquals(200, proxy.post("/v1/messages", request).statusCode());
      assertTrue(provider.take().text().contains("parametersJsonSchema"));
      assertTrue(provider.take().text().contains("\"parameters\":"));
    }
  }
}
