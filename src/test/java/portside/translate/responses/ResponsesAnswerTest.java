package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.translate.AnswerFeed;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Answers of the Responses wire beyond what the golden folders show: split, cut, and mixed up.
@Execution(ExecutionMode.CONCURRENT)
class ResponsesAnswerTest {
  static List<Path> streams() throws IOException {
    try (var folders = Files.list(Path.of("src/test/golden"))) {
      return folders.filter(Responses::speaks).map(folder -> folder.resolve("upstream-reply.sse")).filter(Files::exists).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void anySplitOfTheBytesGivesTheSameEvents(Path stream) throws IOException {
    var body = Files.readAllBytes(stream);
    var expected = Responses.events(body, body.length);
    int step = body.length < 2_000 ? 1 : 17; // a prime, so that over all streams every kind of place is met
    for (int at = 1; at < body.length; at += step) {
      var events = new ArrayList<StreamEvent>();
      var feed = new AnswerFeed(Responses.answer());
      feed.bytes(body, 0, at, events::add);
      feed.bytes(body, at, body.length - at, events::add);
      feed.end(events::add);
      assertEquals(expected, events, "split at " + at);
    }
    for (int size : new int[] {1, 2, 3, 5, 64}) {
      assertEquals(expected, Responses.events(body, size), "pieces of " + size);
    }
  }

  /// Whatever is missing at the end, the answer is not passed off as complete.
  @ParameterizedTest
  @MethodSource("streams")
  void aStreamThatStopsEarlyIsAnError(Path stream) throws IOException {
    var events = Files.readString(stream).split("(?<=\n\n)");
    var whole = StreamJudge.judge(Responses.events(Files.readAllBytes(stream), 4096));
    for (int kept = 0; kept < events.length - 1; kept++) {
      var cut = String.join("", Arrays.copyOf(events, kept)).getBytes(StandardCharsets.UTF_8);
      var verdict = StreamJudge.judge(Responses.events(cut, 4096));
      assertNotNull(verdict.error(), "only " + kept + " events");
      assertTrue(verdict.blocks().size() <= whole.blocks().size() || whole.error() != null, "more blocks than in the whole");
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamTheCallerGivesUpIsAnError(Path stream) throws IOException {
    var events = Files.readString(stream).split("(?<=\n\n)");
    var head = String.join("", Arrays.copyOf(events, events.length - 1)).getBytes(StandardCharsets.UTF_8);
    var given = new ArrayList<StreamEvent>();
    var feed = new AnswerFeed(Responses.answer());
    feed.bytes(head, 0, head.length, given::add);
    feed.fail(Fault.of(FaultKind.TIMEOUT, "stalled"), given::add);
    assertNotNull(StreamJudge.judge(given).error());
  }

  @Test
  void nothingFollowsTheEnd() {
    var verdict = stream(delta("Hello"), completed(""), delta(" again"), "[DONE]", "{\"type\":\"error\",\"message\":\"late\"}");
    assertNull(verdict.error());
    assertEquals("Hello", verdict.blocks().getFirst().content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"text\"", "17", "{}", "{\"type\":7}", "{\"type\":\"response.output_item.added\"}", "{\"type\":\"response.output_item.done\",\"item\":3}",
    "{\"type\":\"response.output_text.delta\"}", "{\"type\":\"response.output_text.delta\",\"delta\":null,\"output_index\":\"x\"}", "{\"type\":\"response.created\",\"response\":null}",
    "{\"type\":\"response.output_item.done\",\"output_index\":-4,\"item\":{\"type\":\"message\",\"content\":{}}}", "not JSON", "{\"type\":\"response.output_text.done\"}"})
  void whatCannotBeReadDoesNoHarm(String odd) {
    var verdict = stream(odd, delta("Hel"), odd, delta("lo"), odd, completed(""));
    assertNull(verdict.error());
    assertEquals("Hello", String.join("", verdict.blocks().stream().map(StreamJudge.Block::content).toList()));
  }

  @Test
  void aServerWithoutPlacesOrIdsIsUnderstood() {
    var verdict = stream("{'type':'response.reasoning_text.delta','delta':'hm'}", "{'type':'response.output_text.delta','delta':'Hel'}",
        "{'type':'response.output_text.delta','delta':'lo'}",
        "{'type':'response.output_item.done','item':{'type':'function_call','call_id':'call_0001','name':'Read','arguments':'{\\'a\\':1}'}}",
        completed(""));
    assertNull(verdict.error());
    assertEquals(List.of("hm", "Hello", "{\"a\":1}"), verdict.blocks().stream().map(StreamJudge.Block::content).toList());
  }

  @Test
  void aServerThatSaysTheWholeOnlyOfEachPartIsUnderstood() {
    var whole = "{'type':'response.output_text.done','output_index':0,'item_id':'msg_1','content_index':0,'text':'Hello'}";
    assertEquals("Hello", stream(delta("Hel"), whole, completed("")).blocks().getFirst().content());
  }

  /// GitHub Copilot and others count and call items anew in each event.
  @Test
  void itemsThatAreCountedAnewAtTheEndAreNotDoubled() {
    var verdict = stream(
        "{'type':'response.output_text.delta','output_index':4,'item_id':'msg_1','delta':'Hello'}",
        "{'type':'response.output_item.done','output_index':5,'item':{'type':'function_call','id':'fc_1','call_id':'call_0001','name':'Read','arguments':'{}'}}",
        completed("{'type':'message','id':'msg_9','content':[{'type':'output_text','text':'Hello'}]},"
            + "{'type':'function_call','id':'fc_9','call_id':'call_0001','name':'Read','arguments':'{}'}"));
    assertEquals(List.of("Hello", "{}"), verdict.blocks().stream().map(StreamJudge.Block::content).toList());
  }

  @Test
  void callsOfOneNameAreTwoCalls() {
    var call = "{'type':'function_call','id':'fc_N','call_id':'call_000N','name':'Read','arguments':'{}'}";
    var verdict = stream(completed(call.replace("N", "1") + "," + call.replace("N", "2")));
    assertEquals(2, verdict.blocks().stream().filter(block -> block.opening() instanceof Opening.ToolUse).count());
  }

  @Test
  void blanksWithoutEndInArgumentsEndTheAnswer() {
    var verdict = stream("{'type':'response.output_item.added','output_index':0,'item':{'type':'function_call','call_id':'call_0001','name':'Read','arguments':''}}",
        "{'type':'response.function_call_arguments.delta','output_index':0,'delta':'" + " ".repeat(600) + "'}", completed(""));
    assertNotNull(verdict.error());
  }

  /// A block behind the last words would be taken for the answer, and a thought that nothing follows would be refused.
  @Test
  void aReasoningBehindTheLastWordsIsNotKept() {
    var verdict = stream(delta("Done."),
        "{'type':'response.output_item.done','output_index':1,'item':{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'gAAAA'}}", completed(""));
    assertEquals(1, verdict.blocks().size());
  }

  @Test
  void aMessageThatBeginsWithoutAPlaceIsAnotherOne() {
    var begins = "{'type':'response.output_item.added','item':{'type':'message','content':[]}}";
    var verdict = stream(begins, "{'type':'response.output_text.delta','delta':'one'}", begins, "{'type':'response.output_text.delta','delta':'two'}", completed(""));
    assertEquals(List.of("one", "two"), verdict.blocks().stream().map(StreamJudge.Block::content).toList());
  }

  @ParameterizedTest
  @CsvSource({"48, 0", "49, 1", "50, 1"})
  void aCallThatCannotBeReadWasCutIfTheAnswerIsAsLongAsItMayBe(int tokens, int cut) {
    var verdict = stream(completed("{'type':'function_call','id':'fc_1','call_id':'call_0001','name':'Read','arguments':'{\\'a\\':1'}")
        .replace("'output_tokens':3", "'output_tokens':" + tokens));
    assertEquals(cut == 1 ? StopReason.MAX_TOKENS : null, verdict.stopReason());
    assertEquals(cut == 1, verdict.error() == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event: error\ndata:\n\n", "event: error\ndata: [DONE]\n\n"})
  void anErrorThatSaysNothingIsNone(String frame) {
    var body = (frame + "data: " + (delta("Hi") + "\n\ndata: " + completed("")).replace('\'', '"') + "\n\n").getBytes(StandardCharsets.UTF_8);
    assertNull(StreamJudge.judge(Responses.events(body, body.length)).error());
  }

  @Test
  void theFirstWordsThatAreNoEventSayWhatWentWrong() {
    var full = "the request exceeds the available context size";
    for (var first : List.of(full, full + "}")) {
      assertEquals(FaultKind.CONTEXT_OVERFLOW, stream(first, "two words").error().kind());
      assertEquals(FaultKind.UNREACHABLE, stream("one word", first).error().kind());
    }
    var begun = stream("{'type':'response.output_item.added','output_index':0,'item':{'type':'message','content':[]}}", "one word").error().message();
    assertEquals("acme ended its answer without saying anything", begun);
    assertEquals("acme ended the answer before it was complete", stream(delta("Hi"), "one word").error().message());
  }

  /// A window that is full before the first word is the prompt's fault; behind words the answer ends there.
  @Test
  void aFullWindowBeforeTheFirstWordIsAnOverflow() {
    var full = completed("").replace("'completed'", "'incomplete'").replace("'output'", "'incomplete_details':{'reason':'model_context_window_exceeded'},'output'")
        .replace("response.completed", "response.incomplete");
    assertEquals(FaultKind.CONTEXT_OVERFLOW, stream(full).error().kind());
    assertEquals(StopReason.MODEL_CONTEXT_WINDOW_EXCEEDED, stream(delta("Hi"), full).stopReason());
    assertEquals(StopReason.MAX_TOKENS, stream(full.replace("model_context_window_exceeded", "max_output_tokens")).stopReason());
  }

  private static StreamJudge.Verdict stream(String... payloads) {
    var body = new StringBuilder();
    for (var payload : payloads) {
      body.append("data: ").append(payload.replace('\'', '"')).append("\n\n");
    }
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return StreamJudge.judge(Responses.events(bytes, bytes.length));
  }

  private static String delta(String text) {
    return "{'type':'response.output_text.delta','output_index':0,'item_id':'msg_1','content_index':0,'delta':'" + text + "'}";
  }

  private static String completed(String output) {
    return "{'type':'response.completed','response':{'status':'completed','output':[" + output + "],'usage':{'input_tokens':9,'output_tokens':3}}}";
  }
}
