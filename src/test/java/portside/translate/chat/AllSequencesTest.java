package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.OPEN_THOUGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.provider.dialect.Dialect;
import portside.translate.answer.AnswerRules;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;
import portside.wire.openai.ChatChunk;

/// All sequences of up to seven things a provider can send give a lawful stream in which no byte is lost.
@Execution(ExecutionMode.CONCURRENT)
class AllSequencesTest {
  private static final int LONGEST = 7;
  private static final Map<String, ChatChunk> READ = new ConcurrentHashMap<>();

  private enum Step {
    THINK,
    SPEAK,
    OPEN_0,
    PART_0,
    COMPLETE_0,
    OPEN_1,
    PART_1,
    COMPLETE_1,
    FINISH,
    ERROR,
    DONE,
    END
  }

  private static final List<Step> LAST = List.of(Step.ERROR, Step.DONE, Step.END);

  private Dialect dialect = Dialect.STANDARD;
  private AnswerRules rules = Answers.RULES;

  /// What a provider has sent so far, and what the client must be told.
  private static final class Script {
    private final List<String> payloads = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder[] arguments = {new StringBuilder(), new StringBuilder()};
    private final List<Integer> order = new ArrayList<>();
    private boolean finished;

    Script(List<Step> steps) {
      for (int i = 0; i < steps.size(); i++) {
        add(i, steps.get(i));
      }
    }

    private void add(int n, Step step) {
      switch (step) {
        case THINK -> {
          thinking.append("k").append(n);
          payloads.add(Answers.delta("{\"reasoning_content\":\"k" + n + "\"}"));
        }
        case SPEAK -> {
          text.append("t").append(n);
          payloads.add(Answers.delta("{\"content\":\"t" + n + "\"}"));
        }
        case OPEN_0 -> open(0);
        case OPEN_1 -> open(1);
        case PART_0 -> piece(0, arguments[0].isEmpty() ? "{\"a\":\"" : "x" + n);
        case PART_1 -> piece(1, arguments[1].isEmpty() ? "{\"a\":\"" : "x" + n);
        case COMPLETE_0 -> piece(0, arguments[0].isEmpty() ? "{\"a\":0}" : "\"}");
        case COMPLETE_1 -> piece(1, arguments[1].isEmpty() ? "{\"a\":1}" : "\"}");
        case FINISH -> {
          finished = true;
          payloads.add(Answers.finish("stop"));
        }
        case ERROR -> payloads.add("{\"error\":{\"message\":\"no\"}}");
        case DONE -> payloads.add("[DONE]");
        case END -> {}
      }
    }

    private void open(int tool) {
      order.add(tool);
      payloads.add(call(tool, "\"id\":\"call_tool" + tool + "\",", "\"name\":\"Bash\",", ""));
    }

    private void piece(int tool, String piece) {
      arguments[tool].append(piece);
      payloads.add(call(tool, "", "", piece.replace("\"", "\\\"")));
    }

    private static String call(int tool, String id, String name, String arguments) {
      return Answers.delta("{\"tool_calls\":[{\"index\":" + tool + "," + id + "\"function\":{" + name + "\"arguments\":\"" + arguments + "\"}}]}");
    }

    boolean endsWell(Step last) {
      boolean cut = order.stream().anyMatch(tool -> !arguments[tool].isEmpty() && arguments[tool].charAt(arguments[tool].length() - 1) != '}');
      return last != Step.ERROR && !cut && (finished || last == Step.DONE && (text.length() + thinking.length() + order.size() > 0));
    }

    List<String> calls() {
      return order.stream().map(tool -> arguments[tool].isEmpty() ? "{}" : arguments[tool].toString()).toList();
    }
  }

  @Test
  void everySequenceIsLawfulAndLosesNothing() {
    int[] checked = {0};
    extend(new ArrayList<>(), LONGEST, checked);
    assertEquals(73_314, checked[0]);
  }

  /// Also where text and arguments are held back until more is known.
  @Test
  void everySequenceIsLawfulInADialectThatHoldsThingsBack() {
    dialect = Dialect.STANDARD.as("held").with(LEAKED_CALLS, true).with(OPEN_THOUGHT, true).with(ARGUMENT_TYPES, true);
    everySequenceIsLawfulAndLosesNothing();
    everyAbsurdSequenceIsLawfulToo();
  }

  /// Also where text waits because a stop sequence may begin in it, or a code fence come.
  @Test
  void everySequenceIsLawfulWhereTextIsKeptBack() {
    rules = new AnswerRules(List.of("t0t1t", "1k", "1t2t3t4t5t6t7"), false, Integer.MAX_VALUE);
    everyAbsurdSequenceIsLawfulToo();
    rules = new AnswerRules(List.of("3t4t5t6x", "6x"), true, Integer.MAX_VALUE);
    int[] checked = {0};
    extend(new ArrayList<>(), LONGEST - 1, checked);
    assertEquals(14_214, checked[0]);
    everyAbsurdSequenceIsLawfulToo();
  }

  /// Fragments before their call opened, calls that open twice, pieces after the last one, a finish in between, and again.
  @Test
  void everyAbsurdSequenceIsLawfulToo() {
    int checked = absurd(new ArrayList<>());
    assertEquals(22_143, checked);
  }

  private int absurd(List<Step> steps) {
    int checked = 0;
    for (var last : LAST) {
      steps.add(last);
      var verdict = StreamJudge.judge(events(new Script(steps)));
      boolean mayEndWell = verdict.stopReason() == StopReason.STOP_SEQUENCE || last == Step.DONE || last == Step.END && steps.contains(Step.FINISH);
      assertTrue(mayEndWell || verdict.error() != null, () -> steps + " looks like success");
      steps.removeLast();
      checked++;
    }
    for (var step : Step.values()) {
      if (steps.size() < 4 && !LAST.contains(step)) {
        steps.add(step);
        checked += absurd(steps);
        steps.removeLast();
      }
    }
    return checked;
  }

  private void extend(List<Step> steps, int longest, int[] checked) {
    for (var last : LAST) {
      steps.add(last);
      check(steps);
      checked[0]++;
      steps.removeLast();
    }
    if (steps.size() == longest - 1) {
      return;
    }
    for (var step : Step.values()) {
      if (mayFollow(steps, step)) {
        steps.add(step);
        extend(steps, longest, checked);
        steps.removeLast();
      }
    }
  }

  /// A call opens once, has parts only while it is open, and is complete once; a second finish says nothing new.
  private static boolean mayFollow(List<Step> steps, Step next) {
    return switch (next) {
      case THINK, SPEAK -> true;
      case OPEN_0, OPEN_1, FINISH -> !steps.contains(next);
      case PART_0, COMPLETE_0 -> steps.contains(Step.OPEN_0) && !steps.contains(Step.COMPLETE_0);
      case PART_1, COMPLETE_1 -> steps.contains(Step.OPEN_1) && !steps.contains(Step.COMPLETE_1);
      case ERROR, DONE, END -> false;
    };
  }

  /// Each chunk is read once for all sequences.
  private List<StreamEvent> events(Script script) {
    var events = new ArrayList<StreamEvent>();
    var answer = Answers.answer(dialect, rules);
    for (var payload : script.payloads) {
      if (payload.equals("[DONE]")) {
        answer.data("", payload, events::add);
      } else {
        answer.chunk(READ.computeIfAbsent(payload, AllSequencesTest::read), events::add);
      }
    }
    answer.end(events::add);
    return events;
  }

  private static ChatChunk read(String payload) {
    try {
      return ChatChunk.read(Json.object(payload));
    } catch (Json.Malformed malformed) {
      throw new AssertionError(payload, malformed);
    }
  }

  private void check(List<Step> steps) {
    var script = new Script(steps);
    var verdict = StreamJudge.judge(events(script));
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    var calls = new ArrayList<String>();
    for (var block : verdict.blocks()) {
      switch (block.opening()) {
        case Opening.Text() -> text.append(block.content());
        case Opening.Thinking() -> thinking.append(block.content());
        case Opening.ToolUse _ -> calls.add(block.content());
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      }
    }
    if (!script.endsWell(steps.getLast())) {
      assertTrue(verdict.error() != null, () -> steps + " looks like success");
      assertTrue(script.text.toString().startsWith(text.toString()), steps::toString);
      assertTrue(script.thinking.toString().startsWith(thinking.toString()), steps::toString);
      return;
    }
    var expected = script.order.isEmpty() ? StopReason.END_TURN : StopReason.TOOL_USE;
    assertEquals(expected, verdict.stopReason(), steps::toString);
    assertEquals(script.text.toString(), text.toString(), steps::toString);
    assertEquals(script.thinking.toString(), thinking.toString(), steps::toString);
    assertEquals(script.calls(), calls, steps::toString);
  }
}
