package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.translate.AnswerContext;
import portside.translate.AnswerContexts;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.GoogleSignatures;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// All sequences of up to seven things that Gemini can send, the last of them an end: the stream is lawful, says all that was said in its order, and brings back
/// every signature of a call. That of a text is lost only behind the last words of an answer without calls, where no block may stand.
@Execution(ExecutionMode.CONCURRENT)
class GeminiSequencesTest {
  private static final int LONGEST = 6;
  /// The most parts before an end that is no good one.
  private static final int LONGEST_OTHERWISE = 4;
  /// The most chunks where finish reasons stand among the parts.
  private static final int LONGEST_WITH_FINISHES = 4;

  private enum Step {
    THOUGHT,
    TEXT,
    SIGNED_CALL,
    CALL,
    SIGNED_NOTHING,
    FINISH_STOP,
    FINISH_LENGTH,
    FINISH_WITHHELD,
    FINISH_ODD;

    private static final Set<Step> FINISHES = EnumSet.range(FINISH_STOP, FINISH_ODD);
    private static final Set<Step> PARTS = EnumSet.complementOf(EnumSet.copyOf(FINISHES));

    private End end() {
      return switch (this) {
        case THOUGHT, TEXT, SIGNED_CALL, CALL, SIGNED_NOTHING -> End.NONE;
        case FINISH_STOP -> End.STOP;
        case FINISH_LENGTH -> End.LENGTH;
        case FINISH_WITHHELD -> End.WITHHELD;
        case FINISH_ODD -> End.ODD;
      };
    }
  }

  private enum End {
    STOP,
    LENGTH,
    WITHHELD,
    ODD,
    ERROR,
    NONE;

    private String finish() {
      return switch (this) {
        case STOP -> "STOP";
        case LENGTH -> "MAX_TOKENS";
        case WITHHELD -> "SAFETY";
        case ODD -> "OTHER";
        case ERROR, NONE -> "";
      };
    }
  }

  private static final AnswerContext CONTEXT = AnswerContexts.of(Gemini.ROW, Map.of(), AnswerRules.stoppingAt(List.of()));

  @Test
  void everySequenceIsLawfulAndLosesNothing() {
    int[] checked = {0};
    extend(new ArrayList<>(), checked);
    assertEquals(19_531 + 781 * (End.values().length - 1), checked[0]);
  }

  private static void extend(List<Step> steps, int[] checked) {
    for (var end : End.values()) {
      if (end == End.STOP || steps.size() <= LONGEST_OTHERWISE) {
        check(steps, end);
        checked[0]++;
      }
    }
    if (steps.size() < LONGEST) {
      for (var step : Step.PARTS) {
        steps.add(step);
        extend(steps, checked);
        steps.removeLast();
      }
    }
  }

  /// The last chunk's finish reason counts, and one behind which something comes does not.
  @Test
  void finishReasonsMayStandAnywhere() {
    int[] checked = {0};
    withFinishes(new ArrayList<>(), checked);
    assertEquals(2 * (1 + 9 + 81 + 729 + 6_561), checked[0]);
  }

  private static void withFinishes(List<Step> steps, int[] checked) {
    check(steps, End.NONE);
    check(steps, End.ERROR);
    checked[0] += 2;
    if (steps.size() < LONGEST_WITH_FINISHES) {
      for (var step : Step.values()) {
        steps.add(step);
        withFinishes(steps, checked);
        steps.removeLast();
      }
    }
  }

  private static void check(List<Step> steps, End end) {
    var events = new ArrayList<StreamEvent>();
    var answer = new GeminiAnswer(CONTEXT);
    for (int n = 0; n < steps.size(); n++) {
      answer.data("", chunk(part(steps.get(n), n), steps.get(n).end().finish()), events::add);
    }
    switch (end) {
      case STOP, LENGTH, WITHHELD, ODD -> answer.data("", chunk("", end.finish()), events::add);
      case ERROR -> answer.data("", "{\"error\":{\"code\":500,\"message\":\"no\"}}", events::add);
      case NONE -> {}
    }
    answer.end(true, events::add);
    var verdict = StreamJudge.judge(events);
    boolean silent = steps.stream().allMatch(step -> step == Step.SIGNED_NOTHING || Step.FINISHES.contains(step));
    var ending = end == End.NONE && !steps.isEmpty() ? steps.getLast().end() : end;
    boolean calls = steps.contains(Step.SIGNED_CALL) || steps.contains(Step.CALL);
    var expected = switch (ending) {
      case STOP -> silent ? null : calls ? StopReason.TOOL_USE : StopReason.END_TURN;
      case LENGTH -> StopReason.MAX_TOKENS;
      case WITHHELD -> StopReason.REFUSAL;
      case ODD, ERROR, NONE -> null;
    };
    assertEquals(expected, verdict.stopReason(), () -> steps + " " + end);
    assertEquals(silent && (ending == End.ODD || ending == End.STOP), answer.wentAstray(), () -> steps + " " + end);
    if (expected == null) {
      assertNotNull(verdict.error());
      return;
    }
    assertNull(verdict.error());
    if (!silent) {
      assertEquals(said(steps), told(verdict), () -> steps + " " + end);
    }
    signatures(steps, calls, verdict, end);
  }

  private static String said(List<Step> steps) {
    var said = new StringBuilder();
    for (int n = 0; n < steps.size(); n++) {
      said.append(switch (steps.get(n)) {
        case THOUGHT -> "k" + n;
        case TEXT -> "t" + n;
        case SIGNED_CALL, CALL -> "(Bash {\"n\":" + n + "})";
        case SIGNED_NOTHING, FINISH_STOP, FINISH_LENGTH, FINISH_WITHHELD, FINISH_ODD -> "";
      });
    }
    return said.toString();
  }

  private static String told(StreamJudge.Verdict verdict) {
    var told = new StringBuilder();
    for (var block : verdict.blocks()) {
      told.append(block.opening() instanceof Opening.ToolUse(_, var name) ? "(" + name + " " + block.content() + ")" : block.content());
    }
    return told.toString();
  }

  private static void signatures(List<Step> steps, boolean calls, StreamJudge.Verdict verdict, End end) {
    var ofCalls = new ArrayList<String>();
    var ofTexts = new ArrayList<String>();
    for (var block : verdict.blocks()) {
      if (block.opening() instanceof Opening.Thinking) {
        GoogleSignatures.read(block.signature(), CONTEXT.model()).ifPresent(signatures -> {
          ofCalls.addAll(signatures.calls().values());
          if (!signatures.text().isEmpty()) {
            ofTexts.add(signatures.text());
          }
        });
      }
    }
    var signed = new ArrayList<String>();
    String last = null;
    for (int n = 0; n < steps.size(); n++) {
      if (steps.get(n) == Step.SIGNED_CALL) {
        signed.add("c" + n);
      } else if (steps.get(n) == Step.SIGNED_NOTHING) {
        last = "s" + n;
      }
    }
    assertEquals(signed, ofCalls, () -> steps + " " + end);
    if (calls && last != null) {
      assertEquals(last, ofTexts.getLast(), () -> steps + " " + end);
    }
  }

  private static String part(Step step, int n) {
    return switch (step) {
      case THOUGHT -> "{\"text\":\"k" + n + "\",\"thought\":true}";
      case TEXT -> "{\"text\":\"t" + n + "\"}";
      case SIGNED_CALL -> "{\"functionCall\":{\"name\":\"Bash\",\"args\":{\"n\":" + n + "}},\"thoughtSignature\":\"c" + n + "\"}";
      case CALL -> "{\"functionCall\":{\"name\":\"Bash\",\"args\":{\"n\":" + n + "},\"id\":\"native" + n + "\"}}";
      case SIGNED_NOTHING -> "{\"text\":\"\",\"thoughtSignature\":\"s" + n + "\"}";
      case FINISH_STOP, FINISH_LENGTH, FINISH_WITHHELD, FINISH_ODD -> "";
    };
  }

  private static String chunk(String parts, String finish) {
    return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "]}" + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"") + "}]}";
  }
}
