package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.translate.EveryWay.call;
import static portside.translate.EveryWay.reasoning;
import static portside.translate.EveryWay.text;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerStream;
import portside.translate.EveryWay;
import portside.translate.Speaker;
import portside.translate.Speaker.End;
import portside.translate.responses.Responses;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// The text ends before the first stop sequence, and nothing follows it, whatever the provider does.
class StopSequencesTest {
  private static final String TOOL = ",'tools':[{'name':'Bash','input_schema':{'type':'object'}}]";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "'</block>','</severity>' | <block>no</block> since it only reads | <block>no     | </block>",
    "'</block>','</severity>' | <block>no</severity></block>          | <block>no     | </severity>",
    "'XX','YY'                | a YY b XX c                           | `a `          | YY",
    "'STOP'                   | A B C STOP D STOP                     | `A B C `      | STOP",
    "'</b>'                   | a <</b </ </b></b>                    | `a <</b </ `  | </b>",
    "'aab'                    | aaaab                                 | aa            | aab",
    "'abcX','bc'              | abcX                                  | a             | bc",
    "'ab','zab'               | zab                                   | ``            | zab",
    "'Human:','`\\\\n\\\\n`Human:' | hi Human: x                      | `hi `         | Human:",
    "'','E5'                  | one E5 two                            | `one `        | E5",
    "'E1','E2','E3','E4','E5' | one E5 two                            | `one `        | E5",
    "'😀!'                    | ab😀! cd                               | ab            | 😀!",
    "'END'                    | END                                   | ``            | END",
  })
  void theFirstOneEndsTheText(String sequences, String said, String text, String hit) {
    var way = EveryWay.of("'stop_sequences':[" + sequences.replace("`", "") + "]");
    way.tells(List.of(text(said)), "text " + text, "stop_sequence " + hit);
    way.cut().tells(List.of(text(said)), "text " + text, "stop_sequence " + hit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no </bloc", "</block", "a < b", "</BLOCK>", "x"})
  void whatOnlyBeginsLikeOneIsText(String said) {
    EveryWay.of("'stop_sequences':['</block>']").tells(List.of(text(said)), "text " + said, "end_turn");
  }

  /// Anthropic refuses blank sequences; many an answer begins with line feeds.
  @Test
  void blankOnesAreLeftToTheProvider() {
    EveryWay.of("'stop_sequences':['\\n\\n']").tells(List.of(text("\n\nHi\n\nyou")), "text \n\nHi\n\nyou", "end_turn");
  }

  @Test
  void noCallFollows() {
    EveryWay.of("'stop_sequences':['STOP']" + TOOL).tells(List.of(text("a STOP b"), call("Bash", "{}")), "text a ", "stop_sequence STOP");
  }

  /// Words wait for the end where JSON was asked for.
  @Test
  void neitherBehindTextThatWaited() {
    var json = ",'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}";
    EveryWay.of("'stop_sequences':['STOP']" + TOOL + json).tells(List.of(text("a STOP b"), call("Bash", "{}")), "text a ", "stop_sequence STOP");
  }

  @Test
  void aCallThatCameBeforeIsToBeRun() {
    var answer = answer(Dialect.STANDARD, "'stop_sequences':['STOP']" + TOOL);
    var told = new ArrayList<StreamEvent>();
    answer.data("", "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_number0\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{}\"}}]}}]}", told::add);
    answer.data("", "{\"choices\":[{\"delta\":{\"content\":\"a STOP b\"},\"finish_reason\":\"stop\"}]}", told::add);
    answer.data("", "[DONE]", told::add);
    var verdict = StreamJudge.judge(told);
    assertEquals(List.of("{}", "a "), verdict.blocks().stream().map(StreamJudge.Block::content).toList());
    assertEquals(StopReason.TOOL_USE, verdict.stopReason());
  }

  @Test
  void thinkingAndArgumentsAreNotSearched() {
    EveryWay.of("'stop_sequences':['STOP']" + TOOL).tells(List.of(reasoning("a STOP b"), text("c"), call("Bash", "{\"x\":\"STOP\"}")),
        "thinking a STOP b", "text c", "call Bash {\"x\":\"STOP\"}", "tool_use");
  }

  @Test
  void noneGoesOverTheBorderOfABlock() {
    var answer = answer(Dialect.STANDARD, "'stop_sequences':['STOP']");
    var told = new ArrayList<StreamEvent>();
    for (var delta : List.of("\"content\":\"a ST\"", "\"reasoning_content\":\"Hm\"", "\"content\":\"OP b\"")) {
      answer.data("", "{\"choices\":[{\"delta\":{" + delta + "}}]}", told::add);
    }
    answer.data("", "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", told::add);
    answer.end(told::add);
    assertEquals(List.of("a ST", "Hm", "OP b"), StreamJudge.judge(told).blocks().stream().map(StreamJudge.Block::content).toList());
  }

  @Test
  void norOverThatOfAMessage() {
    var answer = answer(Responses.ROW, "'stop_sequences':['STOP']");
    var told = new ArrayList<StreamEvent>();
    answer.data("", "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"ST\"}", told::add);
    answer.data("", "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"OP b\"}", told::add);
    answer.data("", "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}", told::add);
    assertEquals(List.of("ST", "OP b"), StreamJudge.judge(told).blocks().stream().map(StreamJudge.Block::content).toList());
  }

  @Test
  void theProvidersCountsAreWaitedFor() {
    var answer = answer(Dialect.STANDARD, "'stop_sequences':['STOP']");
    var told = new ArrayList<StreamEvent>();
    answer.data("", "{\"choices\":[{\"delta\":{\"content\":\"a STOP b\"}}]}", told::add);
    assertTrue(answer.concluded());
    assertFalse(answer.finished());
    answer.data("", "{\"choices\":[{\"delta\":{\"content\":\"c\",\"reasoning_content\":\"d\"}}]}", told::add);
    answer.data("", "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}", told::add);
    answer.data("", "[DONE]", told::add);
    var verdict = StreamJudge.judge(told);
    assertEquals(StopReason.STOP_SEQUENCE, verdict.stopReason());
    assertEquals(7, verdict.usage().input());
    assertEquals(5, verdict.usage().output());
  }

  /// The caller ends a provider that goes on for long.
  @Test
  void whateverComesOfTheRestTheMessageEndsWell() {
    for (var speaker : Speaker.ALL) {
      for (int ending = 0; ending < 4; ending++) {
        var answer = answer(speaker.row(), "'stop_sequences':['STOP']");
        var told = new ArrayList<StreamEvent>();
        speaker.stream(List.of(List.of(text("a STOP b"))), End.CUT, null).forEach(payload -> answer.data("", payload, told::add));
        assertTrue(answer.concluded());
        switch (ending) {
          case 0 -> answer.end(told::add);
          case 1 -> answer.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), told::add);
          case 2 -> answer.data("error", "{\"error\":{\"message\":\"no\"}}", told::add);
          default -> speaker.stream(List.of(), End.ERROR, null).forEach(payload -> answer.data("", payload, told::add));
        }
        var verdict = StreamJudge.judge(told);
        assertEquals(List.of("a "), verdict.blocks().stream().map(StreamJudge.Block::content).toList());
        assertEquals("STOP", verdict.stopSequence());
        assertEquals(100, verdict.usage().input());
      }
    }
  }

  private static AnswerStream answer(Dialect row, String members) {
    var request = "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'go'}]," + members + "}";
    return Speaker.of(row).translator(request, row, "").answer();
  }
}
