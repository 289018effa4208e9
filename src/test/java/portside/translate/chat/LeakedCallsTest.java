package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.LEAKED_CALLS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect;
import portside.translate.answer.RawJson;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Tool calls that arrive as text.
@Execution(ExecutionMode.CONCURRENT)
class LeakedCallsTest {
  private static final Dialect LEAKY = Dialect.STANDARD.as("leaky").with(LEAKED_CALLS, true);

  private static final String LS = "Bash {\"command\":\"ls <a>\"}";
  private static final String READ = "Read {\"file_path\":\"/a\",\"offset\":5}";

  /// What a model writes, and the calls it means.
  private record Sample(String text, List<String> calls) {
    static Sample of(String text, String... calls) {
      return new Sample(text, List.of(calls));
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        Sample.of("<tool_call>\n{\"name\": \"Bash\", \"arguments\": {\"command\":\"ls <a>\"}}\n</tool_call>", LS),
        Sample.of("<tool_call>{\"name\":\"Bash\",\"arguments\":{\"command\":\"ls <a>\"}}</tool_call>\n<tool_call>{\"arguments\":\"{\\\"file_path\\\":"
            + "\\\"/a\\\",\\\"offset\\\":5}\",\"name\":\"Read\"}</tool_call>", LS, READ),
        Sample.of("<tool_call>{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls <a>\"}}", LS),
        Sample.of("<tool_call>\n<function=Bash>\n<parameter=command>\nls <a>\n</parameter>\n</function>\n</tool_call>", LS),
        Sample.of("<function=Read><parameter=file_path>/a</parameter>\n<parameter=offset>\n5\n</parameter></function>\n</tool_call>", READ),
        Sample.of("<function=Bash>\n</function>", "Bash {}"),
        Sample.of("<function=Bash><parameter=command>echo '</parameter>' </function</parameter></function>",
            "Bash {\"command\":\"echo '</parameter>' </function\"}"),
        Sample.of("<tool_call>Read\n<arg_key>file_path</arg_key>\n<arg_value>/a</arg_value>\n<arg_key>offset</arg_key>\n<arg_value>5</arg_value>\n</tool_call>",
            READ),
        Sample.of("<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0<|tool_call_argument_begin|>{\"command\":\"ls <a>\"}<|tool_call_end|>"
            + "<|tool_call_begin|>functions.Read:1<|tool_call_argument_begin|> {\"file_path\":\"/a\",\"offset\":5} <|tool_call_end|><|tool_calls_section_end|>",
            LS, READ),
        Sample.of("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>Bash<｜tool▁sep｜>{\"command\":\"ls <a>\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", LS),
        Sample.of("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash\n```json\n{\"command\":\"ls <a>\"}\n```<｜tool▁call▁end｜>\n"
            + "<｜tool▁call▁begin｜>function<｜tool▁sep｜>Read\n```json\n{\"file_path\":\"/a\",\"offset\":5}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", LS, READ),
        Sample.of("<｜tool▁calls▁begin｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash\n```json\n{\"command\":\"ls <a>\"}\n```\n<｜tool▁call▁end｜>\n<｜tool▁calls▁end｜>", LS),
        Sample.of("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>Bash<｜tool▁sep｜>{\"command\":\"ls <a>\"}\n<｜tool▁call▁end｜><｜tool▁calls▁end｜>", LS),
        Sample.of("<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"Read\">\n<｜DSML｜parameter name=\"file_path\" string=\"true\">/a</｜DSML｜parameter>\n"
            + "<｜DSML｜parameter name=\"offset\" string=\"false\">5</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>", READ),
        Sample.of("<｜DSML｜tool_calls><｜DSML｜invoke name=\"Bash\"><｜DSML｜parameter name=\"command\" string=\"true\">ls <a></｜DSML｜parameter></｜DSML｜invoke>"
            + "</｜DSML｜tool_calls>", LS),
        Sample.of("<|channel|>commentary to=functions.Bash <|constrain|>json<|message|>{\"command\":\"ls <a>\"}<|call|>", LS),
        Sample.of("<|start|>assistant<|channel|>commentary to=functions.Bash<|message|>{\"command\":\"ls <a>\"}", LS),
        Sample.of("<|start|>assistant to=functions.Bash<|channel|>commentary json<|message|>{\"command\":\"ls <a>\"}<|call|>", LS),
        Sample.of("<minimax:tool_call>\n<invoke name=\"Bash\">\n<parameter name=\"command\">ls <a></parameter>\n</invoke>\n<invoke name=\"Read\">\n"
            + "<parameter name=\"file_path\">/a</parameter>\n<parameter name=\"offset\">5</parameter>\n</invoke>\n</minimax:tool_call>", LS, READ),
        Sample.of("<function_calls><invoke name=\"Bash\"><parameter name=\"command\">ls <a></parameter></invoke></function_calls>", LS),
        Sample.of("<invoke name=\"Read\"><parameter name=\"file_path\">/a</parameter><parameter name=\"offset\">5</parameter></invoke>", READ),
        Sample.of("[TOOL_CALLS] [{\"name\": \"Bash\", \"arguments\": {\"command\":\"ls <a>\"}}, {\"name\":\"Read\",\"arguments\":{\"file_path\":\"/a\",\"offset\":5}}]",
            LS, READ),
        Sample.of("[TOOL_CALLS]Bash[ARGS]{\"command\":\"ls <a>\"}[TOOL_CALLS]Read[CALL_ID]x1[ARGS]{\"file_path\":\"/a\",\"offset\":5}", LS, READ),
        Sample.of("<|channel|>commentary to=functions.Bash<|message|>{\"command\":\"ls <a>\"}\n<|end|>", LS),
        Sample.of("<｜DSML｜function_calls><｜DSML｜invoke name=\"Read\"><｜DSML｜parameter name=\"file_path\" string=\"true\">7</｜DSML｜parameter>"
            + "<｜DSML｜parameter name=\"offset\" string=\"false\">five</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜function_calls>",
            "Read {\"file_path\":\"7\",\"offset\":\"five\"}"),
        Sample.of("<invoke name=\"Read\"><parameter name=\"other\">5</parameter></invoke>", "Read {\"other\":\"5\"}"),
        Sample.of("<invoke name=\"Read\"><parameter name=\"other\" string=\"true\">5</parameter></invoke>", "Read {\"other\":\"5\"}"),
        Sample.of("<invoke name=\"Read\"><parameter name=\"other\" string=\"false\"> 5\n</parameter></invoke>", "Read {\"other\":5}"),
        Sample.of("<function=Bash><parameter=command></parameter></function>", "Bash {\"command\":\"\"}"),
        Sample.of("<function=Bash" + " ".repeat(196) + ">\n</function>", "Bash {}"),
        Sample.of("<tool_call>{\"name\":\"functions.bash\",\"arguments\":{\"n\":1.50e1}}</tool_call>", "Bash {\"n\":1.50e1}"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aCallInTheTextIsACall(Sample sample) {
    var verdict = answer(LEAKY, content("I look. < [" + sample.text));
    assertEquals(StopReason.TOOL_USE, verdict.stopReason());
    assertEquals("I look. < [", text(verdict));
    assertEquals(sample.calls, calls(verdict));
  }

  /// JSON says itself of what type a value is; between tags every value is a string, and the schema says what it stands for.
  @ParameterizedTest
  @ValueSource(strings = {
    "<tool_call>{'name':'Read','arguments':{'offset':'5'}}</tool_call>",
    "<tool_call>{'name':'Read','parameters':{'offset':'5'}}</tool_call>",
    "[TOOL_CALLS][{'name':'Read','arguments':{'offset':'5'}}]",
    "[TOOL_CALLS]Read[ARGS]{'offset':'5'}",
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.Read:0<|tool_call_argument_begin|>{'offset':'5'}<|tool_call_end|><|tool_calls_section_end|>",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>Read<｜tool▁sep｜>{'offset':'5'}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "<|channel|>commentary to=functions.Read<|message|>{'offset':'5'}<|call|>",
    "<tool_call><function=Read><parameter=offset>5</parameter></function></tool_call>",
    "<tool_call>Read<arg_key>offset</arg_key><arg_value>5</arg_value></tool_call>",
    "<function=Read><parameter=offset>5</parameter></function>",
    "<｜DSML｜tool_calls><｜DSML｜invoke name='Read'><｜DSML｜parameter name='offset'>5</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜tool_calls>",
    "<function_calls><invoke name='Read'><parameter name='offset'>5</parameter></invoke></function_calls>",
  })
  void valuesHaveTheTypesTheModelMeant(String text) {
    var meant = text.contains("'offset':'5'") ? "Read {\"offset\":\"5\"}" : "Read {\"offset\":5}";
    assertEquals(List.of(meant), calls(answer(LEAKY, content(text.replace('\'', '"')))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whereverItIsSplit(Sample sample) {
    var text = "So: " + sample.text + " Done.";
    for (int i = 0; i <= text.length(); i++) {
      var verdict = answer(LEAKY, content(text.substring(0, i)), content(text.substring(i)));
      boolean closed = !sample.text.startsWith("<|start|>assistant<|channel|>") && !sample.text.contains("parameters");
      assertEquals(closed ? sample.calls : List.of(), calls(verdict), text);
      assertEquals(closed ? "So:  Done." : text, text(verdict), "split at " + i);
    }
    assertEquals(sample.calls, calls(answer(LEAKY, sample.text.chars().mapToObj(c -> content(String.valueOf((char) c))).toArray(String[]::new))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutShortItIsText(Sample sample) {
    for (int i = 1; i < sample.text.length(); i++) {
      var text = sample.text.substring(0, i);
      var verdict = answer(LEAKY, content(text));
      if (calls(verdict).isEmpty()) {
        assertEquals(text, text(verdict));
      } else { // whole calls, and only what need not come is missing
        assertEquals(sample.calls.subList(0, calls(verdict).size()), calls(verdict));
        boolean before = true;
        for (var block : verdict.blocks()) {
          before &= block.opening() instanceof Opening.Text;
          assertTrue(!(block.opening() instanceof Opening.Text) || (before ? text.startsWith(block.content()) : text.endsWith(block.content())), text);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void itIsTextWhereTheColumnIsOff(Sample sample) {
    var verdict = answer(Dialect.STANDARD, content(sample.text));
    assertEquals(sample.text, text(verdict));
    assertEquals(StopReason.END_TURN, verdict.stopReason());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<tool_call>{\"name\":\"Unknown\",\"arguments\":{}}</tool_call>",
    "<tool_call>{\"name\":\"Bash\",\"arguments\":[]}</tool_call>",
    "<tool_call>{\"name\":\"Bash\",\"arguments\":{\"a\":}}</tool_call>",
    "<tool_call>{\"name\":\"Bash\",\"arguments\":{}} and more</tool_call>",
    "<tool_call></tool_call>",
    "Write `<tool_call>{\"name\":\"Bash\",\"arguments\":{}}</tool_call>` for a call",
    "```xml\n<invoke name=\"Bash\"></invoke>\n```\nis how",
    "<function=Bash><parameter=command>ls</function>",
    "<function=Bash> <b>x</b>",
    "<invoke name=\"Bash\"><parameter name=\"command\">ls</parameter> no",
    "[TOOL_CALLS] none were made",
    "[TOOL_CALLS][]",
    "<tool_call>{\"arguments\":{}}</tool_call>",
    "[TOOL_CALLS][1]",
    "<|tool_calls_section_begin|><|tool_calls_section_end|>",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>Bash<｜tool▁sep｜>{}<｜tool▁calls▁end｜>",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>func<｜tool▁sep｜>Bash\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "<|channel|>commentary to=functions.Bash<|message|>not json<|call|>",
    "a < b, a[0] <tool, <<function=",
  })
  void whatIsNoCallIsText(String text) {
    for (int i = 0; i <= text.length(); i++) {
      var verdict = answer(LEAKY, content(text.substring(0, i)), content(text.substring(i)));
      assertEquals(text, text(verdict));
      assertEquals(List.of(), calls(verdict));
    }
  }

  @Test
  void behindAClosedFenceACallIsACall() {
    var verdict = answer(LEAKY, content("```\nls\n```<function=Bash>\n</function>"));
    assertEquals(List.of("Bash {}"), calls(verdict));
    assertEquals("```\nls\n```", text(verdict));
  }

  /// A name has at most two hundred characters, with the blanks around it.
  @Test
  void whatIsTooLongForANameIsNotHeldBack() {
    var events = new ArrayList<StreamEvent>();
    var answer = Answers.answer(LEAKY);
    answer.data("", content("<function=" + " ".repeat(200)), events::add);
    assertTrue(events.stream().noneMatch(StreamEvent.BlockDelta.class::isInstance), "the end of the name can still come");
    answer.data("", content(" "), events::add);
    assertTrue(events.stream().anyMatch(StreamEvent.BlockDelta.class::isInstance), "no name is that long");
    assertEquals(List.of(), calls(answer(LEAKY, content("<function=Bash" + " ".repeat(197) + ">\n</function>"))));
  }

  @Test
  void aRealCallMakesItText() {
    var leaked = "<tool_call>{\"name\":\"Bash\",\"arguments\":{}}</tool_call>";
    var real = Answers.delta("{\"tool_calls\":[{\"index\":0,\"id\":\"call_real00\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{\\\"command\\\":\\\"pwd\\\"}\"}}]}");
    for (var payloads : List.of(List.of(content(leaked), real), List.of(real, content(leaked)), List.of(content("<tool_"), real, content(leaked.substring(6))))) {
      var verdict = answer(LEAKY, payloads.toArray(String[]::new));
      assertEquals(List.of("Bash {\"command\":\"pwd\"}"), calls(verdict));
      assertEquals(leaked, text(verdict));
    }
  }

  @Test
  void thinkingBetweenLosesNothing() {
    var verdict = answer(LEAKY, content("a <"), Answers.delta("{\"reasoning\":\"Hm\"}"), content("tool_call>{\"name\":\"Bash\",\"arguments\":{}}</tool_call>"));
    assertEquals("a <tool_call>{\"name\":\"Bash\",\"arguments\":{}}</tool_call>", text(verdict));
    verdict = answer(LEAKY, content("<tool_call>{\"name\":\"Bash\","), Answers.delta("{\"reasoning\":\"Hm\"}"), content("\"arguments\":{}}</tool_call>"));
    assertEquals(List.of("Bash {}"), calls(verdict));
  }

  /// A beginning that waits is read again with each piece, a long one when it has grown by an eighth.
  @Test
  void aLongBeginningIsReadAgainMoreSeldom() {
    assertEquals(List.of(514, 576, 900), List.of(heldUntil(511), heldUntil(512), heldUntil(800)));
  }

  /// How long a text is when it shows that its beginning of this length is none of a call.
  private static int heldUntil(int length) {
    var start = "<tool_call>{\"name\":\"Bash\",\"arguments\":{\"command\":\"";
    var events = new ArrayList<StreamEvent>();
    var answer = Answers.answer(LEAKY);
    answer.data("", content(start + "e".repeat(length - start.length())), events::add);
    answer.data("", content("\"}x"), events::add);
    int held = length + 3;
    for (; events.stream().noneMatch(StreamEvent.BlockDelta.class::isInstance); held++) {
      answer.data("", content("x"), events::add);
    }
    return held;
  }

  @Test
  void aLongCallIsReadInTime() {
    var payloads = new ArrayList<>(List.of(content("<tool_call>{\"name\":\"Bash\",\"arguments\":{\"command\":\"")));
    for (int i = 0; i < 20_000; i++) {
      payloads.add(content("echo }>"));
    }
    payloads.add(content("\"}}</tool_call>"));
    assertEquals(1, calls(answer(LEAKY, payloads.toArray(String[]::new))).size());
  }

  private static StreamJudge.Verdict answer(Dialect dialect, String... payloads) {
    var events = new ArrayList<StreamEvent>();
    var answer = Answers.answer(dialect);
    for (var payload : payloads) {
      answer.data("", payload, events::add);
    }
    answer.data("", Answers.finish("stop"), events::add);
    answer.end(events::add);
    return StreamJudge.judge(events);
  }

  private static String content(String text) {
    return Answers.delta("{\"content\":" + RawJson.quoted(text) + "}");
  }

  private static String text(StreamJudge.Verdict verdict) {
    var text = new StringBuilder();
    verdict.blocks().stream().filter(block -> block.opening() instanceof Opening.Text).forEach(block -> text.append(block.content()));
    return text.toString();
  }

  private static List<String> calls(StreamJudge.Verdict verdict) {
    return verdict.blocks().stream().filter(block -> block.opening() instanceof Opening.ToolUse)
        .map(block -> ((Opening.ToolUse) block.opening()).name() + " " + block.content()).toList();
  }
}
