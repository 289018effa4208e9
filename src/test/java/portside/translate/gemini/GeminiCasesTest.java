package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.rows.GeminiRows;
import portside.translate.AnswerFeed;
import portside.translate.fault.ErrorToFault;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Scope;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// What goes to Gemini and what comes of its answers, each case by its number (`b19` and on).
/// It is longer than other files, so that the numbered cases can be read in their order.
class GeminiCasesTest {
  private static final String TOOL = "'tools':[{'name':'sum','input_schema':{'type':'object','properties':{'a':{'type':'integer'}},'$schema':'x'}}]";
  private static final String PICTURE = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";

  private static Dialect row(String name) {
    return GeminiRows.NATIVE.rules().stream().map(DialectRule::row).filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private static Dialect rowOf(String model) {
    return GeminiRows.NATIVE.rules().stream().filter(rule -> rule.covers(model)).findFirst().orElseThrow().row();
  }

  private static JsonObject sent(String members, Dialect row, String model) throws Json.Malformed {
    return sent("[{'role':'user','content':'go'}]", members, row, model);
  }

  private static JsonObject sent(String messages, String members, Dialect row, String model) throws Json.Malformed {
    var request = "{'model':'m','max_tokens':1000,'messages':" + messages + (members.isEmpty() ? "" : "," + members) + "}";
    return Json.object(Gemini.translator(MessagesReader.read(bytes(request)), row, model).request().body());
  }

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static List<JsonObject> parts(JsonObject body, int content) {
    return body.getJsonArray("contents").getJsonObject(content).getJsonArray("parts").getValuesAs(JsonObject.class);
  }

  private static String streamed(String... chunks) {
    var stream = new StringBuilder();
    for (var chunk : chunks) {
      stream.append("data: ").append(chunk).append("\r\n\r\n");
    }
    return stream.toString();
  }

  private static String chunk(String parts, String finish) {
    return "{'candidates':[{'content':{'parts':[" + parts + "],'role':'model'},'index':0" + (finish.isEmpty() ? "" : ",'finishReason':'" + finish + "'") + "}]}";
  }

  private static StreamJudge.Verdict answered(String body) {
    return StreamJudge.judge(Gemini.events(bytes(body)));
  }

  private static List<String> told(StreamJudge.Verdict verdict) {
    return verdict.blocks().stream().map(block -> switch (block.opening()) {
      case Opening.Text() -> "text " + block.content();
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "call " + name + " " + block.content();
      case Opening.ServerToolUse _ -> "search " + block.content();
      case Opening.SearchHits(_, var hits) -> "found " + hits.size();
      case Opening.ServerToolFailure _ -> "no search";
    }).toList();
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

  private static final String PARALLEL = streamed(
      chunk("{'functionCall':{'name':'sum','args':{'a':2},'id':'okz0loqw'},'thoughtSignature':'SIGNED'}", ""),
      chunk("{'functionCall':{'name':'sum','args':{'a':4},'id':'55jh6i4d'}}", ""),
      chunk("{'functionCall':{'name':'sum','args':{'a':6},'id':'c3oxmvnd'}}", ""),
      "{'candidates':[{'content':{'parts':[{'text':''}],'role':'model'},'finishReason':'STOP','index':0}],"
          + "'usageMetadata':{'promptTokenCount':161,'candidatesTokenCount':48,'totalTokenCount':413,'thoughtsTokenCount':204}}");

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
  void b25ThoughtsThenASignedCallWithoutAnId() {
    var verdict = answered(streamed(chunk("{'text':'I see.','thought':true}", ""),
        "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'weather','args':{'location':'Florence'}},'thoughtSignature':'SIGNED'}],'role':'model'},"
            + "'finishReason':'STOP','index':0,'finishMessage':'Model generated function call(s).'}],'usageMetadata':{'promptTokenCount':54,"
            + "'candidatesTokenCount':14,'totalTokenCount':132,'thoughtsTokenCount':64}}"));
    assertEquals(List.of("thinking I see.", "call weather {\"location\":\"Florence\"}"), told(verdict));
    assertEquals(StopReason.TOOL_USE, verdict.stopReason());
    assertEquals(78, verdict.usage().output());
    assertTrue(CallIds.isMade(((Opening.ToolUse) verdict.blocks().get(1).opening()).id()));
  }

  private static final String GROUNDED = streamed(
      "{'candidates':[{'content':{'parts':[{'text':'Ships '}],'role':'model'},'index':0}],'usageMetadata':{'promptTokenCount':9,'candidatesTokenCount':1000}}",
      "{'candidates':[{'content':{'parts':[{'text':'sail.'}],'role':'model'},'finishReason':'STOP','index':0,'groundingMetadata':{"
          + "'webSearchQueries':['ships','sails'],'groundingChunks':[{'web':{'uri':'https://g.example/1','title':'One'}},{'web':{'uri':'https://g.example/2','title':'Two'}}]}}],"
          + "'usageMetadata':{'promptTokenCount':106,'toolUsePromptTokenCount':37441,'candidatesTokenCount':918,'thoughtsTokenCount':2472}}");

  private static StreamJudge.Verdict searched(String body) {
    var request = "{'model':'m','max_tokens':1000,'tools':[{'type':'web_search_20250305','name':'web_search'}],"
        + "'messages':[{'role':'user','content':'Perform a web search for the query: ships'}]}";
    var translator = Gemini.translator(MessagesReader.read(bytes(request)), row("gemini-3-native"), "m");
    assertEquals("[{\"googleSearch\":{}}]", json(translator.request().body()).get("tools").toString());
    var feed = new AnswerFeed(translator.answer());
    var events = new ArrayList<StreamEvent>();
    var bytes = bytes(body);
    feed.bytes(bytes, 0, bytes.length, events::add);
    feed.end(events::add);
    return StreamJudge.judge(events);
  }

  private static JsonObject json(byte[] body) {
    try {
      return Json.object(body);
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void b26WhatWasSearchedStandsBeforeTheTextAndTheLastCountsHold() {
    var verdict = searched(GROUNDED);
    assertEquals(List.of("search {\"query\":\"ships, sails\"}", "found 2",
        "text Ships sail.\n\nSources:\n- [One](https://g.example/1)\n- [Two](https://g.example/2)"), told(verdict));
    assertEquals(106 + 37_441, verdict.usage().input());
    assertEquals(918 + 2_472, verdict.usage().output());
    assertEquals(2, verdict.usage().webSearches());
  }

  @Test
  void b26WithoutGroundingItIsSaidThatNothingWasSearched() {
    var verdict = searched(streamed(chunk("{'text':'Ships sail.'}", "STOP")));
    assertEquals(List.of("text Ships sail.", "search {\"query\":\"ships\"}", "no search"), told(verdict));
  }

  @Test
  void aSearchIsNotOfferedBesideFunctions() throws Exception {
    var both = sent("'tools':[{'type':'web_search_20250305','name':'web_search'},{'name':'sum','input_schema':{'type':'object'}}]", row("gemini-3-native"), "m");
    assertEquals("[{\"functionDeclarations\":[{\"name\":\"sum\"}]}]", both.get("tools").toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'candidates':[{'finishReason':'UNEXPECTED_TOOL_CALL','index':0}]}                              | acme broke off the answer (UNEXPECTED_TOOL_CALL)",
    "{'candidates':[{'finishReason':'MALFORMED_FUNCTION_CALL','finishMessage':'print(','index':0}]}  | acme broke off the answer (MALFORMED_FUNCTION_CALL: print()",
    "{'candidates':[{'finishReason':'OTHER'}]}                                                       | acme broke off the answer (OTHER)",
    "{'candidates':[{'finishReason':'SOMETHING_NEW'}]}                                               | acme broke off the answer (SOMETHING_NEW)",
    "{'candidates':[{'finishReason':5,'content':null}]}                                              | acme broke off the answer (OTHER)",
    "{'candidates':[{'finishReason':'STOP'}]}                                                        | acme ended its answer without saying anything"})
  void b27AnAnswerThatGoesAstrayMayBeAskedForOnceMore(String chunk, String words) {
    var answer = Gemini.translator(MessagesReader.read(bytes("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'go'}]}")), Gemini.ROW, "m").answer();
    var events = new ArrayList<StreamEvent>();
    answer.whole(new String(bytes(chunk), StandardCharsets.UTF_8), events::add);
    assertEquals(List.of(new StreamEvent.Error(Fault.of(FaultKind.API, words))), events);
    assertTrue(answer.wentAstray());
  }

  @Test
  void b27WhatHasBegunCannotBeAskedForAgain() {
    var answer = Gemini.translator(MessagesReader.read(bytes("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'go'}]}")), Gemini.ROW, "m").answer();
    var events = new ArrayList<StreamEvent>();
    answer.whole(new String(bytes(chunk("{'text':'I'}", "MALFORMED_FUNCTION_CALL")), StandardCharsets.UTF_8), events::add);
    assertEquals(FaultKind.API, StreamJudge.judge(events).error().kind());
    assertFalse(answer.wentAstray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'promptFeedback':{'blockReason':'SAFETY','safetyRatings':[]}} | SAFETY",
    "{'promptFeedback':{'blockReason':'OTHER'}}                     | OTHER",
    "{'candidates':[{'finishReason':'SPII'}]}                       | SPII",
    "{'candidates':[{'finishReason':8}]}                            | 8"})
  void b28ABlockedPromptIsARefusalThatSaysWhy(String chunk, String reason) {
    var verdict = answered(streamed(chunk));
    assertEquals(List.of("text [acme withheld the answer: " + reason + "]"), told(verdict));
    assertEquals(StopReason.REFUSAL, verdict.stopReason());
  }

  @Test
  void b28LimitsAndRefusalsEndWhatWasSaid() {
    assertEquals(StopReason.REFUSAL, answered(streamed(chunk("{'text':'Well'}", "RECITATION"))).stopReason());
    assertEquals(StopReason.MAX_TOKENS, answered(streamed(chunk("{'functionCall':{'name':'sum','args':{}}}", "MAX_TOKENS"))).stopReason());
    var thought = answered(streamed(chunk("{'text':'Hm','thought':true}", ""), "{'candidates':[{'finishReason':2}]}"));
    assertEquals(List.of("thinking Hm", "text "), told(thought));
    assertEquals(StopReason.MAX_TOKENS, thought.stopReason());
  }

  @Test
  void b29AnErrorDocumentInsideTheStreamIsNoGoodEnd() {
    var events = Gemini.events(bytes(streamed(chunk("{'text':'First '}", "STOP"), chunk("{'text':'Second '}", "STOP"))
        + "{\n  'error': {\n    'code': 499,\n    'message': 'The operation was cancelled.',\n    'status': 'CANCELLED',\n    'details': [\n      {\n        '@type': 'x'\n      }\n    ]\n  }\n}\n"));
    var verdict = StreamJudge.judge(events);
    assertEquals(List.of(new StreamEvent.Delta.Text("First "), new StreamEvent.Delta.Text("Second ")),
        events.stream().filter(StreamEvent.BlockDelta.class::isInstance).map(event -> ((StreamEvent.BlockDelta) event).delta()).toList());
    assertEquals("upstream acme: The operation was cancelled.", verdict.error().message());
  }

  private static final String[] STOPPING = {
    chunk("{'text':'I add.'}", "STOP"), chunk("{'functionCall':{'name':'sum','args':{'a':1}}}", "STOP"), chunk("{'text':''}", "STOP")};

  @Test
  void b30StopMayStandInEveryChunk() {
    var verdict = answered(streamed(STOPPING));
    assertEquals(List.of("text I add.", "call sum {\"a\":1}"), told(verdict));
    assertEquals(StopReason.TOOL_USE, verdict.stopReason());
  }

  /// So it does not tell that nothing follows.
  @Test
  void b30AStreamThatBreaksBehindAStopInItsFirstChunkIsBroken() {
    var answer = Gemini.translator(MessagesReader.read(bytes("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'go'}]}")), Gemini.ROW, "m").answer();
    var events = new ArrayList<StreamEvent>();
    answer.data("", STOPPING[0].replace('\'', '"'), events::add);
    assertFalse(answer.concluded());
    answer.data("", STOPPING[1].replace('\'', '"'), events::add);
    assertFalse(answer.concluded());
    answer.fail(Fault.of(FaultKind.UNREACHABLE, "cut"), events::add);
    assertEquals("cut", StreamJudge.judge(events).error().message());
  }

  @Test
  void b30AStopBehindOtherChunksTellsThatNothingFollows() {
    var answer = Gemini.translator(MessagesReader.read(bytes("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'go'}]}")), Gemini.ROW, "m").answer();
    var events = new ArrayList<StreamEvent>();
    answer.data("", chunk("{'text':'I add.'}", "").replace('\'', '"'), events::add);
    assertFalse(answer.concluded());
    answer.data("", chunk("{'text':''}", "STOP").replace('\'', '"'), events::add);
    assertTrue(answer.concluded());
    answer.fail(Fault.of(FaultKind.UNREACHABLE, "cut"), events::add);
    assertEquals(StopReason.END_TURN, StreamJudge.judge(events).stopReason());
  }

  @Test
  void b31AnArrayInPlaceOfAStreamGivesTheSameEvents() {
    var chunks = List.of(STOPPING);
    assertEquals(Gemini.events(bytes(streamed(STOPPING))), Gemini.events(bytes("[" + String.join(",\r\n", chunks) + "]")));
  }

  private static Fault refused(int status, String body) {
    var errors = new ErrorToFault("acme", "m", row("gemini-3-native"), 100, 1000, text -> text, Instant.EPOCH);
    return errors.of(status, _ -> null, bytes(body));
  }

  @Test
  void b32QuotasRatesAndKeysAreToldApart() {
    var violations = "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':[{'quotaId':'GenerateRequestsPer%sPerProjectPerModel-FreeTier'}]}";
    var delay = "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'%s'}";
    var body = "{'error':{'code':429,'message':'You exceeded your current quota.','status':'RESOURCE_EXHAUSTED','details':[" + violations + "," + delay + "]}}";
    var day = refused(429, body.formatted("Day", "40s"));
    assertEquals(FaultKind.QUOTA, day.kind());
    assertEquals(Scope.KEY_AND_MODEL, day.scope());
    assertEquals("rate_limit_error", day.kind().type());
    var minute = refused(429, body.formatted("Minute", "34s"));
    assertEquals(FaultKind.RATE_LIMIT, minute.kind());
    assertEquals(34, minute.retryAfterSeconds().orElseThrow());
    assertTrue(refused(429, "{'error':{'code':429,'message':'Resource exhausted.','status':'RESOURCE_EXHAUSTED'}}").retryAfterSeconds().isEmpty());
    assertEquals(13, refused(429, "{'error':{'code':429,'message':'Please retry in 12.3s.','status':'RESOURCE_EXHAUSTED'}}").retryAfterSeconds().orElseThrow());
    var key = refused(400, "{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.','status':'INVALID_ARGUMENT','details':["
        + "{'@type':'type.googleapis.com/google.rpc.ErrorInfo','reason':'API_KEY_INVALID'},{'@type':'type.googleapis.com/google.rpc.DebugInfo','detail':'Invalid API key: key1234'}]}}");
    assertEquals(FaultKind.AUTHENTICATION, key.kind());
    assertFalse(key.message().contains("key1234"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "429 | RESOURCE_EXHAUSTED  | ,'details':[{'reason':'MODEL_CAPACITY_EXHAUSTED'}]               | OVERLOADED",
    "429 | RESOURCE_EXHAUSTED  | ,'details':[{'metadata':{'quota_limit_value':'0'}}]              | QUOTA",
    "500 | INTERNAL            |                                                                 | OVERLOADED",
    "503 | UNAVAILABLE         |                                                                 | OVERLOADED",
    "504 | DEADLINE_EXCEEDED   |                                                                 | OVERLOADED",
    "401 | UNAUTHENTICATED     |                                                                 | AUTHENTICATION",
    "403 | PERMISSION_DENIED   |                                                                 | PERMISSION",
    "400 | FAILED_PRECONDITION |                                                                 | PERMISSION",
    "404 | NOT_FOUND           |                                                                 | NOT_FOUND"})
  void b32ErrorsByTheirStatus(int status, String name, String details, FaultKind kind) {
    assertEquals(kind, refused(status, "{'error':{'code':" + status + ",'message':'no','status':'" + name + "'" + (details == null ? "" : details) + "}}").kind());
    assertEquals(kind, refused(status, "[{'error':{'code':" + status + ",'message':'no','status':'" + name + "'" + (details == null ? "" : details) + "}}]").kind());
  }

  @Test
  void b32APromptThatDoesNotFitIsToldInTheWordsAClientActsOn() {
    var fault = refused(400, "{'error':{'code':400,'message':'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).','status':'INVALID_ARGUMENT'}}");
    assertEquals("prompt is too long: 1200000 tokens > 1048576 maximum", fault.message());
  }

  @Test
  void theUserBeginsAndWhatIsNotTextIsTold() throws Exception {
    var body = sent("[{'role':'assistant','content':'Hello'},{'role':'user','content':'go'}]", "", row("gemini-3-native"), "m");
    assertEquals(List.of("user", "model", "user"), body.getJsonArray("contents").getValuesAs(JsonObject.class).stream().map(content -> content.getString("role")).toList());
    assertEquals(" ", parts(body, 0).getFirst().getString("text"));
    var verdict = answered(streamed(chunk("{'text':'See'},{'inlineData':{'mimeType':'image/png','data':'AA=='}},{'executableCode':{'language':'PYTHON','code':'print(1)\\n'}},"
        + "{'codeExecutionResult':{'outcome':'OUTCOME_OK','output':'1\\n'}},{'toolCall':{}},{'toolResponse':{}}", "STOP")));
    assertEquals(List.of("text See[image omitted: image/png]\n```python\nprint(1)\n```\n\n```\n1\n```\n"), told(verdict));
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

  @Test
  void onlyTheFirstCandidateCountsAndWhatIsNullSaysNothing() {
    var verdict = answered(streamed("{'candidates':[{'index':1,'content':{'parts':[{'text':'B'}]}},{'content':{'parts':[{'text':'A','thoughtSignature':null}]},'finishReason':null,"
        + "'groundingMetadata':{}}],'usageMetadata':null}", "{'candidates':[{'finishReason':1,'content':{'parts':null}}],'usageMetadata':{}}"));
    assertEquals(List.of("text A"), told(verdict));
  }
}
