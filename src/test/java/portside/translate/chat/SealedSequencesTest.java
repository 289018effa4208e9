package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContext;
import portside.translate.AnswerContexts;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.ReplayableReasoning;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// All sequences of up to five things a provider can send that seals its thoughts: the stream is lawful, and what comes back with the blocks is all
/// that was sealed, in order. Only after the last words of an answer without calls have begun there is no place for it.
@Execution(ExecutionMode.CONCURRENT)
class SealedSequencesTest {
  private static final int LONGEST = 5;

  private enum Step {
    THINK,
    SPEAK,
    SEAL,
    OPEN,
    SIGN,
    COMPLETE,
    WHOLE
  }

  private static final Dialect DIALECT =
      Dialect.STANDARD.with(REPLAY, Dialect.Replay.ALL).with(REPLAY_AS, Dialect.ReplayAs.DETAILS).with(CALL_SIGNATURES, Dialect.CallSignatures.GOOGLE);

  private static final AnswerContext CONTEXT = AnswerContexts.of(DIALECT, Answers.TOOLS, AnswerRules.stoppingAt(List.of()));

  @Test
  void everySequenceBringsBackWhatWasSealed() {
    int[] checked = {0};
    extend(new ArrayList<>(), checked);
    assertEquals(3_745, checked[0]);
  }

  private static void extend(List<Step> steps, int[] checked) {
    if (!steps.isEmpty()) {
      check(steps);
      checked[0]++;
    }
    if (steps.size() == LONGEST) {
      return;
    }
    for (var step : Step.values()) {
      boolean open = steps.contains(Step.OPEN);
      boolean may = switch (step) {
        case THINK, SPEAK, SEAL -> true;
        case OPEN, WHOLE -> !steps.contains(step);
        case SIGN, COMPLETE -> open && !steps.contains(step);
      };
      if (may) {
        steps.add(step);
        extend(steps, checked);
        steps.removeLast();
      }
    }
  }

  private static void check(List<Step> steps) {
    var events = new ArrayList<StreamEvent>();
    var answer = new ChatAnswer(CONTEXT);
    var sealed = new ArrayList<String>();
    for (int n = 0; n < steps.size(); n++) {
      var step = steps.get(n);
      if (step == Step.SEAL) {
        sealed.add("{\"type\":\"reasoning.encrypted\",\"data\":\"d" + n + "\"}");
      }
      answer.data("", Answers.delta(delta(step, n, sealed)), events::add);
    }
    boolean cut = steps.contains(Step.OPEN) && !steps.contains(Step.COMPLETE);
    answer.data("", Answers.finish(cut ? "length" : "stop"), events::add);
    answer.end(events::add);

    var reasoning = new ReplayableReasoning(CONTEXT.model());
    for (var block : StreamJudge.judge(events).blocks()) {
      if (block.opening() instanceof Opening.Thinking) {
        reasoning.add(block.content(), block.signature());
      }
    }
    boolean called = steps.contains(Step.OPEN) || steps.contains(Step.WHOLE);
    var lastWords = steps.subList(steps.lastIndexOf(Step.THINK) + 1, steps.size());
    int behind = called || !lastWords.contains(Step.SPEAK) ? 0
        : (int) lastWords.stream().skip(lastWords.indexOf(Step.SPEAK)).filter(Step.SEAL::equals).count();
    assertEquals(sealed.subList(0, sealed.size() - behind), reasoning.details().stream().map(Json::text).toList(), steps::toString);
    assertEquals(steps.contains(Step.SIGN) ? "signed+0" : null, reasoning.ofCall("call_tool0"), steps::toString);
    if (steps.contains(Step.WHOLE)) {
      assertEquals("signed+1", reasoning.ofCall("call_tool1"), steps::toString);
    } else {
      assertNull(reasoning.ofCall("call_tool1"), steps::toString);
    }
  }

  private static String delta(Step step, int n, List<String> sealed) {
    return switch (step) {
      case THINK -> "{\"reasoning\":\"k" + n + "\"}";
      case SPEAK -> "{\"content\":\"t" + n + "\"}";
      case SEAL -> "{\"reasoning_details\":[" + sealed.getLast() + "]}";
      case OPEN -> "{\"tool_calls\":[{\"index\":0,\"id\":\"call_tool0\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{\"}}]}";
      case SIGN -> "{\"tool_calls\":[{\"index\":0,\"extra_content\":{\"google\":{\"thought_signature\":\"signed+0\"}}}]}";
      case COMPLETE -> "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]}";
      case WHOLE -> "{\"tool_calls\":[{\"index\":1,\"id\":\"call_tool1\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{}\"},"
          + "\"extra_content\":{\"google\":{\"thought_signature\":\"signed+1\"}}}]}";
    };
  }
}
