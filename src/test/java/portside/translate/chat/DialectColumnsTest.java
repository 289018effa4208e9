package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.TOP_K;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.reasoning.SignatureWriter;
import portside.wire.Json;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.MessagesReader;

/// What each column of a dialect changes in the request.
@Execution(ExecutionMode.CONCURRENT)
class DialectColumnsTest {
  private static final String TOOL = "'tools':[{'name':'Bash','input_schema':{'type':'object','properties':{}}}],";
  private static final String OWN = new SignatureWriter(new ModelIdentity("", "m"), Dialect.STANDARD).next("reasoning_content");
  private static final String HISTORY =
      """
      {'role':'user','content':'go'},
      {'role':'assistant','content':[{'type':'thinking','thinking':'Hmm.','signature':'OWN'},{'type':'tool_use','id':'t','name':'Bash','input':{}}]},
      {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'ok'}]},
      {'role':'assistant','content':[{'type':'thinking','thinking':'So.','signature':'OWN'},{'type':'text','text':'Done.'}]},
      {'role':'user','content':'more'},
      {'role':'assistant','content':[{'type':'tool_use','id':'u','name':'Bash','input':{}}]},
      {'role':'user','content':[{'type':'tool_result','tool_use_id':'u','content':'ok'}]}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      MAX_TOKENS            | 0    | 0    | 0   | {'max_tokens':1000}
      MAX_COMPLETION_TOKENS | 0    | 0    | 0   | {'max_completion_tokens':1000}
      MAX_TOKENS            | 2000 | 0    | 0   | {'max_tokens':2000}
      MAX_TOKENS            | 0    | 500  | 0   | {'max_tokens':500}
      MAX_TOKENS            | 0    | 500  | 400 | {'max_tokens':400}
      MAX_TOKENS            | 900  | 5000 | 800 | {'max_tokens':800}
      """)
  void clampsTheLimit(Dialect.MaxTokensField field, long min, long max, long most, String expected) {
    var dialect = Dialect.STANDARD.with(MAX_TOKENS_FIELD, field).with(MAX_OUTPUT, most);
    var request = translated("'max_tokens':1000,'messages':[{'role':'user','content':'hi'}]", dialect, new Provider.Limits(min, max));
    assertEquals(expected, members(request, "max_tokens", "max_completion_tokens"));
  }

  @Test
  void sampling() {
    var settings = "'temperature':0.5,'top_p':0.25,'top_k':7,'stop_sequences':['a','b','c'],";
    assertEquals("{'temperature':0.5,'top_p':0.25,'stop':['a','b','c']}", members(settings, Dialect.STANDARD));
    assertEquals("{'stop':['a','b','c']}", members(settings, Dialect.STANDARD.with(SAMPLING, Dialect.Sampling.DROP)));
    assertEquals("{'temperature':0.5,'top_p':0.25,'top_k':7}", members(settings, Dialect.STANDARD.with(TOP_K, true).with(MAX_STOPS, 0)));
    assertEquals("{'temperature':0.5,'top_p':0.25,'stop':['a','b']}", members(settings, Dialect.STANDARD.with(MAX_STOPS, 2)));
  }

  @Test
  void samplingFloor() {
    var floor = Dialect.STANDARD.with(SAMPLING_FLOOR, 0.01);
    assertEquals("{'temperature':0.01,'top_p':0.01}", members("'temperature':0,'top_p':0.001,", floor));
    assertEquals("{'temperature':0.5,'top_p':0.01}", members("'temperature':0.5,'top_p':0.01,", floor));
    assertEquals("{}", members("", floor));
    assertEquals("{}", members("'temperature':0,", floor.as("drop").with(SAMPLING, Dialect.Sampling.DROP)));
  }

  @Test
  void maxStopBytes() { // é has two bytes
    var settings = "'stop_sequences':['abcde','abé','ab','abc'],";
    assertEquals("{'stop':['ab','abc']}", members(settings, Dialect.STANDARD.with(MAX_STOP_BYTES, 3)));
    assertEquals("{'stop':['abé']}", members(settings, Dialect.STANDARD.with(MAX_STOP_BYTES, 4).with(MAX_STOPS, 1)));
    assertEquals("{}", members(settings, Dialect.STANDARD.with(MAX_STOP_BYTES, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 300000, 32000, 32000",
    "400000, 300000, 32000, 32000", // the letters alone would fit
    "131072, 300000, 32000, 32000", // a letter is no token
    "131072, 400000, 32000, 6072", // 100000 tokens by its letters, a quarter more to be safe
    "131072, 600000, 32000, 1024",
    "131072, 600000, 100, 100",
    "32768, 4, 32768, 32767",
  })
  void contextWindow(long window, int letters, long asked, long expected) {
    var dialect = Dialect.STANDARD.with(CONTEXT_WINDOW, window);
    var messages = "'messages':[{'role':'user','content':'" + "a".repeat(letters) + "'}]";
    var request = translated("'max_tokens':" + asked + "," + messages, dialect, new Provider.Limits(0, 0));
    assertEquals("{'max_tokens':" + expected + "}", members(request, "max_tokens"));
  }

  @Test
  void contextWindowHoldsToolsAndPicturesToo() {
    var picture = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";
    var asked = "'max_tokens':32000," + TOOL + "'messages':[{'role':'user','content':[" + picture + "]}]";
    var request = translated(asked, Dialect.STANDARD.with(CONTEXT_WINDOW, 32_000L), new Provider.Limits(0, 0));
    assertEquals("{'max_tokens':30100}", members(request, "max_tokens"));
    var large = asked.replace("'properties':{}", "'properties':{'a':{'type':'string','description':'" + "word ".repeat(6_000) + "'}}");
    request = translated(large, Dialect.STANDARD.with(CONTEXT_WINDOW, 32_000L), new Provider.Limits(0, 0));
    assertEquals("{'max_tokens':20378}", members(request, "max_tokens"));
  }

  @Test
  void streamUsage() {
    assertEquals("{'stream':true,'stream_options':{'include_usage':true}}", members("'stream':true,", Dialect.STANDARD));
    assertEquals("{'stream':true}", members("'stream':true,", Dialect.STANDARD.with(STREAM_USAGE, false)));
  }

  @Test
  void toolChoice() {
    var free = Dialect.STANDARD.with(FORCED_TOOL_CHOICE, Dialect.ForcedToolChoice.NO).with(PARALLEL_TOOL_CALLS, Dialect.ParallelToolCalls.UNSAID);
    var any = TOOL + "'tool_choice':{'type':'any','disable_parallel_tool_use':true},";
    var named = TOOL + "'tool_choice':{'type':'tool','name':'Bash'},";
    var none = TOOL + "'tool_choice':{'type':'none'},";
    assertEquals("{'tool_choice':'required','parallel_tool_calls':false}", choice(any, Dialect.STANDARD));
    assertEquals("{}", choice(any, free));
    assertEquals("{'tool_choice':{'type':'function','function':{'name':'Bash'}}}", choice(named, Dialect.STANDARD));
    assertEquals("{}", choice(named, free));
    var unnamed = Dialect.STANDARD.with(NAMED_TOOL_CHOICE, Dialect.NamedToolChoice.REQUIRED);
    assertEquals("{'tool_choice':'required'}", choice(named, unnamed));
    assertEquals("{}", choice(named, unnamed.as("free").with(FORCED_TOOL_CHOICE, Dialect.ForcedToolChoice.NO)));
    assertEquals("{}", choice(TOOL + "'tool_choice':{'type':'tool','name':'Gone'},", unnamed));
    assertEquals("{}", choice(TOOL + "'tool_choice':{'type':'tool','name':'Gone'},", Dialect.STANDARD));
    assertEquals("{'tool_choice':'none'}", choice(none, Dialect.STANDARD));
    assertEquals("{}", members(none, Dialect.STANDARD.with(NONE_TOOL_CHOICE, false)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      NONE             | low,high          | high   | adaptive | {}
      EFFORT           | low,high          | high   | adaptive | {'reasoning_effort':'high'}
      EFFORT           | low,high          | medium | adaptive | {'reasoning_effort':'high'}
      EFFORT           | high,max          | low    | adaptive | {'reasoning_effort':'high'}
      EFFORT           | none,high         | low    | adaptive | {'reasoning_effort':'high'}
      EFFORT           | none,low,high,max | xhigh  | adaptive | {'reasoning_effort':'max'}
      EFFORT           | low,high          | weird  | adaptive | {}
      EFFORT           | low,high          |        | adaptive | {}
      EFFORT           | low,medium,high   |        | 4096     | {'reasoning_effort':'low'}
      EFFORT           | low,medium,high   |        | 16384    | {'reasoning_effort':'medium'}
      EFFORT           | low,medium,high   |        | 31999    | {'reasoning_effort':'high'}
      THINKING         | low,high          | high   | adaptive | {'thinking':{'type':'enabled'},'reasoning_effort':'high'}
      THINKING         |                   | high   | 2000     | {'thinking':{'type':'enabled'}}
      THINKING         | low,high          | high   |          | {'thinking':{'type':'enabled'},'reasoning_effort':'high'}
      THINKING         | low,high          |        |          | {'thinking':{'type':'enabled'}}
      REASONING_OBJECT | low,high          | high   | adaptive | {'reasoning':{'effort':'high'}}
      REASONING_OBJECT |                   | high   | adaptive | {}
      """)
  void thinking(Dialect.Reasoning style, String efforts, String effort, String thinking, String expected) {
    var dialect = Dialect.STANDARD.with(REASONING, style).with(EFFORTS, efforts == null ? List.of() : List.of(efforts.split(",")));
    var asked = thinking == null ? ""
        : Character.isDigit(thinking.charAt(0)) ? "'thinking':{'type':'enabled','budget_tokens':" + thinking + "}," : "'thinking':{'type':'" + thinking + "'},";
    var request = asked + (effort == null ? "" : "'output_config':{'effort':'" + effort + "'},");
    assertEquals(expected, members(request, dialect));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      NOTHING     | THINKING         | low,high | {}
      NOTHING     | EFFORT           | low,high | {}
      DISABLED    | NONE             |          | {'thinking':{'type':'disabled'}}
      DISABLED    | EFFORT           | low,high | {'thinking':{'type':'disabled'}}
      DISABLED    | THINKING         | low,high | {'thinking':{'type':'disabled'}}
      EFFORT_NONE | NONE             |          | {}
      EFFORT_NONE | EFFORT           | low,high | {'reasoning_effort':'none'}
      EFFORT_NONE | THINKING         | low,high | {'reasoning_effort':'none'}
      EFFORT_NONE | REASONING_OBJECT |          | {'reasoning':{'effort':'none'}}
      WEAKEST     | NONE             | low,high | {}
      WEAKEST     | EFFORT           | low,high | {'reasoning_effort':'low'}
      WEAKEST     | EFFORT           |          | {}
      WEAKEST     | THINKING         | low,high | {'thinking':{'type':'always'},'reasoning_effort':'low'}
      WEAKEST     | THINKING         |          | {'thinking':{'type':'always'}}
      WEAKEST     | REASONING_OBJECT | low,high | {'reasoning':{'effort':'low'}}
      """)
  void off(Dialect.Off column, Dialect.Reasoning style, String efforts, String expected) {
    var dialect = Dialect.STANDARD.with(OFF, column).with(REASONING, style).with(EFFORTS, efforts == null ? List.of() : List.of(efforts.split(",")))
        .with(THINKING_ON, "{\"type\":\"always\"}");
    assertEquals(expected, members("'thinking':{'type':'disabled'},'output_config':{'effort':'high'},", dialect));
    assertEquals(expected, members("'thinking':{'type':'between_tools'},", dialect));
  }

  @Test
  void structuredOutput() {
    var asked = "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}},'system':'S',";
    var words = "S\\n\\nAnswer only with one JSON object that follows this JSON Schema, without any text around it:\\n{\\'type\\':\\'object\\'}";
    var object = Dialect.STANDARD.with(STRUCTURED_OUTPUT, Dialect.StructuredOutput.JSON_OBJECT);
    var none = Dialect.STANDARD.with(STRUCTURED_OUTPUT, Dialect.StructuredOutput.NONE);
    assertEquals("{'response_format':{'type':'json_object'}}", members(asked, object));
    assertEquals("{}", members(asked, none));
    assertEquals("{'role':'system','content':'" + words + "'}", message(0, asked, object));
    assertEquals("{'role':'system','content':'" + words + "'}", message(0, asked, none));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      NULL  | {'role':'assistant','content':null,'tool_calls':CALLS}
      EMPTY | {'role':'assistant','content':'','tool_calls':CALLS}
      OMIT  | {'role':'assistant','tool_calls':CALLS}
      """)
  void contentWithCalls(Dialect.ContentWithCalls column, String expected) {
    assertEquals(expected.replace("CALLS", call("t")), history(1, Dialect.STANDARD.with(CONTENT_WITH_CALLS, column)));
  }

  @Test
  void replay() {
    var turns = Dialect.STANDARD.with(REPLAY, Dialect.Replay.TOOL_TURNS).with(REPLAY_FIELD, "reasoning");
    assertEquals("{'role':'assistant','content':null,'reasoning':'Hmm.','tool_calls':" + call("t") + "}", history(1, turns));
    assertEquals("{'role':'assistant','content':'Done.'}", history(3, turns));
    assertEquals("{'role':'assistant','content':null,'tool_calls':" + call("u") + "}", history(5, turns));
    var lost = turns.as("lost").with(MISSING_REASONING, new Dialect.MissingReasoning.Text("(gone)"));
    assertEquals("{'role':'assistant','content':null,'reasoning':'(gone)','tool_calls':" + call("u") + "}", history(5, lost));
    assertEquals("{'role':'assistant','content':null,'reasoning':'Hmm.','tool_calls':" + call("t") + "}", history(1, lost));

    assertEquals("{'role':'assistant','content':null,'reasoning':'','tool_calls':" + call("u") + "}", history(5, turns.as("empty").with(MISSING_REASONING, new Dialect.MissingReasoning.Text(""))));

    var all = Dialect.STANDARD.with(REPLAY, Dialect.Replay.ALL);
    assertEquals("{'role':'assistant','content':'Done.','reasoning_content':'So.'}", history(3, all));
    assertEquals("{'role':'assistant','content':null,'tool_calls':" + call("t") + "}", history(1, Dialect.STANDARD));
  }

  /// A turn of nothing but thinking is a message where thinking goes back in every turn, and none where it does not.
  @Test
  void aTurnOfThinkingAlone() {
    var turns = "'max_tokens':1,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'thinking','thinking':'Hmm.','signature':'"
        + OWN + "'}]},{'role':'user','content':'b'}]";
    var all = translated(turns, Dialect.STANDARD.with(REPLAY, Dialect.Replay.ALL), new Provider.Limits(0, 0));
    assertEquals("[{'role':'user','content':'a'},{'role':'assistant','content':'','reasoning_content':'Hmm.'},{'role':'user','content':'b'}]",
        quoted(all.get("messages")));
    var calls = translated(turns, Dialect.STANDARD.with(REPLAY, Dialect.Replay.TOOL_TURNS), new Provider.Limits(0, 0));
    assertEquals("[{'role':'user','content':'a\\n\\nb'}]", quoted(calls.get("messages")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      FIELD   | 1 | {'role':'assistant','content':null,'reasoning_content':'Hmm.','tool_calls':CALLS}
      DETAILS | 1 | {'role':'assistant','content':null,'reasoning_content':'Hmm.','tool_calls':CALLS}
      PARTS   | 1 | {'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'Hmm.'}]}],'tool_calls':CALLS}
      PARTS   | 3 | {'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'So.'}]},{'type':'text','text':'Done.'}]}
      TAGS    | 1 | {'role':'assistant','content':'<think>\\nHmm.</think>\\n\\n','tool_calls':CALLS}
      TAGS    | 3 | {'role':'assistant','content':'<think>\\nSo.</think>\\n\\nDone.'}
      """)
  void replayAs(Dialect.ReplayAs shape, int message, String expected) {
    var dialect = Dialect.STANDARD.with(REPLAY, Dialect.Replay.ALL).with(REPLAY_AS, shape).with(REPLAY_FIELD, "");
    assertEquals(expected.replace("CALLS", call("t")), history(message, dialect));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk", "portside1:reasoning_content", "portside2:0:reasoning_content:AAAAAAAAAAAAAAAA"})
  void theReasoningOfOthersAreNotReplayed(String signature) {
    var reasoning = "{'role':'assistant','content':[{'type':'thinking','thinking':'Theirs.','signature':'" + signature
        + "'},{'type':'text','text':'Done.'}]}";
    var request = translated("'max_tokens':1,'messages':[{'role':'user','content':'go'}," + reasoning + "]",
        Dialect.STANDARD.with(REPLAY, Dialect.Replay.ALL), new Provider.Limits(0, 0));
    assertEquals("{'role':'assistant','content':'Done.'}", quoted(request.getJsonArray("messages").get(1)));
  }

  @Test
  void callSignatures() {
    var calls = "{'type':'tool_use','id':'t','name':'Bash','input':{}},{'type':'tool_use','id':'u','name':'Bash','input':{}}";
    var signed = "{'id':'t','type':'function','function':{'name':'Bash','arguments':'{}'},"
        + "'extra_content':{'google':{'thought_signature':'skip_thought_signature_validator'}}}";
    var request = translated("'max_tokens':1,'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[" + calls + "]}]",
        Dialect.STANDARD.with(CALL_SIGNATURES, Dialect.CallSignatures.GOOGLE), new Provider.Limits(0, 0));
    assertEquals("{'role':'assistant','content':null,'tool_calls':[" + signed + "," + call("u").substring(1) + "}",
        quoted(request.getJsonArray("messages").get(1)));
  }

  @Test
  void systemInPlace() {
    var asked = "'messages':[{'role':'user','content':'a'},{'role':'system','content':'b'},{'role':'user','content':'c'}]";
    var request = translated("'max_tokens':1," + asked, Dialect.STANDARD.with(SYSTEM_IN_PLACE, true), new Provider.Limits(0, 0));
    assertEquals("[{'role':'user','content':'a'},{'role':'system','content':'b'},{'role':'user','content':'c'}]", quoted(request.get("messages")));
  }

  @Test
  void media() {
    var content = "[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}},"
        + "{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}},"
        + "{'type':'document','title':'T','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}}]";
    var asked = "'max_tokens':1,'messages':[{'role':'user','content':" + content + "}]";
    var blind = Dialect.STANDARD.with(IMAGES, false).with(PDF, Dialect.Pdf.TEXT);
    assertEquals(
        "[{'role':'user','content':'[image left out: this model cannot see pictures]\\n\\n[image left out: this model cannot see pictures]\\n\\n"
            + "[PDF document \\'T\\' left out: it is damaged or of a kind that cannot be read; only the text of PDFs reaches this model]'}]",
        quoted(translated(asked, blind, new Provider.Limits(0, 0)).get("messages")));
    assertEquals(
        "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}},"
            + "{'type':'text','text':'[image at https://example.com/a.png: this provider does not fetch links]'},"
            + "{'type':'file','file':{'filename':'T.pdf','file_data':'data:application/pdf;base64,JVBERi0='}}]}]",
        quoted(translated(asked, Dialect.STANDARD.with(IMAGE_URLS, false), new Provider.Limits(0, 0)).get("messages")));
  }

  @Test
  void extraMembersReplaceOurs() {
    var extra = List.of(new Dialect.ExtraMember("temperature", "1"), new Dialect.ExtraMember("tool_stream", "true"));
    assertEquals("{'top_p':0.5,'temperature':1,'tool_stream':true}", members("'temperature':0.1,'top_p':0.5,", Dialect.STANDARD.with(EXTRA_BODY, extra)));
  }

  private static String call(String id) {
    return "[{'id':'" + id + "','type':'function','function':{'name':'Bash','arguments':'{}'}}]";
  }

  private static String history(int index, Dialect dialect) {
    var request = translated("'max_tokens':1," + TOOL + "'messages':[" + HISTORY.replace("OWN", OWN) + "]", dialect, new Provider.Limits(0, 0));
    return quoted(request.getJsonArray("messages").get(index));
  }

  private static String message(int index, String settings, Dialect dialect) {
    var request = translated("'max_tokens':1," + settings + "'messages':[{'role':'user','content':'hi'}]", dialect, new Provider.Limits(0, 0));
    return quoted(request.getJsonArray("messages").get(index));
  }

  /// Everything beside model, messages and limit.
  private static String members(String settings, Dialect dialect) {
    var request = translated(settings + "'max_tokens':1,'messages':[{'role':'user','content':'hi'}]", dialect, new Provider.Limits(0, 0));
    return without(request, "model", "messages", "max_tokens");
  }

  private static String choice(String settings, Dialect dialect) {
    var request = translated(settings + "'max_tokens':1,'messages':[{'role':'user','content':'hi'}]", dialect, new Provider.Limits(0, 0));
    return members(request, "tool_choice", "parallel_tool_calls");
  }

  private static String members(JsonObject request, String... names) {
    var kept = Json.BUILD.createObjectBuilder();
    for (var name : names) {
      if (request.containsKey(name)) {
        kept.add(name, request.get(name));
      }
    }
    return quoted(kept.build());
  }

  private static String without(JsonObject request, String... names) {
    var kept = Json.BUILD.createObjectBuilder(request);
    for (var name : names) {
      kept.remove(name);
    }
    return quoted(kept.build());
  }

  private static JsonObject translated(String members, Dialect dialect, Provider.Limits limits) {
    try {
      var request = MessagesReader.read(("{'model':'m'," + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      return Json.object(RequestToChat.translate(request, dialect, "m", limits).bytes());
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  private static String quoted(JsonValue value) {
    return JsonBuffer.text(value).replace('"', '\'');
  }
}
