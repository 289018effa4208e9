package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Streams of which an event is damaged: the wholes bring what was missed, or the answer fails.
class ResponsesGapsTest {
  private static final String COMMAND = "{\\\"command\\\":\\\"rm -rf /srv/a/build\\\"}";
  private static final String CALL = "{'type':'function_call','id':'fc_1','call_id':'call_0001','name':'Bash','arguments':'" + COMMAND + "'}";
  private static final String MESSAGE = "{'type':'message','id':'msg_1','content':[{'type':'output_text','text':'one two three'}]}";

  private static final List<String> STREAM = List.of(
      "{'type':'response.output_item.added','output_index':0,'item':{'type':'message','id':'msg_1','content':[]}}",
      text("one "), text("two "), text("three"),
      "{'type':'response.output_text.done','output_index':0,'item_id':'msg_1','content_index':0,'text':'one two three'}",
      "{'type':'response.output_item.done','output_index':0,'item':" + MESSAGE + "}",
      "{'type':'response.output_item.added','output_index':1,'item':{'type':'function_call','id':'fc_1','call_id':'call_0001','name':'Bash','arguments':''}}",
      arguments("{\\\"command\\\":\\\"rm -rf /srv/a"), arguments("/build"), arguments("\\\"}"),
      "{'type':'response.function_call_arguments.done','output_index':1,'item_id':'fc_1','arguments':'" + COMMAND + "'}",
      "{'type':'response.output_item.done','output_index':1,'item':" + CALL + "}",
      completed(MESSAGE + "," + CALL));

  private static final List<String> CONTENT = List.of("one two three", COMMAND.replace("\\", ""));

  /// Any one event is missed: cut off alone, cut off by the next one in its line, or unreadable.
  @ParameterizedTest
  @ValueSource(strings = {"CUT\n\ndata: ", "CUTdata: ", "CUT\ndata: ", "CUT\n\nevent: x\ndata: "})
  void whatWasMissedComesWithTheWhole(String between) {
    for (int i = 0; i + 1 < STREAM.size(); i++) {
      for (int at : new int[] {5, 20, STREAM.get(i).length() / 2, STREAM.get(i).length() - 1}) {
        var body = body(STREAM, i, between.replace("CUT", quoted(STREAM.get(i)).substring(0, at)));
        var verdict = StreamJudge.judge(events(body));
        assertEquals(null, verdict.error(), body);
        assertEquals(CONTENT, verdict.blocks().stream().map(StreamJudge.Block::content).toList(), body);
      }
    }
  }

  /// The end may go on with what was cut and is an event all the same.
  @Test
  void whatWasCutAtTheVeryEndComesWithTheWhole() {
    int last = STREAM.size() - 2;
    for (int at = 1; at < STREAM.get(last).length(); at++) {
      var body = body(STREAM, last, quoted(STREAM.get(last)).substring(0, at) + "\n\ndata: ");
      var verdict = StreamJudge.judge(events(body));
      assertEquals(null, verdict.error(), body);
      assertEquals(CONTENT, verdict.blocks().stream().map(StreamJudge.Block::content).toList(), body);
    }
  }

  /// Where no whole comes, nobody knows what was missed.
  @Test
  void withoutAWholeWhatWasMissedIsAnError() {
    for (var end : List.of(completed(""), completed(MESSAGE))) {
      var onlyPieces = new ArrayList<>(STREAM.stream().filter(event -> !event.contains(".done'") && !event.contains("completed'")).toList());
      onlyPieces.add(end);
      for (int i = 0; i + 1 < onlyPieces.size(); i++) {
        var events = events(body(onlyPieces, i, quoted(onlyPieces.get(i)).substring(0, 40) + "\n\ndata: "));
        assertNotNull(StreamJudge.judge(events).error(), onlyPieces.get(i));
        assertTrue(events.stream().noneMatch(StreamEvent.MessageStop.class::isInstance));
      }
    }
  }

  @Test
  void anEndThatIsCutIsNoEnd() {
    var end = quoted(STREAM.getLast());
    for (int at = 1; at < end.length(); at++) {
      assertNotNull(StreamJudge.judge(events(body(STREAM, -1, "").replace(end, end.substring(0, at)))).error(), end.substring(0, at));
    }
  }

  /// The provider left a piece out and says so only in the whole.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9})
  void aWholeThatContradictsThePiecesIsAnError(int missing) {
    for (var wholes : List.of(List.of(4, 10), List.of(5, 11), List.of(12))) {
      var stream = new ArrayList<String>();
      for (int i = 0; i < STREAM.size(); i++) {
        if (i != missing && (!STREAM.get(i).contains(".done'") || wholes.contains(i) || wholes.equals(List.of(4, 10)) && i > 4 || wholes.equals(List.of(5, 11)) && i > 5)) {
          stream.add(STREAM.get(i));
        }
      }
      var verdict = StreamJudge.judge(events(body(stream, -1, "")));
      boolean isLastPiece = missing == 9;
      assertEquals(isLastPiece, verdict.error() == null, stream.toString());
    }
  }

  @Test
  void aWholeInAnotherSpellingIsTheSame() {
    var spaced = STREAM.stream().map(event -> event.contains(".done'") || event.contains("completed'")
        ? event.replace("{\\\"command\\\":\\\"", "{ \\\"command\\\" : \\\"").replace("'one two three'", "'one two three\\n'") : event).toList();
    var verdict = StreamJudge.judge(events(body(spaced, -1, "")));
    assertEquals(null, verdict.error());
    assertEquals(CONTENT.get(1), verdict.blocks().get(1).content());
  }

  @Test
  void eventsInOnePayloadOrOverTwoAreRead() {
    var whole = events(body(STREAM, -1, ""));
    for (int i = 0; i + 1 < STREAM.size(); i++) {
      var event = quoted(STREAM.get(i));
      for (var between : List.of("", "data: ", "\ndata: ")) {
        assertEquals(whole, events(body(STREAM, i, event + between)));
      }
      for (int at = 1; at < event.length(); at += 3) {
        assertEquals(whole, events(body(STREAM, i, event.substring(0, at) + "\n\ndata: " + event.substring(at) + "\n\ndata: ")));
      }
    }
  }

  /// What the end repeats is sought among what was streamed, and each of it once.
  @Test
  void messagesOfTheSameWordsAreAllKept() {
    var one = "{'type':'message','id':'msg_1','content':[{'type':'output_text','text':'ok'}]}";
    var other = one.replace("msg_1", "msg_2");
    assertEquals(List.of("ok", "ok"), content(completed(one + "," + other)));
    assertEquals(List.of("ok", "ok"), content(completed(one.replace("'id':'msg_1',", "") + "," + one.replace("'id':'msg_1',", ""))));
    assertEquals(List.of("ok", "ok", "ok"), content(completed(one + "," + other + "," + one.replace("msg_1", "msg_3"))));
    assertEquals(List.of("ok", "ok"), content(text("ok"), completed(one + "," + other)));
    assertEquals(List.of("ok", "ok"), content(text("ok"), "{'type':'response.output_text.delta','output_index':1,'item_id':'msg_2','delta':'ok'}", completed(one + "," + other)));
    assertEquals(List.of("ok", "ok"), content(text("ok").replace("msg_1", "a"), text("ok").replace("':0", "':1").replace("msg_1", "b"), completed(one + "," + other)));
  }

  private static List<String> content(String... payloads) {
    return StreamJudge.judge(events(body(List.of(payloads), -1, ""))).blocks().stream().map(StreamJudge.Block::content).toList();
  }

  private static String text(String text) {
    return "{'type':'response.output_text.delta','output_index':0,'item_id':'msg_1','content_index':0,'delta':'" + text + "'}";
  }

  private static String arguments(String text) {
    return "{'type':'response.function_call_arguments.delta','output_index':1,'item_id':'fc_1','delta':'" + text + "'}";
  }

  private static String completed(String output) {
    return "{'type':'response.completed','response':{'status':'completed','output':[" + output + "],'usage':{'input_tokens':9,'output_tokens':3}}}";
  }

  /// A stream of these events.
  ///
  /// @param at the one in whose place, and before the next one, something else stands
  private static String body(List<String> payloads, int at, String instead) {
    var body = new StringBuilder();
    for (int i = 0; i < payloads.size(); i++) {
      body.append(at >= 0 && i == at + 1 ? "" : "data: ").append(i == at ? instead : quoted(payloads.get(i)) + "\n\n");
    }
    return body.toString();
  }

  private static String quoted(String payload) {
    return payload.replace('\'', '"');
  }

  private static List<StreamEvent> events(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return Responses.events(bytes, bytes.length);
  }
}
