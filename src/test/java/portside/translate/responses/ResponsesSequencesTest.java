package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.translate.reasoning.ReasoningPayload;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// All sequences of up to four events about a thought, a text and a call, in every order, each with every end: the stream is lawful, nothing is
/// lost or doubled, and only what the provider called complete looks complete.
@Execution(ExecutionMode.CONCURRENT)
class ResponsesSequencesTest {
  private static final int LONGEST = 4;

  private enum Step {
    REASONING_DELTA,
    REASONING_DONE,
    TEXT_DELTA,
    TEXT_DONE,
    CALL_ADDED,
    CALL_DELTA,
    CALL_DONE
  }

  private enum Last {
    COMPLETED,
    COMPLETED_WITHOUT_OUTPUT,
    INCOMPLETE,
    FAILED,
    STOPPED
  }

  /// What a provider has sent so far, and what the client must be told.
  private static final class Script {
    private final List<String> payloads = new ArrayList<>();
    private final List<Integer> opened = new ArrayList<>();
    private String thinking = "";
    private String text = "";
    private String arguments = "";
    private boolean called;
    private boolean callDone;
    private boolean reasoningKept;

    Script(List<Step> steps, Last last) {
      for (int i = 0; i < steps.size(); i++) {
        add(i, steps.get(i));
      }
      end(last);
    }

    private void add(int n, Step step) {
      switch (step) {
        case REASONING_DELTA -> {
          open(0);
          thinking += "k" + n;
          payloads.add("{'type':'response.reasoning_summary_text.delta','output_index':0,'item_id':'rs_0','summary_index':0,'delta':'k" + n + "'}");
        }
        case REASONING_DONE -> {
          open(0);
          reasoningKept = opened.getLast() == 0;
          thinking = thinking.isEmpty() ? "whole" : thinking;
          payloads.add("{'type':'response.output_item.done','output_index':0,'item':" + reasoning() + "}");
        }
        case TEXT_DELTA -> {
          open(1);
          text += "t" + n;
          payloads.add("{'type':'response.output_text.delta','output_index':1,'item_id':'msg_1','content_index':0,'delta':'t" + n + "'}");
        }
        case TEXT_DONE -> {
          open(1);
          text = text.isEmpty() ? "whole" : text;
          payloads.add("{'type':'response.output_item.done','output_index':1,'item':" + message() + "}");
        }
        case CALL_ADDED -> {
          open(2);
          called = true;
          payloads.add("{'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','id':'fc_2','call_id':'call_0002','name':'Bash','arguments':''}}");
        }
        case CALL_DELTA -> {
          open(2);
          called = true;
          var piece = arguments.isEmpty() ? "{\\\"a\\\":\\\"" : "x" + n;
          arguments += piece.replace("\\", "");
          payloads.add("{'type':'response.function_call_arguments.delta','output_index':2,'item_id':'fc_2','delta':'" + piece + "'}");
        }
        case CALL_DONE -> {
          open(2);
          finishCall();
          payloads.add("{'type':'response.output_item.done','output_index':2,'item':" + call() + "}");
        }
      }
    }

    private void open(int item) {
      if (!opened.contains(item)) {
        opened.add(item);
      }
    }

    private void finishCall() {
      called = true;
      arguments = callDone ? arguments : arguments.isEmpty() ? "{}" : arguments + "\"}";
      callDone = true;
    }

    private void end(Last last) {
      switch (last) {
        case COMPLETED -> {
          if (called) {
            finishCall();
          }
          var output = new ArrayList<String>();
          if (opened.contains(0)) {
            output.add(reasoning());
          }
          if (opened.contains(1)) {
            output.add(message());
          }
          if (opened.contains(2)) {
            output.add(call());
          }
          payloads.add("{'type':'response.completed','response':{'status':'completed','output':[" + String.join(",", output) + "]}}");
        }
        case COMPLETED_WITHOUT_OUTPUT -> payloads.add("{'type':'response.completed','response':{'output':[]}}");
        case INCOMPLETE -> payloads.add("{'type':'response.incomplete','response':{'incomplete_details':{'reason':'max_output_tokens'}}}");
        case FAILED -> payloads.add("{'type':'response.failed','response':{'error':{'code':'server_error','message':'no'}}}");
        case STOPPED -> {}
      }
    }

    private String reasoning() {
      return "{'type':'reasoning','id':'rs_0','summary':[{'type':'summary_text','text':'" + thinking + "'}],'encrypted_content':'gAAAA'}";
    }

    private String message() {
      return "{'type':'message','id':'msg_1','content':[{'type':'output_text','text':'" + text + "'}]}";
    }

    private String call() {
      return "{'type':'function_call','id':'fc_2','call_id':'call_0002','name':'Bash','arguments':'" + arguments.replace("\"", "\\\"") + "'}";
    }

    /// A call whose name never came, or whose arguments stop in the middle.
    boolean isBroken(List<Step> steps, Last last) {
      boolean named = last == Last.COMPLETED || steps.contains(Step.CALL_ADDED) || steps.contains(Step.CALL_DONE);
      return called && (!named || !callDone && !arguments.isEmpty());
    }
  }

  @Test
  void everySequenceIsLawfulAndLosesNothing() {
    int[] checked = {0};
    extend(new ArrayList<>(), checked);
    assertEquals(7_425, checked[0]);
  }

  private static void extend(List<Step> steps, int[] checked) {
    for (var last : Last.values()) {
      check(steps, last);
      checked[0]++;
    }
    if (steps.size() == LONGEST) {
      return;
    }
    for (var step : Step.values()) {
      if (mayFollow(steps, step)) {
        steps.add(step);
        extend(steps, checked);
        steps.removeLast();
      }
    }
  }

  /// Arguments come only before their item is complete; words may come late.
  private static boolean mayFollow(List<Step> steps, Step next) {
    return switch (next) {
      case REASONING_DELTA, TEXT_DELTA -> true;
      case REASONING_DONE, TEXT_DONE -> !steps.contains(next);
      case CALL_ADDED -> !steps.contains(next) && !steps.contains(Step.CALL_DONE);
      case CALL_DELTA, CALL_DONE -> !steps.contains(Step.CALL_DONE);
    };
  }

  private static void check(List<Step> steps, Last last) {
    var script = new Script(steps, last);
    var events = new ArrayList<StreamEvent>();
    var answer = Responses.answer();
    script.payloads.forEach(payload -> answer.data("", payload.replace('\'', '"'), events::add));
    answer.end(events::add);
    var verdict = StreamJudge.judge(events);
    var text = content(verdict, Opening.Text.class);
    var thinking = content(verdict, Opening.Thinking.class);
    Supplier<String> what = () -> steps + " " + last;
    switch (last) {
      case FAILED, STOPPED -> {
        assertNotNull(verdict.error(), what);
        assertTrue(script.text.startsWith(text) && script.thinking.startsWith(thinking), what);
      }
      case INCOMPLETE -> {
        assertTrue(verdict.error() != null && script.isBroken(steps, last) || verdict.stopReason() == StopReason.MAX_TOKENS, what);
        assertEquals(verdict.error() == null ? script.text : text, text, what);
      }
      case COMPLETED, COMPLETED_WITHOUT_OUTPUT -> {
        if (script.isBroken(steps, last)) {
          return; // the judge has seen it; more cannot be said of it
        }
        assertNull(verdict.error(), what);
        assertEquals(script.text, text, what);
        assertEquals(script.thinking, thinking, what);
        assertEquals(script.called ? StopReason.TOOL_USE : StopReason.END_TURN, verdict.stopReason(), what);
        assertEquals(script.called ? (script.arguments.isEmpty() ? "{}" : script.arguments) : "", content(verdict, Opening.ToolUse.class), what);
        boolean followed = script.opened.indexOf(0) < script.opened.size() - 1;
        assertEquals(script.reasoningKept && followed ? 1 : 0, verdict.blocks().stream().filter(block -> ReasoningPayload.read(block.signature(),
            Responses.MAKER).filter(sealed -> sealed.item() != null).isPresent()).count(), what);
      }
    }
  }

  private static String content(StreamJudge.Verdict verdict, Class<? extends Opening> kind) {
    var content = new StringBuilder();
    verdict.blocks().stream().filter(block -> kind.isInstance(block.opening())).forEach(block -> content.append(block.content()));
    return content.toString();
  }
}
