package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.OPEN_THOUGHT;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.recording.AnswerDigest;
import portside.translate.AnswerContexts;
import portside.translate.answer.AnswerRules;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

@Execution(ExecutionMode.CONCURRENT)
class ChatAnswerTest {
  private static final String CALL = "{\"tool_calls\":[{\"index\":0,\"id\":\"call_aaaaaa\",\"function\":{\"name\":\"%s\",\"arguments\":\"{}\"}}]}";

  private final List<StreamEvent> events = new ArrayList<>();

  @Test
  void textGoesOutWithItsChunk() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"role\":\"assistant\",\"content\":\"\"}"), events::add);
    assertEquals(List.of(), events);
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    assertEquals(List.of("MessageStart", "BlockStart", "BlockDelta"), events.stream().map(event -> event.getClass().getSimpleName()).toList());
  }

  @Test
  void argumentsGoOutWithTheirChunk() {
    var answer = Answers.answer();
    answer.data("", Answers.delta(CALL.formatted("Bash").replace("{}", "")), events::add);
    answer.data("", Answers.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\"}}]}"), events::add);
    assertEquals(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.InputJson("{\"a")), events.getLast());
  }

  @Test
  void nothingEndsBeforeTheProviderEndsIt() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    assertFalse(answer.concluded());
    answer.data("", Answers.finish("stop"), events::add);
    assertTrue(answer.concluded());
    assertFalse(answer.finished());
    answer.data("", "[DONE]", events::add);
    assertTrue(answer.finished());
  }

  @Test
  void nothingFollowsTheEnd() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    answer.data("", Answers.finish("stop"), events::add);
    answer.data("", " [DONE] ", events::add);
    var told = List.copyOf(events);
    answer.data("", Answers.delta("{\"content\":\"more\"}"), events::add);
    answer.data("error", "{}", events::add);
    answer.whole("{}", events::add);
    answer.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), events::add);
    answer.end(events::add);
    assertEquals(told, events);
  }

  @Test
  void aStallBeforeTheFinishIsToldAsItIs() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    answer.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), events::add);
    assertEquals(Fault.of(FaultKind.TIMEOUT, "stalled"), StreamJudge.judge(events).error());
  }

  @Test
  void aStallAfterTheFinishLosesOnlyUsage() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    answer.data("", Answers.finish("stop"), events::add);
    answer.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), events::add);
    assertEquals(StopReason.END_TURN, StreamJudge.judge(events).stopReason());
  }

  @Test
  void aCutConnectionAfterTheFinishLosesOnlyUsage() {
    var answer = Answers.answer();
    answer.data("", Answers.delta("{\"content\":\"Hi\"}"), events::add);
    answer.data("", Answers.finish("length"), events::add);
    answer.end(events::add);
    assertEquals(StopReason.MAX_TOKENS, StreamJudge.judge(events).stopReason());
  }

  @Test
  void anErrorBeforeAnythingElseIsTheOnlyEvent() {
    var verdict = Answers.events(Answers.sse(Answers.delta("{\"role\":\"assistant\"}"), "{\"error\":{\"message\":\"no\",\"code\":503}}"));
    assertEquals(List.of(new StreamEvent.Error(Fault.of(FaultKind.OVERLOADED, "no (upstream acme)"))), verdict);
  }

  @Test
  void onlyTheFirstCallIsKeptWhereTheClientWantsNoMore() {
    var single = Answers.answer(Dialect.STANDARD, new AnswerRules(List.of(), false, 1));
    single.data("", Answers.delta("{\"content\":\"Both.\"}"), events::add);
    single.data("", Answers.delta("{\"tool_calls\":[{\"index\":0,\"id\":\"call_aaaaaa\",\"function\":{\"name\":\"Read\",\"arguments\":\"{\"}}]}"), events::add);
    single.data("", Answers.delta("{\"tool_calls\":[{\"index\":1,\"id\":\"call_bbbbbb\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{}\"}}]}"), events::add);
    single.data("", Answers.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]}"), events::add);
    single.data("", Answers.finish("tool_calls"), events::add);
    single.end(events::add);
    assertEquals(
        List.of(new StreamJudge.Block(new Opening.Text(), "Both.", ""), new StreamJudge.Block(new Opening.ToolUse("call_aaaaaa", "Read"), "{}", "")),
        StreamJudge.judge(events).blocks());
    assertEquals(StopReason.TOOL_USE, StreamJudge.judge(events).stopReason());
  }

  @Test
  void toolNamesAreTheClients() {
    var tools = Map.of("short", JsonValue.EMPTY_JSON_OBJECT);
    var renamed = new ChatAnswer(AnswerContexts.of(Dialect.STANDARD, tools, Answers.RULES, name -> "mcp__" + name, UnaryOperator.identity()));
    renamed.whole("{\"choices\":[{\"message\":" + CALL.formatted("functions.short") + ",\"finish_reason\":\"stop\"}]}", events::add);
    assertEquals(new Opening.ToolUse("call_aaaaaa", "mcp__short"), StreamJudge.judge(events).blocks().getFirst().opening());
  }

  /// The columns: fragments, `/` between chunks, each with index, id, name and arguments, `-` for nothing | the calls that they make.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      - call_a Read {'x' / 0 call_a - :1}                                                    | Read {'x':1}
      0 call_a Read {'x' / - call_a - :1}                                                    | Read {'x':1}
      0 call_a Read {'x' / 1 call_b Bash {'y' / - call_a - :1} / - call_b - :2}              | Read {'x':1} Bash {'y':2}
      0 call_a Read {'x' / 1 call_b Bash {'y' / 0 call_a - :1} / 1 call_b - :2}              | Read {'x':1} Bash {'y':2}
      - call_a Read {'x' / 0 - - :1}                                                         | Read {'x':1}
      0 call_a Read {'x' / 0 - - :1} / 1 call_b Bash {'y' / 1 - - :2}                        | Read {'x':1} Bash {'y':2}
      0 call_a Read {'x':1} / 0 call_a - {'y':2} / 0 call_a - {'z':3}                        | Read {'x':1}
      0 call_a Read {'x':1} / 0 - - - / 0 - - {'y':2}                                        | Read {'x':1}
      0 - Read {'x':1} / 0 - Bash {'y':2}                                                    | Read {'x':1} Bash {'y':2}
      0 - Read {'x':1} / 0 - Bash "{\\'y\\':2}"                                              | Read {'x':1} Bash {'y':2}
      0 - Read {'x':1} / 0 - Bash - / 0 - - {'y':2}                                          | Read {'x':1} Bash {'y':2}
      """)
  void fragmentsFindTheirCall(String fragments, String calls) {
    var payloads = new ArrayList<String>();
    for (var chunk : fragments.split(" / ")) {
      var parts = chunk.split(" ");
      var fragment = new ArrayList<String>();
      var names = List.of("index", "id", "name", "arguments");
      for (int i = 0; i < parts.length; i++) {
        fragment.add("\"" + names.get(i) + "\":" + (parts[i].equals("-") ? "null" : i == 0 ? parts[i] : Json.quoted(parts[i].replace('\'', '"'))));
      }
      payloads.add(Answers.delta("{\"tool_calls\":[{" + String.join(",", fragment) + "}]}"));
    }
    payloads.add(Answers.finish("tool_calls"));
    payloads.add("[DONE]");
    var told = Answers.stream(payloads.toArray(String[]::new)).blocks().stream().map(block -> ((Opening.ToolUse) block.opening()).name() + " " + block.content()).toList();
    assertEquals(calls, String.join(" ", told).replace('"', '\''));
  }

  /// A name that could grow waits, but not for what comes behind it.
  @Test
  void whateverFollowsACallOpensIt() {
    var named = Answers.delta(CALL.formatted("edit_file").replace("{}", ""));
    for (var next : List.of("{\"content\":\"Hi\"}", "{\"reasoning\":\"Hm\"}", CALL.formatted("Bash").replace("\"index\":0", "\"index\":1").replace("call_a", "call_b"))) {
      var told = new ArrayList<StreamEvent>();
      var answer = Answers.answer();
      answer.data("", named, told::add);
      assertEquals(List.of(), told);
      answer.data("", Answers.delta(next), told::add);
      assertTrue(told.contains(new StreamEvent.BlockStart(0, new Opening.ToolUse("call_aaaaaa", "edit_file"))), next);
    }
  }

  /// What could have become a tag is text when nothing more comes; blanks go only behind a thought.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      ~  <thi~                         | ~  <thi~
      ~<think>a</think>  <thi~         | <thi
      ~<think>a</think>  b~            | b
      ~  b <think>~                    | ~  b <think>~
      """)
  void aTagThatOnlyBeganIsText(String said, String text) {
    var blocks = Answers.stream(content(said), Answers.finish("stop"), "[DONE]").blocks();
    assertEquals(text, blocks.getLast().content());
  }

  @Test
  void aThoughtThatWasOpenAndIsEmptyIsNone() {
    var answer = Answers.answer(Dialect.STANDARD.as("open").with(OPEN_THOUGHT, true));
    answer.data("", content("</think>Hi"), events::add);
    answer.data("", Answers.finish("stop"), events::add);
    answer.end(events::add);
    assertEquals(List.of(new StreamJudge.Block(new Opening.Text(), "Hi", "")), StreamJudge.judge(events).blocks());
  }

  @Test
  void secretsAreMaskedInErrors() {
    var masked = new ChatAnswer(AnswerContexts.of(Dialect.STANDARD, Answers.TOOLS, Answers.RULES, UnaryOperator.identity(),
        text -> text.replace("topsecret", "***")));
    masked.whole("{\"error\":{\"message\":\"key topsecret and sk-abcdefghij are bad\",\"code\":400}}", events::add);
    assertEquals("key *** and sk-*** are bad", StreamJudge.judge(events).error().message());
  }

  @Test
  void everySplitOfAStreamGivesTheSameEvents() throws IOException {
    var body = ("\uFEFF: hello\r\n\r\n" + Answers.sse(
        Answers.delta("{\"reasoning\":\"é漢\"}"), Answers.delta("{\"content\":\"<think> 😀\"}"),
        Answers.delta(CALL.formatted("Bash"))).replace("\n\n", "\r\n\r\n")
        + "event: message\rdata: " + Answers.finish("stop") + "\r\rdata: [DONE]").getBytes(StandardCharsets.UTF_8);
    var whole = Answers.events(body, body.length);
    StreamJudge.judge(whole);
    for (int size = 1; size < body.length; size++) {
      assertEquals(whole, Answers.events(body, size), "pieces of " + size);
    }
    for (var golden : AnswerGoldenTest.streams()) {
      var bytes = Files.readAllBytes(golden);
      var dialect = Answers.dialect(golden.getParent());
      assertEquals(Answers.events(dialect, bytes, bytes.length), Answers.events(dialect, bytes, 1), golden.toString());
    }
  }

  @Test
  void everySplitOfATextGivesTheSameMessage() {
    var text = " <think>a < b</think> <think>c</thi</think>\n\nYes, </think> is a tag.";
    var expected = List.of(
        new StreamJudge.Block(new Opening.Thinking(), "a < bc</thi", "portside2:0:think:pLGSWeub3lMxk-F2"),
        new StreamJudge.Block(new Opening.Text(), "Yes, </think> is a tag.", ""));
    for (int i = 0; i < text.length(); i++) {
      for (int j = i; j < text.length(); j++) {
        var verdict = Answers.stream(content(text.substring(0, i)), content(text.substring(i, j)), content(text.substring(j)),
            Answers.finish("stop"), "[DONE]");
        assertEquals(expected, verdict.blocks(), "split at " + i + " and " + j);
      }
    }
  }

  @Test
  void aWholeAnswerAndItsStreamGiveTheSameMessage() {
    var random = new Random(7);
    for (int n = 0; n < 300; n++) {
      var reasoning = random.nextBoolean() ? "Think " + n : "";
      var text = random.nextBoolean() ? "Say\n" + n + " 😀" : "";
      var calls = new ArrayList<String>();
      for (int i = random.nextInt(3); i > 0; i--) {
        calls.add("{\"id\":\"call_number" + i + "\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{\\\"n\\\":" + n + "}\"}}");
      }
      var reason = random.nextBoolean() ? "stop" : "length";
      var usage = random.nextBoolean() ? "{\"prompt_tokens\":9,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":2}}" : "null";
      var whole = "{\"choices\":[{\"message\":{\"content\":" + quoted(text) + ",\"reasoning\":" + quoted(reasoning) + ",\"tool_calls\":" + calls
          + "},\"finish_reason\":\"" + reason + "\"}],\"usage\":" + usage + "}";
      var pieces = new ArrayList<String>();
      for (int point : reasoning.codePoints().toArray()) {
        pieces.add(Answers.delta("{\"reasoning\":" + quoted(Character.toString(point)) + "}"));
      }
      for (char c : text.toCharArray()) {
        pieces.add(Answers.delta("{\"content\":" + quoted(String.valueOf(c)) + "}"));
      }
      for (int i = 0; i < calls.size(); i++) {
        pieces.add(Answers.delta("{\"tool_calls\":[" + calls.get(i).replace("{\"id\"", "{\"index\":" + i + ",\"id\"") + "]}"));
      }
      pieces.add(Answers.finish(reason));
      pieces.add("{\"choices\":[],\"usage\":" + usage + "}");
      pieces.add("[DONE]");
      assertEquals(message(Answers.events(whole)), message(Answers.events(Answers.sse(pieces.toArray(String[]::new)))), whole);
    }
  }

  @Test
  void aFoldedMessageSaysWhatTheStreamSays() throws IOException, Json.Malformed {
    for (var golden : AnswerGoldenTest.streams()) {
      var bytes = Files.readAllBytes(golden);
      var streamed = Answers.events(Answers.dialect(golden.getParent()), bytes, bytes.length);
      var verdict = StreamJudge.judge(streamed);
      if (verdict.error() == null && verdict.stopReason() != StopReason.MAX_TOKENS && !golden.toString().contains("call-unreadable")) {
        assertEquals(AnswerDigest.of(verdict), AnswerDigest.of(Json.object(message(streamed))), golden.toString());
      }
    }
  }

  @Test
  void oddTypesNeverBreakTheGrammar() throws IOException, Json.Malformed {
    var random = new Random(42);
    for (var golden : AnswerGoldenTest.streams()) {
      var chunks = Files.readAllLines(golden).stream().filter(line -> line.startsWith("data: {")).flatMap(line -> object(line.substring(6))).toList();
      for (int round = 0; round < 60; round++) {
        var answer = Answers.answer(Answers.dialect(golden.getParent()));
        var told = new ArrayList<StreamEvent>();
        for (var chunk : chunks) {
          answer.data("", Json.text(disturbed(chunk, random)), told::add);
        }
        answer.data("", "[DONE]", told::add);
        StreamJudge.judge(told);
      }
    }
  }

  /// Empty for a line of a damaged stream that is no object by itself.
  private static Stream<JsonObject> object(String line) {
    try {
      return Stream.of(Json.object(line));
    } catch (Json.Malformed damaged) {
      return Stream.empty();
    }
  }

  private static JsonValue disturbed(JsonValue value, Random random) throws Json.Malformed {
    if (random.nextInt(25) == 0) {
      String[] odd = {"null", "\"\"", "\"x\"", "0", "-1", "1e400", "1.5", "[]", "{}", "true", "[[]]", "{\"error\":{}}", "\"{\"", "\"\\ud83d\""};
      return Json.value(odd[random.nextInt(odd.length)]);
    }
    return switch (value) {
      case JsonObject object -> {
        var builder = Json.BUILD.createObjectBuilder();
        for (var member : object.entrySet()) {
          builder.add(member.getKey(), disturbed(member.getValue(), random));
        }
        yield builder.build();
      }
      case JsonArray array -> {
        var builder = Json.BUILD.createArrayBuilder();
        for (var element : array) {
          builder.add(disturbed(element, random));
        }
        yield builder.build();
      }
      default -> value;
    };
  }

  private static String message(List<StreamEvent> events) {
    StreamJudge.judge(events);
    var accumulator = new MessageAccumulator();
    events.forEach(accumulator);
    return new String(accumulator.bytes(), StandardCharsets.UTF_8);
  }

  private static String content(String text) {
    return Answers.delta("{\"content\":" + quoted(text) + "}");
  }

  /// As JSON; halves of characters are escaped, as providers do.
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      quoted.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return quoted.append('"').toString();
  }
}
