package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.WIRE;
import static portside.translate.EveryWay.call;
import static portside.translate.EveryWay.reasoning;
import static portside.translate.EveryWay.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.translate.Speaker.Counts;
import portside.translate.Speaker.End;
import portside.translate.Speaker.Part;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// What holds on every wire, so that no rule holds on one only: what a provider reads of a request, and what a client gets of an answer.
@Execution(ExecutionMode.CONCURRENT)
class EveryWireTest {
  private static final String CALLS = "{'role':'assistant','content':[{'type':'tool_use','id':'call_0001','name':'Read','input':{'n':1}},"
      + "{'type':'tool_use','id':'call_0002','name':'Bash','input':{}}]}";
  private static final String RESULT_1 = "{'type':'tool_result','tool_use_id':'call_0001','content':'one'}";
  private static final String RESULT_2 = "{'type':'tool_result','tool_use_id':'call_0002','content':'two'}";
  private static final String NOTE = "{'role':'system','content':'mind'}";
  private static final String REMINDER = "<system-reminder>/mind/</system-reminder>";
  private static final String PICTURE = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";
  private static final String TOOLS = "'tools':[{'name':'Read','input_schema':{'type':'object'}},{'name':'Bash','input_schema':{'type':'object'}}]";
  private static final String SCHEMA = "'output_config':{'format':{'type':'json_schema','schema':"
      + "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}}}";
  private static final String THINKER = "REASONING=effort EFFORTS=none,low,medium,high ";

  /// A request, and what every provider must read in it.
  ///
  /// @param messages of the request, in Anthropic's form
  /// @param members beside them; empty for none
  /// @param cells of the row, as in an env file, with blanks between
  /// @param read lines of [Speaker#reads], with `/` for line feeds; lines of kinds that no line here has are not looked at, `no KIND` looks for none, and
  ///     `…` stands for any end of a line or any lines
  private record Asked(String rule, String messages, String members, String cells, String... read) {}

  private static final List<Asked> REQUESTS = List.of(
      new Asked("the conversation keeps its order", says("'go'") + "," + CALLS + "," + says("[" + RESULT_1 + "," + RESULT_2 + "]")
          + ",{'role':'assistant','content':'done'}," + says("'thanks'"), "'system':'be brief'", "",
          "system be brief", "user go", "call call_0001 Read {\"n\":1}", "call call_0002 Bash {}", "result call_0001 one", "result call_0002 two",
          "assistant done", "user thanks"),
      new Asked("results stand in the order of their calls, before words", says("'go'") + "," + CALLS + ","
          + says("[{'type':'text','text':'first'}," + RESULT_2 + "," + RESULT_1 + "]"), "", "",
          "user go", "result call_0001 one", "result call_0002 two", "user first"),
      new Asked("a lost result is told", says("'go'") + "," + CALLS + "," + says("[" + RESULT_2 + "]"), "", "",
          "result call_0001 [no result: the tool call was interrupted]", "result call_0002 two"),
      new Asked("a result without a call is told", says("[{'type':'tool_result','tool_use_id':'call_0009','content':'nine'}]"), "", "",
          "user [tool result without an open call]//nine"),
      new Asked("a result that fails says so", says("'go'") + "," + CALLS + ","
          + says("[{'type':'tool_result','tool_use_id':'call_0001','is_error':true,'content':'gone'},{'type':'tool_result','tool_use_id':'call_0002'}]"), "", "",
          "result call_0001 Error: gone", "result call_0002 (no output)"),
      new Asked("a picture in a result arrives once, behind its result and before words", says("'go'") + "," + CALLS + ","
          + says("[{'type':'tool_result','tool_use_id':'call_0001','content':[{'type':'text','text':'shot'}," + PICTURE + "]},"
              + "{'type':'text','text':'words'}]"), "", "",
          "user go", "result call_0001 shot…", "…", "image data:image/png;base64,iVBORw0KGgo=", "…", "user words"),
      new Asked("a model that sees no pictures is told of them", says("[" + PICTURE + "]"), "", "IMAGES=false",
          "user [image left out: this model cannot see pictures]", "no image"),
      new Asked("a system message behind results is a reminder at the last of them", says("'go'") + "," + CALLS + ","
          + says("[" + RESULT_1 + "," + RESULT_2 + "]") + "," + NOTE, "", "",
          "no system", "user go", "result call_0001 one", "result call_0002 two//" + REMINDER),
      new Asked("a system message behind words is a reminder at their end", says("'go'") + "," + NOTE, "", "", "no system", "user go//" + REMINDER),
      new Asked("a system message keeps its place where there is one for it", says("'go'") + "," + NOTE + "," + says("'on'"), "", "SYSTEM_IN_PLACE=true",
          "user go", "system mind", "user on"),
      new Asked("a system message before all others belongs to the prompt", NOTE + "," + says("'go'"), "'system':'be brief'", "",
          "system be brief//mind", "user go"),
      new Asked("a summary stands for what came before it", says("'old'") + ",{'role':'assistant','content':[{'type':'compaction','content':'it was'}]},"
          + says("'new'"), "", "", "no assistant", "user Summary of the conversation so far:/it was//new"),
      new Asked("sampling passes", says("'go'"), "'temperature':0.5,'top_p':0.9", "", "temperature 0.5", "top_p 0.9"),
      new Asked("sampling keeps to its floor", says("'go'"), "'temperature':0,'top_p':0", "SAMPLING_FLOOR=0.01", "temperature 0.01", "top_p 0.01"),
      new Asked("sampling is left out where it is refused", says("'go'"), "'temperature':0.5,'top_p':0.9", "SAMPLING=drop", "no temperature", "no top_p"),
      new Asked("an effort is one that the model takes", says("'go'"), "'output_config':{'effort':'max'}", THINKER, "effort high"),
      new Asked("a budget amounts to an effort", says("'go'"), "'thinking':{'type':'enabled','budget_tokens':5000}", THINKER, "effort medium"),
      new Asked("an effort wins over a budget", says("'go'"), "'thinking':{'type':'enabled','budget_tokens':5000},'output_config':{'effort':'low'}", THINKER,
          "effort low"),
      new Asked("off wins over an effort", says("'go'"), "'thinking':{'type':'disabled'},'output_config':{'effort':'high'}", THINKER + "OFF=effort_none",
          "effort none"),
      new Asked("off is the weakest effort where there is no other", says("'go'"), "'thinking':{'type':'disabled'}",
          "REASONING=effort EFFORTS=low,high OFF=weakest", "effort low"),
      new Asked("adaptive thinking asks for nothing", says("'go'"), "'thinking':{'type':'adaptive'}", THINKER, "no effort"),
      new Asked("a model that does not think is not told to", says("'go'"), "'output_config':{'effort':'high'}", "REASONING=none", "no effort"),
      new Asked("some tool must be called", says("'go'"), TOOLS + ",'tool_choice':{'type':'any'}", "", "tool Read", "tool Bash", "choice required"),
      new Asked("this tool must be called", says("'go'"), TOOLS + ",'tool_choice':{'type':'tool','name':'Bash'}", "", "tool Read", "tool Bash", "choice Bash"),
      new Asked("this tool must be called where none can be named", says("'go'"), TOOLS + ",'tool_choice':{'type':'tool','name':'Bash'}",
          "NAMED_TOOL_CHOICE=alone", "tool Bash", "choice required"),
      new Asked("no tool may be called", says("'go'"), TOOLS + ",'tool_choice':{'type':'none'}", "", "tool Read", "tool Bash", "choice none"),
      new Asked("no tool is offered where none cannot be said", says("'go'"), TOOLS + ",'tool_choice':{'type':'none'}", "NONE_TOOL_CHOICE=false",
          "no tool", "no choice"),
      new Asked("a choice is left to a model that cannot be forced", says("'go'"), TOOLS + ",'tool_choice':{'type':'any'}", "FORCED_TOOL_CHOICE=no",
          "tool Read", "tool Bash", "no choice"),
      new Asked("one call at a time", says("'go'"), TOOLS + ",'tool_choice':{'type':'auto','disable_parallel_tool_use':true}", "PARALLEL_TOOL_CALLS=off",
          "parallel false", "no choice"),
      new Asked("a schema is asked for", says("'go'"), SCHEMA, "STRUCTURED_OUTPUT=json_schema",
          "format {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}", "no system"),
      new Asked("a schema is told in words where only JSON can be asked for", says("'go'"), SCHEMA, "STRUCTURED_OUTPUT=json_object",
          "system Answer only with one JSON object that follows this JSON Schema…", "format any object"),
      new Asked("the limit keeps to the model's", says("'go'"), "", "MAX_OUTPUT=50", "limit 50"),
      new Asked("the limit leaves room to think", says("'go'"), "", "MIN_OUTPUT=500", "limit 500"),
      new Asked("the limit keeps to the window", says("'" + "word ".repeat(2_000) + "'"), "'max_tokens':9000", "CONTEXT_WINDOW=10000", "limit 6875"),
      new Asked("a stream is asked for", says("'go'"), "'stream':true", "", "stream true"),
      new Asked("a stream is asked for where nothing else is taken", says("'go'"), "", "ALWAYS_STREAM=true", "stream true"));

  /// What a provider says, and what every client must get.
  ///
  /// @param members of the request
  /// @param cells of the row
  /// @param counts null for none
  /// @param told as [EveryWay#tells] has it
  private record Said(String rule, String members, String cells, List<Part> parts, End end, Counts counts, String... told) {}

  private static final List<Said> ANSWERS = List.of(
      new Said("all that is said arrives in its order", TOOLS, "", List.of(reasoning("Hm."), text("I look."), call("Read", "{\"n\":1}"), call("Bash", "{}")),
          End.STOP, null, "thinking Hm.", "text I look.", "call Read {\"n\":1}", "call Bash {}", "tool_use"),
      new Said("an answer of nothing is one", "", "", List.of(), End.STOP, null, "text ", "end_turn"),
      new Said("the provider's counts are told, the cached part by itself", "", "", List.of(text("Hi")), End.STOP, new Counts(70, 50, 5, 2),
          "text Hi", "end_turn", "usage 20 in, 50 read, 5 out, 2 thinking"),
      new Said("counts that are missing are estimated", "", "", List.of(text("Hi there, you")), End.STOP, new Counts(0, 0, 0, 0),
          "text Hi there, you", "end_turn", "usage 100 in, 0 read, 4 out, 0 thinking"),
      new Said("an answer as long as it may be is cut", "", "", List.of(text("Hi")), End.LENGTH, null, "text Hi", "max_tokens"),
      new Said("a call that is cut is not run", TOOLS, "", List.of(call("Bash", "{\"a\":1")), End.LENGTH, null, "call Bash {\"a\":1", "max_tokens"),
      new Said("a call without an end was cut where the answer is as long as it may be", TOOLS, "", List.of(call("Bash", "{\"a\":1,")), End.STOP,
          new Counts(9, 0, 99, 0), "call Bash {\"a\":1,", "max_tokens", "usage 9 in, 0 read, 99 out, 0 thinking"),
      new Said("a call without an end is an error where it is not", TOOLS, "", List.of(call("Bash", "{\"a\":1,")), End.STOP, new Counts(9, 0, 98, 0),
          "error acme called a tool with arguments that are no JSON object"),
      new Said("a call without a name is an error", TOOLS, "", List.of(call("", "{}")), End.STOP, null, "error acme called a tool without naming it"),
      new Said("an answer that is withheld is a refusal", "", "", List.of(text("Well")), End.WITHHELD, null, "text Well", "refusal"),
      new Said("words of a refusal are one", "", "", List.of(new Part.Refusal("No.")), End.STOP, null, "text No.", "refusal"),
      new Said("an answer for which the window has no room is an overflow", "", "CONTEXT_WINDOW=110", List.of(), End.LENGTH, new Counts(105, 0, 0, 0),
          "error prompt is too long: 111 tokens > 110 maximum"),
      new Said("the provider's error is the client's", "", "", List.of(text("Well")), End.ERROR, null, "error no (upstream acme)"),
      new Said("a stream that stops is an error", "", "", List.of(text("Well")), End.CUT, null, "error acme ended the answer before it was complete"),
      new Said("a stream that stops in a call is an error", TOOLS, "", List.of(text("Well"), call("Bash", "{}")), End.CUT, null,
          "error acme ended the answer before it was complete"),
      new Said("text ends at a stop sequence that the provider was not told", "'stop_sequences':['STOP']", "MAX_STOPS=0", List.of(text("a STOP b")), End.STOP,
          null, "text a ", "stop_sequence STOP"),
      new Said("text ends at a stop sequence, however the answer ends", "'stop_sequences':['STOP']", "", List.of(text("a STOP b")), End.CUT, null,
          "text a ", "stop_sequence STOP"),
      new Said("JSON by schema comes bare", SCHEMA, "", List.of(text("```json\n{\"a\":\"b\"}\n```")), End.STOP, null, "text {\"a\":\"b\"}", "end_turn"),
      new Said("one call at a time holds whatever the provider does", TOOLS + ",'tool_choice':{'type':'auto','disable_parallel_tool_use':true}", "",
          List.of(call("Read", "{}"), call("Bash", "{}")), End.STOP, null, "call Read {}", "tool_use"));

  /// Rules for which a wire has no words. The Messages API has none for "some JSON"; Gemini has no place for a system message and cannot be asked for
  /// one call at a time.
  private static final Map<Class<?>, Set<String>> WORDLESS = Map.of(
      MessagesSpeaker.class, Set.of("a schema is told in words where only JSON can be asked for"),
      GeminiSpeaker.class, Set.of("a system message keeps its place where there is one for it", "one call at a time"));

  static Stream<Arguments> requests() {
    return Speaker.ALL.stream().flatMap(speaker -> REQUESTS.stream()
        .filter(asked -> !WORDLESS.getOrDefault(speaker.getClass(), Set.of()).contains(asked.rule()))
        .map(asked -> Arguments.of(speaker, asked.rule(), asked)));
  }

  static Stream<Arguments> answers() {
    return ANSWERS.stream().map(said -> Arguments.of(said.rule(), said));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("requests")
  void everyProviderReadsOf(Speaker speaker, String rule, Asked asked) {
    var limit = asked.members().contains("'max_tokens'") ? "" : ",'max_tokens':100";
    var request = "{'model':'m','messages':[" + asked.messages() + "]" + limit + (asked.members().isEmpty() ? "" : ",") + asked.members() + "}";
    var kinds = Arrays.stream(asked.read()).map(line -> line.startsWith("no ") ? line.substring(3) : line.replaceFirst(" .*", "")).toList();
    var row = applied(asked.cells(), Dialect.STANDARD.as("row").with(WIRE, speaker.row().get(WIRE)));
    var read = speaker.reads(request, row).stream().map(line -> line.replace('\n', '/')).filter(line -> kinds.contains(line.replaceFirst(" .*", ""))).toList();
    var expected = Arrays.stream(asked.read()).filter(line -> !line.startsWith("no ")).toList();
    assertEquals(expected, shortened(read, expected), rule);
  }

  /// What was read, with `…` where the expectation has it and it fits.
  private static List<String> shortened(List<String> read, List<String> expected) {
    var left = new ArrayList<>(read);
    var shortened = new ArrayList<String>();
    for (int i = 0; i < expected.size(); i++) {
      var line = expected.get(i);
      if (line.equals("…")) {
        while (!left.isEmpty() && !left.getFirst().equals(expected.get(i + 1))) {
          left.removeFirst();
        }
        shortened.add(line);
      } else if (!left.isEmpty()) {
        var next = left.removeFirst();
        shortened.add(line.endsWith("…") && next.startsWith(line.substring(0, line.length() - 1)) ? line : next);
      }
    }
    shortened.addAll(left);
    return shortened;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void everyClientGets(String rule, Said said) {
    EveryWay.of(said.members(), row -> applied(said.cells(), row)).ending(said.end(), said.counts()).tells(said.parts(), said.told());
  }

  /// Before an answer and inside one.
  @Test
  void aMissingModelIsNamedAsItWasAskedFor() {
    for (var speaker : Speaker.ALL) {
      var error = "{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\"}}";
      var translator = speaker.translator("{'model':'m','max_tokens':9,'messages':[" + says("'go'") + "]}", speaker.row(), "");
      translator.request();
      var refused = translator.refused(404, _ -> null, error.getBytes(StandardCharsets.UTF_8)).fault();
      assertEquals("model: model-x (upstream acme: no such model)", refused.message(), speaker.toString());
      assertEquals(FaultKind.NOT_FOUND, refused.kind(), speaker.toString());
      var told = new ArrayList<StreamEvent>();
      translator.answer().whole(error, told::add);
      assertEquals(refused, StreamJudge.judge(told).error(), speaker.toString());
    }
  }

  private static Dialect applied(String cells, Dialect row) {
    var applied = row;
    for (var cell : cells.isBlank() ? new String[0] : cells.strip().split(" ")) {
      applied = Lesson.of(Column.named(cell.split("=")[0]).orElseThrow(), cell.split("=")[1]).applied(applied);
    }
    return applied;
  }

  private static String says(String content) {
    return "{'role':'user','content':" + content + "}";
  }
}
