package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Streams of which a chunk is damaged: what can be put together is, and what cannot be had any more never looks like a good answer.
class GapsTest {
  private static final List<String> CALL = List.of(
      Answers.delta("{\"tool_calls\":[{\"index\":0,\"id\":\"call_aaaaaa\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{\\\"command\\\":\\\"rm -rf /srv/a\"}}]}"),
      Answers.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"/build\"}}]}"),
      Answers.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"}\"}}]}"),
      Answers.finish("tool_calls"), "[DONE]");
  private static final List<String> TEXT =
      List.of(Answers.delta("{\"content\":\"one \"}"), Answers.delta("{\"content\":\"two \"}"), Answers.delta("{\"content\":\"three\"}"), Answers.finish("stop"), "[DONE]");

  /// Any two chunks in one payload, with and without the beginning of a field between them.
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "data: ", "data:", "\ndata: ", "\n"})
  void chunksInOnePayloadAreAllTaken(String between) {
    for (var chunks : List.of(CALL, TEXT)) {
      for (int i = 0; i + 1 < chunks.size(); i++) {
        var joined = new ArrayList<>(chunks);
        joined.set(i, chunks.get(i) + between + joined.remove(i + 1));
        assertEquals(judged(chunks), judged(joined), joined.toString());
      }
    }
  }

  @Test
  void aChunkOverTwoEventsIsJoined() {
    for (var chunks : List.of(CALL, TEXT)) {
      for (int i = 0; i + 1 < chunks.size(); i++) {
        for (int at = 1; at < chunks.get(i).length(); at++) {
          var split = new ArrayList<>(chunks);
          split.set(i, chunks.get(i).substring(0, at));
          split.add(i + 1, chunks.get(i).substring(at));
          assertEquals(judged(chunks), judged(split), split.toString());
        }
      }
    }
  }

  /// Cut off wherever it is, alone or before the next chunk in one payload, a chunk is missed; a call that misses one is never closed.
  @ParameterizedTest
  @ValueSource(strings = {"\n\ndata: ", "data: ", "\ndata: "})
  void aChunkThatIsCutOffEndsTheAnswer(String between) {
    for (var chunks : List.of(CALL, TEXT)) {
      for (int i = 0; i + 1 < chunks.size(); i++) {
        for (int at = 1; at < chunks.get(i).length(); at++) {
          var body = new StringBuilder();
          for (int j = 0; j < chunks.size(); j++) {
            body.append(j == i + 1 ? between : "data: ").append(j == i ? chunks.get(j).substring(0, at) : chunks.get(j) + "\n\n");
          }
          var events = Answers.events(body.toString());
          var verdict = StreamJudge.judge(events);
          assertNotNull(verdict.error(), body.toString());
          assertTrue(i >= 3 || chunks == TEXT || events.stream().noneMatch(StreamEvent.BlockStop.class::isInstance), body.toString());
        }
      }
    }
  }

  @Test
  void aChunkWithoutItsBeginningEndsTheAnswer() {
    for (int at = 1; at < CALL.get(1).length() - 9; at++) {
      var cut = new ArrayList<>(CALL);
      cut.set(1, CALL.get(1).substring(at));
      assertNotNull(judged(cut).error(), cut.get(1));
    }
  }

  @Test
  void theLastChunkCutByTheEndOfTheStreamIsNoEnd() {
    var cut = Answers.sse(TEXT.get(0), TEXT.get(1)) + "data: " + TEXT.get(3).substring(0, 50);
    assertNotNull(StreamJudge.judge(Answers.events(cut)).error());
  }

  /// Only usage comes behind a finish reason, as a rule.
  @Test
  void behindTheFinishReasonOnlyUsageIsLost() {
    var verdict = Answers.stream(TEXT.get(0), TEXT.get(3), "{\"choices\":[],\"usage\":{\"prompt_tok", "[DONE]");
    assertNull(verdict.error());
    assertEquals(StopReason.END_TURN, verdict.stopReason());
    assertNull(StreamJudge.judge(Answers.events(Answers.sse(TEXT.get(0), TEXT.get(3)) + "data: {\"choices\":[],\"usage\":{\"prompt_tok")).error());
    assertNull(Answers.stream(TEXT.get(0), TEXT.get(3), "{\"choices\":[{\"ind", "{\"choices\":[],\"usage\":{\"prompt_tokens\":9}}", "[DONE]").error());
  }

  @Test
  void whereMoreFollowsTheFinishReasonALossIsALoss() {
    assertNotNull(Answers.stream(TEXT.get(0), TEXT.get(3), "{\"choices\":[{\"ind", TEXT.get(2), TEXT.get(3), "[DONE]").error());
    assertNotNull(Answers.stream(TEXT.get(0), TEXT.get(3), CALL.get(0), CALL.get(1).substring(0, 40), "[DONE]").error());
  }

  /// Some providers name a finish reason behind each call: what comes then and breaks off is a command that nobody finished.
  @Test
  void aCallBehindTheFinishReasonThatBreaksOffIsNotRun() {
    var events = new ArrayList<StreamEvent>();
    var answer = Answers.answer();
    List.of(TEXT.get(0), TEXT.get(3), CALL.get(0)).forEach(payload -> answer.data("", payload, events::add));
    answer.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), events::add);
    assertNotNull(StreamJudge.judge(events).error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", ": ping", "", " ", "null", "7", "\"ping\"", "[]", "OPENROUTER PROCESSING", "<p>one moment</p>", "{}", "{\"type\":\"ping\"}", "Working on it ..."})
  void wordsBetweenChunksLoseNothing(String words) {
    for (var chunks : List.of(CALL, TEXT)) {
      for (int i = 0; i < chunks.size(); i++) {
        var more = new ArrayList<>(chunks);
        more.add(i, words);
        assertEquals(judged(chunks), judged(more), more.toString());
      }
    }
  }

  @Test
  void aFieldInCapitalsOrBehindBlanksIsRead() {
    var body = Answers.sse(TEXT.toArray(String[]::new));
    assertEquals(Answers.events(body), Answers.events(body.replace("data: ", " data: ")));
    assertEquals(Answers.events(body), Answers.events(body.replace("data: ", "\tData: ")));
    assertEquals(Answers.events(body), Answers.events(body.replaceFirst("(?s)(two.*?\n\n)data: ", "$1"))); // one is no field at all
  }

  @Test
  void linesOfPrettyJsonWithoutFieldsAreRead() {
    var pretty = TEXT.get(1).replace("\"index\":0,", "\n  \"index\": 0,\n  ").replace("}]}", "\n}\n]\n}");
    assertEquals(Answers.events(Answers.sse(TEXT.toArray(String[]::new))),
        Answers.events(Answers.sse(TEXT.get(0), pretty, TEXT.get(2), TEXT.get(3), TEXT.get(4))));
  }

  @Test
  void aWholeAnswerIsReadInTheSameWay() {
    var message = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
    assertNull(StreamJudge.judge(Answers.events(message + "\n")).error());
    assertNotNull(StreamJudge.judge(Answers.events(message.substring(0, 50))).error());
    assertEquals(Answers.events(Answers.sse(TEXT.toArray(String[]::new))), Answers.events(String.join("\n", TEXT.subList(0, 4))));
  }

  private static StreamJudge.Verdict judged(List<String> payloads) {
    return Answers.stream(payloads.toArray(String[]::new));
  }
}
