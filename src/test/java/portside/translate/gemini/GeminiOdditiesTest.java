package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamJudge;

/// Answers of Gemini that are right in an unusual way, or wrong in one that must not pass for right; and schemas of unusual tools.
class GeminiOdditiesTest {
  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static StreamJudge.Verdict answered(String... chunks) {
    var stream = new StringBuilder();
    for (var chunk : chunks) {
      stream.append("data: ").append(chunk).append("\r\n\r\n");
    }
    return StreamJudge.judge(Gemini.events(bytes(stream.toString())));
  }

  private static String chunk(String members) {
    return "{'candidates':[{" + members + "}]}";
  }

  /// Ratings and grounding may come behind the finish reason, in a candidate that says nothing.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"'index':0", "'content':{'role':'model'}", "'content':{'parts':[]},'safetyRatings':[]",
    "'groundingMetadata':{}", "'finishReason':'FINISH_REASON_UNSPECIFIED'", "'finishReason':0"})
  void aCandidateThatSaysNothingLeavesTheFinishReasonInForce(String silent) {
    var verdict = answered(chunk("'content':{'parts':[{'text':'Done.'}]}"), chunk("'finishReason':'STOP'"), chunk(silent));
    assertEquals(StopReason.END_TURN, verdict.stopReason());
    assertEquals("Done.", verdict.blocks().getFirst().content());
    assertEquals(StopReason.MAX_TOKENS, answered(chunk("'content':{'parts':[{'text':'Do'}]},'finishReason':'MAX_TOKENS'"), chunk(silent)).stopReason());
  }

  /// The first value of an enum says nothing, by name or by number.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"0", "'BLOCK_REASON_UNSPECIFIED'", "'BLOCKED_REASON_UNSPECIFIED'", "null"})
  void aPromptWithoutAReasonIsNotBlocked(String reason) {
    assertEquals("test acme ended its answer without saying anything", "test " + answered("{'promptFeedback':{'blockReason':" + reason + "}}").error().message());
    assertEquals(StopReason.END_TURN, answered("{'promptFeedback':{'blockReason':" + reason + "},'candidates':[{'content':{'parts':[{'text':'hi'}]},'finishReason':'STOP'}]}")
        .stopReason());
  }

  /// What was blocked is not asked for once more.
  @Test
  void aBlockedPromptBesideAnEmptyCandidateIsARefusal() {
    var verdict = answered("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'},'candidates':[{'index':0,'finishReason':'STOP'}]}");
    assertEquals(StopReason.REFUSAL, verdict.stopReason());
    assertEquals("[acme withheld the answer: PROHIBITED_CONTENT]", verdict.blocks().getFirst().content());
  }

  /// Nobody asks for arguments in pieces; a call of which they come is never run without them.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'name':'sum','partialArgs':[{'jsonPath':'$.a','numberValue':1}],'willContinue':true}",
    "{'name':'sum','willContinue':true}",
    "{'name':'sum','args':{},'partialArgs':[{'jsonPath':'$.a','stringValue':'x'}]}",
  })
  void aCallInPiecesIsAnError(String call) {
    assertEquals("acme called a tool with arguments that are no JSON object",
        answered(chunk("'content':{'parts':[{'functionCall':" + call + "}]},'finishReason':'STOP'")).error().message());
  }

  @Test
  void membersThatSayNothingMakeNoPieces() {
    var call = "{'functionCall':{'name':'sum','args':{'a':1},'partialArgs':[],'willContinue':false}}";
    assertEquals(StopReason.TOOL_USE, answered(chunk("'content':{'parts':[" + call + "]},'finishReason':'STOP'")).stopReason());
  }

  @Test
  void anErrorInsideTheEnvelopeIsOne() {
    var verdict = answered("{'response':{'candidates':[{'content':{'parts':[{'text':'First'}]}}]}}", "{'response':{'error':{'code':503,'message':'busy','status':'UNAVAILABLE'}}}");
    assertEquals("busy (upstream acme)", verdict.error().message());
  }

  /// Without properties a schema may say much. The older form knows objects with properties alone.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'type':'object','additionalProperties':{'type':'string'}}                                          | true",
    "{'anyOf':[{'type':'object','properties':{'a':{}}},{'type':'object','properties':{'b':{}}}]}         | true",
    "{'$ref':'#/$defs/A','$defs':{'A':{'type':'object','properties':{'a':{'type':'string'}}}}}           | true",
    "{'type':'object','patternProperties':{'^a':{}}}                                                     | true",
    "{'type':'object','properties':{},'required':[],'additionalProperties':false,'$schema':'http://x'}   | false",
    "{'type':'object','title':'Now','description':'no arguments'}                                        | false",
    "{}                                                                                                  | false",
  })
  void aSchemaThatSaysSomethingIsSent(String schema, boolean sent) throws Exception {
    var declared = declared(schema, Gemini.ROW);
    assertEquals(sent ? List.of("name", "parametersJsonSchema") : List.of("name"), List.copyOf(declared.keySet()));
    if (schema.contains("additionalProperties':{")) {
      assertEquals(List.of("name"), List.copyOf(declared(schema, Gemini.ROW.with(Column.SCHEMAS, Dialect.Schemas.GEMINI)).keySet()));
    }
  }

  private static JsonObject declared(String schema, Dialect row) throws Exception {
    var request = MessagesReader.read(bytes("{'model':'m','max_tokens':9,'tools':[{'name':'t','input_schema':" + schema + "}],'messages':[{'role':'user','content':'go'}]}"));
    return Json.object(Gemini.body(request, row)).getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations").getJsonObject(0);
  }
}
