package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.AnswerFeed;
import portside.translate.fault.ErrorToFault;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// What is made of Gemini's answers, each case by its number (`b25` and on).
class GeminiAnswerCasesTest extends GeminiCases {
  private static StreamJudge.Verdict answered(String body) {
    return StreamJudge.judge(Gemini.events(bytes(body)));
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

  @Test
  void onlyTheFirstCandidateCountsAndWhatIsNullSaysNothing() {
    var verdict = answered(streamed("{'candidates':[{'index':1,'content':{'parts':[{'text':'B'}]}},{'content':{'parts':[{'text':'A','thoughtSignature':null}]},'finishReason':null,"
        + "'groundingMetadata':{}}],'usageMetadata':null}", "{'candidates':[{'finishReason':1,'content':{'parts':null}}],'usageMetadata':{}}"));
    assertEquals(List.of("text A"), told(verdict));
  }
}
