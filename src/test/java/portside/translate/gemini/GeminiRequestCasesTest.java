package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.rows.GeminiRows;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// What goes to Gemini, each case by its number (`b19` to `b24`).
class GeminiRequestCasesTest extends GeminiCases {
  private static final String TOOL = "'tools':[{'name':'sum','input_schema':{'type':'object','properties':{'a':{'type':'integer'}},'$schema':'x'}}]";
  private static final String PICTURE = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";

  /// What a model sends that calls a tool three times at once.
  private static final String PARALLEL = streamed(
      chunk("{'functionCall':{'name':'sum','args':{'a':2},'id':'okz0loqw'},'thoughtSignature':'SIGNED'}", ""),
      chunk("{'functionCall':{'name':'sum','args':{'a':4},'id':'55jh6i4d'}}", ""),
      chunk("{'functionCall':{'name':'sum','args':{'a':6},'id':'c3oxmvnd'}}", ""),
      "{'candidates':[{'content':{'parts':[{'text':''}],'role':'model'},'finishReason':'STOP','index':0}],"
          + "'usageMetadata':{'promptTokenCount':161,'candidatesTokenCount':48,'totalTokenCount':413,'thoughtsTokenCount':204}}");

  private static Dialect rowOf(String model) {
    return GeminiRows.NATIVE.rules().stream().filter(rule -> rule.covers(model)).findFirst().orElseThrow().row();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'type':'tool','name':'sum'} | {'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['sum']}}",
    "{'type':'any'}               | {'functionCallingConfig':{'mode':'ANY'}}",
    "{'type':'none'}              | {'functionCallingConfig':{'mode':'NONE'}}",
    "{'type':'auto'}              | {'functionCallingConfig':{'mode':'VALIDATED'}}"})
  void b19AChoiceIsAModeAndSchemasAreJsonSchemas(String choice, String config) throws Exception {
    var body = sent(TOOL + ",'tool_choice':" + choice, row("gemini-3-native"), "gemini-3.8-flash");
    assertEquals(Json.object(config.replace('\'', '"')), body.getJsonObject("toolConfig"));
    var functions = body.getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations");
    assertEquals(Json.object(bytes("{'name':'sum','parametersJsonSchema':{'type':'object','properties':{'a':{'type':'integer'}}}}")), functions.getJsonObject(0));
  }

  @Test
  void aToolWithoutArgumentsHasNoSchemaAndTheOldFormStandsUnderItsOwnName() throws Exception {
    var plain = sent("'tools':[{'name':'now','input_schema':{'type':'object'}}]", row("gemini-3-native"), "m");
    assertEquals("{\"name\":\"now\"}", plain.getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations").getJsonObject(0).toString());
    var healed = row("gemini-3-native").with(portside.provider.dialect.Column.SCHEMAS, Dialect.Schemas.GEMINI);
    var old = sent(TOOL, healed, "m").getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations").getJsonObject(0);
    assertEquals(List.of("name", "parameters"), List.copyOf(old.keySet()));
  }

  @Test
  void b20ResultsFollowInTheOrderOfTheirCallsAndOnlyIdsOfTheModelsAreSent() throws Exception {
    var made = CallIds.made("msg_abc", 1);
    var history = "[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'okz0loqw','name':'sum','input':{'a':1}},"
        + "{'type':'tool_use','id':'" + made + "','name':'other','input':{}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'" + made + "','content':'two'},{'type':'tool_result','tool_use_id':'okz0loqw','content':'one'}]}]";
    var body = sent(history, "", row("gemini-3-native"), "m");
    var calls = parts(body, 1).stream().map(part -> part.getJsonObject("functionCall")).toList();
    var results = parts(body, 2).stream().map(part -> part.getJsonObject("functionResponse")).toList();
    assertEquals(List.of("{\"id\":\"okz0loqw\",\"name\":\"sum\",\"args\":{\"a\":1}}", "{\"name\":\"other\",\"args\":{}}"), calls.stream().map(JsonValue::toString).toList());
    assertEquals(List.of("{\"id\":\"okz0loqw\",\"name\":\"sum\",\"response\":{\"output\":\"one\"}}", "{\"name\":\"other\",\"response\":{\"output\":\"two\"}}"),
        results.stream().map(JsonValue::toString).toList());
  }

  @Test
  void b21AFailureIsAnErrorAndMediaOfAResultStandInsideOrBehind() throws Exception {
    var history = "[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'call_0001','name':'sum','input':{}},"
        + "{'type':'tool_use','id':'call_0002','name':'look','input':{}}]},{'role':'user','content':["
        + "{'type':'tool_result','tool_use_id':'call_0001','is_error':true,'content':'boom'},"
        + "{'type':'tool_result','tool_use_id':'call_0002','content':[{'type':'text','text':'shot'}," + PICTURE + "]}]}]";
    var inside = parts(sent(history, "", row("gemini-3-native"), "m"), 2);
    assertEquals("{\"error\":\"boom\"}", inside.get(0).getJsonObject("functionResponse").get("response").toString());
    var shot = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    assertEquals("[" + shot + "]", inside.get(1).getJsonObject("functionResponse").get("parts").toString());
    assertEquals(2, inside.size());
    var behind = parts(sent(history, "", row("gemini-2.5-native"), "m"), 2);
    assertFalse(behind.get(1).getJsonObject("functionResponse").containsKey("parts"));
    assertTrue(behind.get(2).getString("text").startsWith("[image from the result of look"));
    assertEquals(shot, behind.get(3).toString());
  }

  /// A type that may not stand inside a result follows it, and a lost result is an error.
  @Test
  void b21OtherMediaStandBehindAndALostResultIsAnError() throws Exception {
    var gif = PICTURE.replace("iVBORw0KGgo=", "R0lGODlhAQ==");
    var history = "[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'call_0001','name':'look','input':{}},"
        + "{'type':'tool_use','id':'call_0002','name':'sum','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_0001','content':[" + gif + "]}]}]";
    var parts = parts(sent(history, "", row("gemini-3-native"), "m"), 2);
    assertEquals("[no result: the tool call was interrupted]", parts.get(1).getJsonObject("functionResponse").getJsonObject("response").getString("error"));
    assertEquals("[image from the result of look]", parts.get(2).getString("text"));
    assertEquals("image/gif", parts.get(3).getJsonObject("inlineData").getString("mimeType"));
  }

  /// The body of the next turn of this answer's conversation.
  private static JsonObject next(List<StreamEvent> events, Dialect row, String model) throws Exception {
    var message = new MessageAccumulator();
    events.forEach(message);
    var content = Json.object(message.bytes()).getJsonArray("content");
    var results = new ArrayList<String>();
    for (var block : content.getValuesAs(JsonObject.class)) {
      if (block.getString("type").equals("tool_use")) {
        results.add("{\"type\":\"tool_result\",\"tool_use_id\":\"" + block.getString("id") + "\",\"content\":\"5\"}");
      }
    }
    var reply = results.isEmpty() ? "\"more\"" : "[" + String.join(",", results) + "]";
    var request = "{\"model\":\"m\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":" + content
        + "},{\"role\":\"user\",\"content\":" + reply + "}]}";
    return Json.object(Gemini.translator(MessagesReader.read(request.getBytes(StandardCharsets.UTF_8)), row, model).request().body());
  }

  private static List<String> signatures(JsonObject body, int content) {
    return parts(body, content).stream().map(part -> part.getString("thoughtSignature", "-")).toList();
  }

  @Test
  void b22ParallelCallsBearOneSignatureWhichReturnsToTheFirst() throws Exception {
    var events = Gemini.events(bytes(PARALLEL));
    var verdict = StreamJudge.judge(events);
    assertEquals(List.of("thinking ", "call sum {\"a\":2}", "call sum {\"a\":4}", "call sum {\"a\":6}"), told(verdict));
    assertEquals(StopReason.TOOL_USE, verdict.stopReason());
    assertEquals(252, verdict.usage().output());
    var body = next(events, Gemini.ROW, Gemini.MAKER.model());
    assertEquals(List.of("SIGNED", "-", "-"), signatures(body, 1));
    assertEquals(List.of("okz0loqw", "55jh6i4d", "c3oxmvnd"),
        parts(body, 1).stream().map(part -> part.getJsonObject("functionCall").getString("id")).toList());
  }

  @Test
  void b23AnotherModelGetsWordsInPlaceOfTheSignatureAndAnOldOneNothing() throws Exception {
    var events = Gemini.events(bytes(PARALLEL));
    assertEquals(List.of("skip_thought_signature_validator", "-", "-"), signatures(next(events, row("gemini-3-native"), "gemini-3.8-flash"), 1));
    assertEquals(List.of("-", "-", "-"), signatures(next(events, row("gemini-2.5-native"), "gemini-2.5-flash"), 1));
    assertEquals(List.of("SIGNED", "-", "-"), signatures(next(events, row("gemini-2.5-native"), Gemini.MAKER.model()), 1));
  }

  @Test
  void theSignatureOfATextReturnsToItAndThatOfNoTextStandsAlone() throws Exception {
    var spoken = Gemini.events(bytes(streamed(chunk("{'text':'I look.','thoughtSignature':'OF TEXT'},{'functionCall':{'name':'sum','args':{}},'thoughtSignature':'OF CALL'}", ""),
        chunk("{'text':'','thoughtSignature':'AT THE END'}", "STOP"))));
    var body = next(spoken, Gemini.ROW, Gemini.MAKER.model());
    assertEquals(List.of("OF TEXT", "OF CALL", "AT THE END"), signatures(body, 1));
    assertEquals(List.of("I look.", "", ""), parts(body, 1).stream().map(part -> part.getString("text", "")).toList());
    assertFalse(parts(body, 1).get(1).getJsonObject("functionCall").containsKey("id"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "gemini-3.8-flash  | 'output_config':{'effort':'max'}                    | {'includeThoughts':true,'thinkingLevel':'HIGH'}",
    "gemini-3.8-flash  | 'output_config':{'effort':'low'}                    | {'includeThoughts':true,'thinkingLevel':'LOW'}",
    "gemini-3.8-flash  | 'thinking':{'type':'adaptive'}                      | {'includeThoughts':true}",
    "gemini-3.8-flash  | 'thinking':{'type':'enabled','budget_tokens':2000}  | {'includeThoughts':true,'thinkingLevel':'LOW'}",
    "gemini-3.8-flash  | 'thinking':{'type':'enabled','budget_tokens':9000}  | {'includeThoughts':true,'thinkingLevel':'MEDIUM'}",
    "gemini-3.8-flash  | 'thinking':{'type':'enabled','budget_tokens':20000} | {'includeThoughts':true,'thinkingLevel':'HIGH'}",
    "gemini-3.1-pro    | 'thinking':{'type':'disabled'}                      | {'includeThoughts':false,'thinkingLevel':'LOW'}",
    "gemini-3.7-flash  | 'thinking':{'type':'disabled'}                      | {'includeThoughts':false,'thinkingLevel':'LOW'}",
    "gemini-3.5-flash  | 'thinking':{'type':'disabled'}                      | {'includeThoughts':false,'thinkingLevel':'MINIMAL'}",
    "gemini-2.5-flash  | 'thinking':{'type':'disabled'}                      | {'includeThoughts':false,'thinkingBudget':0}",
    "gemini-2.5-pro    | 'thinking':{'type':'disabled'}                      | {'includeThoughts':false,'thinkingBudget':128}",
    "gemini-2.5-pro    | 'thinking':{'type':'adaptive'}                      | {'includeThoughts':true,'thinkingBudget':-1}",
    "gemini-2.5-flash  | 'output_config':{'effort':'medium'}                 | {'includeThoughts':true,'thinkingBudget':8192}",
    "gemini-2.5-flash  | 'output_config':{'effort':'max'}                    | {'includeThoughts':true,'thinkingBudget':24576}",
    "gemini-2.5-pro    | 'output_config':{'effort':'max'}                    | {'includeThoughts':true,'thinkingBudget':32768}",
    "gemini-2.5-pro    | 'thinking':{'type':'enabled','budget_tokens':50}    | {'includeThoughts':true,'thinkingBudget':128}",
    "gemini-2.0-flash  | 'output_config':{'effort':'max'}                    |"})
  void b24EffortIsALevelOrABudgetByTheModel(String model, String asked, String thinking) throws Exception {
    var config = sent(asked, rowOf(model), model).getJsonObject("generationConfig");
    assertEquals(thinking == null ? null : Json.object(thinking.replace('\'', '"')), config.get("thinkingConfig"));
  }

  /// What is thought counts in the same limit.
  @Test
  void b24ABudgetLeavesRoomForTheAnswer() throws Exception {
    assertEquals(8_192 + 1_024, sent("'output_config':{'effort':'medium'}", rowOf("gemini-2.5-pro"), "m").getJsonObject("generationConfig").getInt("maxOutputTokens"));
    assertEquals(1_000, sent("", rowOf("gemini-2.5-pro"), "m").getJsonObject("generationConfig").getInt("maxOutputTokens"));
  }

  @Test
  void aSearchIsNotOfferedBesideFunctions() throws Exception {
    var both = sent("'tools':[{'type':'web_search_20250305','name':'web_search'},{'name':'sum','input_schema':{'type':'object'}}]", row("gemini-3-native"), "m");
    assertEquals("[{\"functionDeclarations\":[{\"name\":\"sum\"}]}]", both.get("tools").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3.8-flash, true, /models/gemini-3.8-flash:streamGenerateContent?alt=sse",
    "gemini-3.8-flash, false, /models/gemini-3.8-flash:generateContent",
    "models/gemini-3.8-flash, false, /models/gemini-3.8-flash:generateContent",
    "a b/c, false, /models/a%20b%2Fc:generateContent"})
  void theModelStandsInThePath(String model, boolean stream, String path) {
    var request = MessagesReader.read(bytes("{'model':'m','max_tokens':9,'stream':" + stream + ",'messages':[{'role':'user','content':'go'}]}"));
    var call = Gemini.translator(request, Gemini.ROW, model).request();
    assertEquals(path, call.path());
    assertFalse(json(call.body()).containsKey("model") || json(call.body()).containsKey("stream"));
  }
}
