package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private enum Step {
    THOUGHT,
    TEXT,
    SIGNED_CALL,
    CALL,
    SIGNED_NOTHING
  }

  private enum End {
    STOP,
    LENGTH,
    WITHHELD,
    ODD,
    ERROR,
    NONE
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
      for (var step : Step.values()) {
        steps.add(step);
        extend(steps, checked);
        steps.removeLast();
      }
    }
  }

  private static void check(List<Step> steps, End end) {
    var events = new ArrayList<StreamEvent>();
    var answer = new GeminiAnswer(CONTEXT);
    for (int n = 0; n < steps.size(); n++) {
      answer.data("", chunk(part(steps.get(n), n), ""), events::add);
    }
    switch (end) {
      case STOP -> answer.data("", chunk("", "STOP"), events::add);
      case LENGTH -> answer.data("", chunk("", "MAX_TOKENS"), events::add);
      case WITHHELD -> answer.data("", chunk("", "SAFETY"), events::add);
      case ODD -> answer.data("", chunk("", "OTHER"), events::add);
      case ERROR -> answer.data("", "{\"error\":{\"code\":500,\"message\":\"no\"}}", events::add);
      case NONE -> {}
    }
    answer.end(true, events::add);
    var verdict = StreamJudge.judge(events);
    boolean silent = steps.stream().allMatch(Step.SIGNED_NOTHING::equals);
    boolean calls = steps.contains(Step.SIGNED_CALL) || steps.contains(Step.CALL);
    var expected = switch (end) {
      case STOP -> silent ? null : calls ? StopReason.TOOL_USE : StopReason.END_TURN;
      case LENGTH -> StopReason.MAX_TOKENS;
      case WITHHELD -> StopReason.REFUSAL;
      case ODD, ERROR, NONE -> null;
    };
    assertEquals(expected, verdict.stopReason(), () -> steps + " " + end);
    assertEquals(silent && (end == End.ODD || end == End.STOP), answer.wentAstray(), () -> steps + " " + end);
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
        case SIGNED_NOTHING -> "";
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
    };
  }

  private static String chunk(String parts, String finish) {
    return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "]}" + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"") + "}]}";
  }
}
