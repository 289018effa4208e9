package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamJudge;

/// A member of a chain that speaks Gemini's own language.
class GeminiInChainTest extends ChainScenario {
  private static final String[] GEMINI = {"DIALECT=gemini-3-native", "MAX_RETRIES=1"};

  private static ScriptedProvider.Script says(String candidate) {
    return line -> {
      line.stream();
      line.event(("{'candidates':[" + candidate + "]}").replace('\'', '"'));
      line.chunkEnd();
    };
  }

  private static ScriptedProvider.Script calls(String members) {
    return says("{'content':{'parts':[{'functionCall':{" + members + "'name':'look','args':{'n':1}},'thoughtSignature':'SIGNED'}]},'finishReason':'STOP'}");
  }

  @Test
  void b27AModelThatGoesAstrayTwiceIsFollowedByTheNextMember() throws Exception {
    a.then(says("{'finishReason':'MALFORMED_FUNCTION_CALL'}"));
    b.then(ok("B"));
    assertEquals("from B", chain(List.of(a(GEMINI), b())).ask().text());
    assertEquals("A2 B1", calls());
  }

  /// What went astray is asked once more, then the next member answers; the client sees one answer alone, and the ledger every attempt.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'finishReason':'MALFORMED_FUNCTION_CALL','finishMessage':'print(1)'}              | true",
    "{'finishReason':'MALFORMED_FUNCTION_CALL','finishMessage':'print(1)'}              | false",
    "{'content':{'role':'model'},'finishReason':'UNEXPECTED_TOOL_CALL','index':0}       | true",
    "{'content':{'role':'model'},'finishReason':'UNEXPECTED_TOOL_CALL','index':0}       | false",
    "{'content':{'parts':[{'text':''}],'role':'model'},'finishReason':'STOP','index':0} | true",
    "{'content':{'parts':[{'text':''}],'role':'model'},'finishReason':'STOP','index':0} | false",
  })
  void b27NothingOfTwoBadAnswersReachesTheClient(String candidate, boolean stream) throws Exception {
    a.then(stream ? says(candidate) : line -> line.whole(200, "application/json", ("{'candidates':[" + candidate + "]}").replace('\'', '"')));
    b.then(stream ? ok("B") : line -> line.whole(200, "application/json",
        "{'choices':[{'index':0,'message':{'role':'assistant','content':'from B'},'finish_reason':'stop'}]}".replace('\'', '"')));
    var chain = chain(List.of(a(GEMINI), b()));
    var answer = chain.askFor(RunningChain.body(OPUS, "hello").replace("\"stream\":true", "\"stream\":" + stream));
    assertEquals("200 from B", answer.status() + " " + answer.text());
    assertEquals(stream ? 1 : 0, answer.times("event: message_start"), answer.body());
    assertEquals("b/b-big", answer.header("x-portside-model"));
    assertEquals("A2 B1", calls());
    await(() -> quiet(chain));
    var requests = Json.object(chain.get("/dashboard/data/requests").body()).getJsonArray("requests");
    assertEquals(1, requests.size());
    var row = requests.getJsonObject(0);
    assertEquals("ok 3", row.getString("result") + " " + row.getInt("tries"));
    var attempts = Json.object(chain.get("/dashboard/data/request/" + row.getString("id")).body()).getJsonArray("attempts");
    assertEquals(List.of("a first broken", "a repeat broken", "b next answered"), attempts.getValuesAs(JsonObject.class).stream()
        .map(attempt -> attempt.getString("provider") + " " + attempt.getString("why") + " " + attempt.getString("outcome")).toList());
  }

  /// One turn with the results of the calls before; returns the history with the answer.
  private static void turn(RunningChain chain, List<String> history) throws Exception {
    var request = "{\"model\":\"" + OPUS + "\",\"max_tokens\":1000,\"stream\":true,\"tools\":[{\"name\":\"look\",\"input_schema\":{\"type\":\"object\","
        + "\"properties\":{\"n\":{\"type\":\"integer\"}}}}],\"messages\":[" + String.join(",", history) + "]}";
    var answer = chain.askFor(request, "x-claude-code-session-id", "s");
    assertEquals(200, answer.status(), answer.body());
    var message = new MessageAccumulator();
    StreamJudge.read(answer.body().getBytes(StandardCharsets.UTF_8)).forEach(message);
    var content = Json.object(message.bytes()).getJsonArray("content");
    history.add("{\"role\":\"assistant\",\"content\":" + content + "}");
    var use = content.getValuesAs(JsonObject.class).stream().filter(block -> block.getString("type").equals("tool_use")).findFirst().orElseThrow();
    history.add("{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + use.getString("id") + "\",\"content\":\"ok\"}]}");
  }

  @Test
  void signaturesGoBackToTheirMakerAndToNobodyElse() throws Exception {
    a.then(calls("'id':'native01',")).then(refusal(429, "slow down", "retry-after: 60")).then(calls(""));
    b.then(line -> {
      line.stream();
      line.event(("{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_of_b','type':'function','function':{'name':'look','arguments':'{}'}}]}}]}").replace('\'', '"'));
      line.event(("{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}").replace('\'', '"'));
      line.event("[DONE]");
      line.chunkEnd();
    });
    var chain = chain(List.of(a(GEMINI), b()));
    var history = new ArrayList<>(List.of("{\"role\":\"user\",\"content\":\"go\"}"));
    turn(chain, history);
    turn(chain, history);
    chain.pass(Duration.ofSeconds(63));
    turn(chain, history);
    turn(chain, history);
    assertEquals("A4 B1", calls());
    assertFalse(b.take().text().contains("SIGNED"));
    a.take();
    a.take();
    a.take();
    var calls = new ArrayList<String>();
    for (var content : ((JsonArray) Json.object(a.take().text()).get("contents")).getValuesAs(JsonObject.class)) {
      for (var part : content.getJsonArray("parts").getValuesAs(JsonObject.class)) {
        if (part.containsKey("functionCall")) {
          calls.add(part.getJsonObject("functionCall").getString("id", "-") + " " + part.getString("thoughtSignature", "-"));
        }
      }
    }
    assertEquals(List.of("native01 SIGNED", "call_of_b skip_thought_signature_validator", "- SIGNED"), calls);
  }
}
