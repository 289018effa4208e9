package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.translate.AnswerContext;
import portside.translate.AnswerContexts;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.GoogleSignatures;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// All sequences of up to seven things that Gemini can send: the stream is lawful, says all that was said in its order, and brings back every signature of a
/// call. That of a text is lost only behind the last words of an answer without calls, where no block may stand.
///
/// Sequences of up to four parts stand here as they are, each with every end. Of the longer ones, up to six parts and an end, those are left out of which the
/// answer cannot tell that they are others:
///
/// - two texts in a row are one longer text, as are two of thinking, and of two signatures of texts in a row the second replaces the first;
/// - all ends that are no errors close the message in the same way, since each call came whole, and differ in the word for it;
/// - an error, an odd finish reason behind words, and no end at all write one event, whatever is open, and nothing is read behind it;
/// - a finish reason behind which something comes is replaced by the next chunk's, and no part asks for it: it stands in up to four chunks alone.
@Execution(ExecutionMode.CONCURRENT)
class GeminiSequencesTest {
  private static final int LONGEST = 6;
  /// The most parts of sequences none of which is left out.
  private static final int LONGEST_WHOLE = 4;
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
    /// Those of which two in a row are as good as one.
    private static final Set<Step> MERGING = EnumSet.of(THOUGHT, TEXT, SIGNED_NOTHING);
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

  /// The chunk of a step at each place.
  private static final Map<Step, List<JsonObject>> CHUNKS = Arrays.stream(Step.values()).collect(Collectors.toMap(step -> step,
      step -> IntStream.range(0, LONGEST).mapToObj(n -> chunk(part(step, n), step.end().finish())).toList()));

  private static final Map<End, JsonObject> ENDS = Arrays.stream(End.values()).collect(Collectors.toMap(end -> end,
      end -> end == End.ERROR ? parsed("{\"error\":{\"code\":500,\"message\":\"no\"}}") : chunk("", end.finish())));

  /// What the signatures that came hold; they are few.
  private static final Map<String, Optional<GoogleSignatures>> SIGNATURES = new ConcurrentHashMap<>();

  private static final AnswerContext CONTEXT = AnswerContexts.of(Gemini.ROW, Map.of(), AnswerRules.stoppingAt(List.of()));

  @Test
  void everySequenceIsLawfulAndLosesNothing() {
    int[] checked = {0};
    extend(new ArrayList<>(), checked);
    assertEquals(781 * End.values().length + 1_940 + 8_632, checked[0]);
  }

  private static void extend(List<Step> steps, int[] checked) {
    boolean late = steps.size() > LONGEST_WHOLE;
    if (late && repeats(steps)) {
      return;
    }
    for (var end : late ? EnumSet.of(End.STOP) : EnumSet.allOf(End.class)) {
      check(steps, end);
      checked[0]++;
    }
    if (steps.size() < LONGEST) {
      for (var step : Step.PARTS) {
        steps.add(step);
        extend(steps, checked);
        steps.removeLast();
      }
    }
  }

  private static boolean repeats(List<Step> steps) {
    boolean repeats = false;
    for (int n = 1; n < steps.size(); n++) {
      repeats |= steps.get(n) == steps.get(n - 1) && Step.MERGING.contains(steps.get(n));
    }
    return repeats;
  }

  /// The last chunk's finish reason counts, and one behind which something comes does not.
  @Test
  void finishReasonsMayStandAnywhere() {
    int[] checked = {0};
    withFinishes(new ArrayList<>(), checked);
    assertEquals(2 * (1 + 9 + 81 + 729) + 6_561, checked[0]);
  }

  private static void withFinishes(List<Step> steps, int[] checked) {
    check(steps, End.NONE);
    checked[0]++;
    if (steps.size() < LONGEST_WITH_FINISHES) {
      check(steps, End.ERROR);
      checked[0]++;
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
    answer.data("", "", events::add); // the chunks below are parsed once for all sequences
    for (int n = 0; n < steps.size(); n++) {
      answer.read("", CHUNKS.get(steps.get(n)).get(n));
    }
    if (end != End.NONE) {
      answer.read("", ENDS.get(end));
    }
    answer.end(events::add);
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
        SIGNATURES.computeIfAbsent(block.signature(), signature -> GoogleSignatures.read(signature, CONTEXT.model())).ifPresent(signatures -> {
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

  private static JsonObject chunk(String parts, String finish) {
    return parsed("{\"candidates\":[{\"content\":{\"parts\":[" + parts + "]}" + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"") + "}]}");
  }

  private static JsonObject parsed(String text) {
    try {
      return Json.object(text);
    } catch (Json.Malformed ours) {
      throw new AssertionError(text, ours);
    }
  }
}
