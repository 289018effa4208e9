package portside.translate.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.answer.AnswerRules;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Every rule by which a stream of Anthropic's format is made lawful: where it passes, and where it is read.
class MessagesRelayTest {
  private static final String START =
      "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant','model':'claude-test','content':[],'stop_reason':null,'stop_sequence':null,"
          + "'usage':{'input_tokens':1,'output_tokens':0}}}";
  /// What is written where there was none.
  private static final String OUR_START = START.replace("msg_1", "msg_test").replace("'input_tokens':1,", "'input_tokens':100,");
  private static final String END = "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},'usage':{'input_tokens':1,'output_tokens':2}}";
  private static final String CALLED = END.replace("end_turn", "tool_use");
  private static final String STOP = "{'type':'message_stop'}";
  private static final String PING = "{'type':'ping'}";

  private static String start(int index, String block) {
    return "{'type':'content_block_start','index':" + index + ",'content_block':{" + block + "}}";
  }

  private static String text(int index) {
    return start(index, "'type':'text','text':''");
  }

  private static String thinking(int index) {
    return start(index, "'type':'thinking','thinking':'','signature':''");
  }

  private static String call(int index, String input) {
    return start(index, "'type':'tool_use','id':'toolu_1','name':'Read','input':" + input);
  }

  private static String says(int index, String words) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':{'type':'text_delta','text':'" + words + "'}}";
  }

  private static String thinks(int index, String words) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':{'type':'thinking_delta','thinking':'" + words + "'}}";
  }

  private static String input(int index, String json) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':{'type':'input_json_delta','partial_json':'" + json + "'}}";
  }

  private static String stop(int index) {
    return "{'type':'content_block_stop','index':" + index + "}";
  }

  /// @param sent by the provider
  /// @param passed to a client of the same language
  /// @param read as [#read] tells it
  private record Rule(String name, List<String> sent, List<String> passed, String... read) {}

  private static Rule same(String name, List<String> sent, String... read) {
    return new Rule(name, sent, sent, read);
  }

  private static final List<Rule> RULES = List.of(
      same("what is lawful passes", List.of(START, PING, text(0), says(0, "a"), PING, says(0, "b"), stop(0), END, STOP), "text ab", "end_turn"),
      same("an unknown event passes", List.of(START, text(0), "{'type':'news','index':7}", says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      same("an unknown block passes",
          List.of(START, start(0, "'type':'compaction','content':''"), "{'type':'content_block_delta','index':0,'delta':{'type':'compaction_delta','content':'x'}}", stop(0),
              text(1), says(1, "a"), stop(1), END, STOP), "text a", "end_turn"),
      same("no block at all passes", List.of(START, END.replace("end_turn", "refusal"), STOP), "text ", "refusal"),
      same("a stop reason that is not known passes", List.of(START, text(0), says(0, "a"), stop(0), END.replace("end_turn", "pause_turn"), STOP), "text a", "end_turn"),
      same("a stop reason that does not fit passes, and is corrected where it is read",
          List.of(START, call(0, "{}"), input(0, "{}"), stop(0), END, STOP), "call Read {}", "tool_use"),
      same("tool_use without a call passes, and is corrected where it is read", List.of(START, text(0), says(0, "a"), stop(0), CALLED, STOP), "text a", "end_turn"),
      same("message_stop without a reason passes", List.of(START, text(0), says(0, "a"), stop(0), STOP), "text a", "end_turn"),
      new Rule("a block before message_start", List.of(text(0), says(0, "a"), stop(0), END, STOP),
          List.of(OUR_START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("a start while a block is open", List.of(START, text(0), says(0, "a"), call(1, "{}"), input(1, "{}"), stop(1), stop(0), CALLED, STOP),
          List.of(START, text(0), says(0, "a"), stop(0), call(1, "{}"), input(1, "{}"), stop(1), CALLED, STOP), "text a", "call Read {}", "tool_use"),
      new Rule("gaps in the indices", List.of(START, text(3), says(3, "a"), stop(3), text(9), says(9, "b"), stop(9), END, STOP),
          List.of(START, text(0), says(0, "a"), stop(0), text(1), says(1, "b"), stop(1), END, STOP), "text a", "text b", "end_turn"),
      new Rule("a delta for a block that is not open", List.of(START, says(0, "a"), stop(0), END, STOP),
          List.of(START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("a delta of another kind than its block", List.of(START, text(0), thinks(0, "h"), says(0, "a"), stop(0), END, STOP),
          List.of(START, text(0), stop(0), thinking(1), thinks(1, "h"), stop(1), text(2), says(2, "a"), stop(2), END, STOP), "thinking h", "text a", "end_turn"),
      new Rule("a missing stop before a start", List.of(START, text(0), says(0, "a"), text(1), says(1, "b"), stop(1), END, STOP),
          List.of(START, text(0), says(0, "a"), stop(0), text(1), says(1, "b"), stop(1), END, STOP), "text a", "text b", "end_turn"),
      new Rule("a missing stop before message_delta", List.of(START, text(0), says(0, "a"), END, STOP),
          List.of(START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("thinking without a signature", List.of(START, start(0, "'type':'thinking','thinking':''"), thinks(0, "h"), stop(0), text(1), says(1, "a"), stop(1), END, STOP),
          List.of(START, thinking(0), thinks(0, "h"), stop(0), text(1), says(1, "a"), stop(1), END, STOP), "thinking h", "text a", "end_turn"),
      new Rule("a call with its input at the start", List.of(START, call(0, "{'n':1}"), stop(0), CALLED, STOP),
          List.of(START, call(0, "{}"), input(0, "{\\'n\\':1}"), stop(0), CALLED, STOP), "call Read {'n':1}", "tool_use"),
      new Rule("a call whose input comes twice", List.of(START, call(0, "{'n':1}"), input(0, "{\\'n\\':1}"), stop(0), CALLED, STOP),
          List.of(START, call(0, "{}"), input(0, "{\\'n\\':1}"), stop(0), CALLED, STOP), "call Read {'n':1}", "tool_use"),
      new Rule("the end without message_stop", List.of(START, text(0), says(0, "a"), stop(0), END),
          List.of(START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("the end without a reason", List.of(START, text(0), says(0, "a"), stop(0)),
          List.of(START, text(0), says(0, "a"), stop(0), "! acme ended the answer before it was complete"), "error acme ended the answer before it was complete"),
      new Rule("nothing", List.of(START), List.of("! acme ended its answer without saying anything"), "error acme ended its answer without saying anything"),
      new Rule("[DONE]", List.of(START, text(0), says(0, "a"), stop(0), END, "[DONE]"), List.of(START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("what stands behind the end", List.of(START, text(0), says(0, "a"), stop(0), END, STOP, PING, says(0, "b")),
          List.of(START, text(0), says(0, "a"), stop(0), END, STOP), "text a", "end_turn"),
      new Rule("an error before anything was said", List.of(START, PING, "{'type':'error','error':{'type':'overloaded_error','message':'no'}}"),
          List.of("! no (upstream acme)"), "error no (upstream acme)"),
      new Rule("an error of OpenAI's form", List.of(START, text(0), says(0, "a"), "{'error':{'message':'no','code':500}}"),
          List.of(START, text(0), says(0, "a"), "! no (upstream acme)"), "error no (upstream acme)"),
      new Rule("a call that nobody started", List.of(START, input(0, "{}"), stop(0), CALLED, STOP),
          List.of(START, "! acme called a tool without naming it").subList(1, 2), "error acme called a tool without naming it"),
      same("the provider's own search passes, and is told where it is read",
          List.of(START, start(0, "'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{}"), input(0, "{\\'query\\':\\'q\\'}"), stop(0),
              start(1, "'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[{'type':'web_search_result','url':'u','title':'t','encrypted_content':'E'}]"), stop(1),
              text(2), says(2, "a"), stop(2), END, STOP),
          "search {'query':'q'}", "found t u", "text a", "end_turn"),
      same("a tool of the provider's own is told in words where it is read",
          List.of(START, start(0, "'type':'server_tool_use','id':'call_1','name':'web_search_prime','input':{'search_query':'q'}"), stop(0),
              start(1, "'type':'tool_result','tool_use_id':'call_1','content':[{'type':'text','text':'pages'}]"), stop(1), text(2), says(2, "a"), stop(2), END, STOP),
          "text [web_search_prime: q]", "text [web_search_prime results]/pages", "text a", "end_turn"));

  static Stream<Arguments> rules() {
    return RULES.stream().map(rule -> Arguments.of(rule.name(), rule));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void passes(String name, Rule rule) {
    assertEquals(rule.passed().stream().map(MessagesRelayTest::json).toList(), passed(rule.sent()), name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void isRead(String name, Rule rule) {
    assertEquals(Arrays.stream(rule.read()).map(MessagesRelayTest::json).toList(), read(rule.sent()), name);
  }

  /// A client that wants the message whole gets from a stream what a whole answer would have said.
  @Test
  void aStreamBecomesAMessageForAClientThatWantsNone() throws Exception {
    var signed = "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'Eq'}}";
    var events = events(new MessagesRelay(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())), false),
        List.of(START, thinking(0), thinks(0, "h"), signed, stop(0), text(1), says(1, "a"), says(1, "b"), stop(1), call(2, "{}"), input(2, "{\\'n\\':"), input(2, "1}"), stop(2), CALLED, STOP));
    assertEquals(1, events.size());
    var message = Json.object(((StreamEvent.Verbatim) events.getFirst()).bytes());
    assertEquals(json("[{'type':'thinking','thinking':'h','signature':'Eq'},{'type':'text','text':'ab'},{'type':'tool_use','id':'toolu_1','name':'Read','input':{'n':1}}]"),
        message.get("content").toString());
    assertEquals("tool_use", message.getString("stop_reason"));
    assertEquals(json("{'input_tokens':1,'output_tokens':2}"), message.get("usage").toString());
  }

  @Test
  void aWholeMessagePassesButForItsModelAndBecomesEventsForAStream() {
    var whole = json("{'type':'message','id':'msg_1','model':'up','zeta':1e2,'content':[{'type':'text','text':'a'}],'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':2}}");
    var relay = new MessagesRelay(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())), false);
    var events = new ArrayList<StreamEvent>();
    relay.whole(whole, events::add);
    assertEquals(whole.replace("\"up\"", "\"claude-test\""), new String(((StreamEvent.Verbatim) events.getFirst()).bytes(), StandardCharsets.UTF_8));
    assertEquals(1, relay.reportedInput().orElseThrow());

    var streaming = new ArrayList<StreamEvent>();
    new MessagesRelay(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())), true).whole(whole, streaming::add);
    var text = new String(((StreamEvent.Verbatim) streaming.getFirst()).bytes(), StandardCharsets.UTF_8);
    assertTrue(text.contains("\"text_delta\",\"text\":\"a\"") && text.endsWith("data: {\"type\":\"message_stop\"}\n\n"), text);
  }

  /// What passed, a payload each; `!` and the message of an error behind it.
  private static List<String> passed(List<String> sent) {
    var told = new ArrayList<String>();
    for (var event : events(new MessagesRelay(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())), true), sent)) {
      switch (event) {
        case StreamEvent.Verbatim(var bytes, _) -> new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("data: ")).forEach(line -> told.add(line.substring(6)));
        case StreamEvent.Error(var fault) -> told.add("! " + fault.message());
        default -> throw new AssertionError(event.toString());
      }
    }
    return told;
  }

  private static List<String> read(List<String> sent) {
    var events = events(new MessagesAnswer(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of()))), sent);
    var verdict = StreamJudge.judge(events);
    if (verdict.error() != null) {
      return List.of("error " + verdict.error().message());
    }
    var told = new ArrayList<String>();
    verdict.blocks().forEach(block -> told.add(switch (block.opening()) {
      case Opening.Text() -> "text " + block.content().replace('\n', '/');
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "call " + name + " " + block.content();
      case Opening.ServerToolUse _ -> "search " + block.content();
      case Opening.SearchHits(_, var hits) -> "found " + hits.getFirst().title() + " " + hits.getFirst().url();
      case Opening.ServerToolFailure failure -> failure.toString();
    }));
    told.add(verdict.stopReason().wire());
    return told;
  }

  private static List<StreamEvent> events(AnswerStream answer, List<String> sent) {
    var events = new ArrayList<StreamEvent>();
    var feed = new AnswerFeed(answer);
    for (var data : sent) {
      var bytes = ("data: " + json(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
      feed.bytes(bytes, 0, bytes.length, events::add);
    }
    feed.end(events::add);
    return events;
  }

  private static String json(String text) {
    return text.replace("\\'", "\\\"").replace('\'', '"');
  }
}
