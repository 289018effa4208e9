package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Line;
import portside.wire.Json;

/// What a client is sent of answers with status 200 that hold an error or have a gap.
class DamagedAnswerTest {
  private static final String LIMIT = "{'code':'rate_limit_exceeded','message':'Rate limit reached. Please try again in 4.2s.'}";

  /// The same words with status 429 give it as well.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      chat      | data: {'error':LIMIT}⏎⏎
      chat      | {'error':LIMIT}
      chat      | error: LIMIT⏎⏎
      responses | data: {'type':'response.failed','response':{'status':'failed','error':LIMIT}}⏎⏎
      responses | {'object':'response','status':'failed','error':LIMIT}
      """)
  void aWaitingTimeInsideAnAnswerBecomesTheHeader(String wire, String body) throws Exception {
    for (var stream : new boolean[] {true, false}) {
      try (var provider = new ScriptedProvider().then(line -> send(line, body.replace("LIMIT", LIMIT)));
          var proxy = RunningProxy.before(provider.url(), "MAX_RETRIES=0", "DIALECT_WIRE=" + wire)) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
        assertEquals(429, answer.statusCode(), answer.body());
        assertEquals("5", answer.headers().firstValue("retry-after").orElseThrow());
      }
    }
  }

  @Test
  void anOverflowThatIsNoDataIsToldSoThatTheClientCompacts() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> send(line, "error: {'code':400,'message':'the request exceeds the available context size. try increasing it'}⏎⏎"));
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(400, answer.statusCode());
      assertTrue(Json.object(answer.body()).getJsonObject("error").getString("message").startsWith("prompt is too long: "), answer.body());
    }
  }

  @Test
  void aCommandWithAGapIsNeverComplete() throws Exception {
    var call = "data: {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_abcdef','function':{'name':'Bash','arguments':'{\\'command\\':\\'rm -rf /srv/a'}}]}}]}⏎⏎"
        + "data: {'id':'2026','object':'chat.cdata: {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'/build'}}]}}]}⏎⏎"
        + "data: {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'\\'}'}}]}}]}⏎⏎"
        + "data: {'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}⏎⏎data: [DONE]⏎⏎";
    for (var stream : new boolean[] {true, false}) {
      try (var provider = new ScriptedProvider().then(line -> send(line, call));
          var proxy = RunningProxy.before(provider.url(), "MAX_RETRIES=0")) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
        assertTrue(answer.body().contains("\"type\":\"error\""), answer.body());
        assertFalse(answer.body().contains("content_block_stop") || answer.body().contains("\"stop_reason\":\"tool_use\""), answer.body());
      }
    }
  }

  private static void send(Line line, String body) throws Exception {
    line.stream();
    line.chunk(body.replace('\'', '"').replace('⏎', '\n').getBytes(StandardCharsets.UTF_8));
    line.chunkEnd();
  }
}
