package portside.translate.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import portside.wire.SearchHit;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;
import portside.wire.anthropic.Usage;

/// Rounds of a model and the searches between them become one message.
class SearchMessageMergerTest {
  private static final SearchTool TOOL = new SearchTool("web_search", 20, List.of(), List.of());
  private static final StreamEvent.MessageStart START = new StreamEvent.MessageStart("msg_1", "m", Usage.of(5, 0));
  private static final List<SearchHit> HITS = List.of(new SearchHit("A", "https://a.example", "words"));

  private final List<StreamEvent> events = new ArrayList<>();
  private final SearchMessageMerger merger = new SearchMessageMerger(TOOL, "unsaid", false, events::add);

  @Test
  void aSearchBetweenTwoRoundsIsOneMessage() {
    merger.accept(START);
    says(new Opening.Thinking(), new Delta.Thinking("Hm"), new Delta.Signature("s"));
    says(new Opening.Text(), new Delta.Text("I "), new Delta.Text("look."));
    says(new Opening.ToolUse("t1", "web_search"), new Delta.InputJson("{\"query\":"), new Delta.InputJson("\" ships \"}"));
    merger.accept(end(StopReason.TOOL_USE, 10, 3));
    merger.accept(new StreamEvent.MessageStop());

    assertFalse(merger.mustEnd());
    var call = merger.asked().getFirst();
    assertEquals(List.of("ships", "srvtoolu_1_0", "t1"), List.of(call.query(), call.serverId(), call.use().id()));
    assertEquals(List.of(new ContentBlock.Thinking("Hm", "s"), new ContentBlock.Text("I look."), call.use()), merger.said());
    merger.found(call, HITS);

    merger.next();
    assertEquals(List.of(List.of(), List.of()), List.of(merger.asked(), merger.said()));
    merger.accept(new StreamEvent.MessageStart("msg_2", "m", Usage.of(6, 0)));
    merger.accept(new StreamEvent.Ping());
    says(new Opening.Text(), new Delta.Text("Ships lie."));
    merger.accept(end(StopReason.END_TURN, 20, 4));
    merger.end();

    assertEquals(List.of("Thinking Hm", "Text I look.", "ServerToolUse {\"query\":\"ships\"}", "SearchHits ", "Text Ships lie."), blocks());
    assertEquals(1, events.stream().filter(StreamEvent.Ping.class::isInstance).count());
    assertEquals(StopReason.END_TURN, StreamJudge.judge(events).stopReason());
    assertEquals(new Usage(30, 7, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 1), usage());
  }

  @Test
  void aCallWithoutAQueryShowsWhatWasAskedFor() {
    merger.accept(START);
    says(new Opening.ToolUse("t1", "web_search"), new Delta.InputJson("{\"quer"));
    says(new Opening.ToolUse("t2", "web_search"), new Delta.InputJson("{\"query\":\"b\"}"));
    merger.accept(end(StopReason.TOOL_USE, 10, 3));
    assertEquals(List.of("", "b"), merger.asked().stream().map(SearchMessageMerger.SearchCall::query).toList());
    assertEquals(List.of("srvtoolu_1_0", "srvtoolu_1_1"), merger.asked().stream().map(SearchMessageMerger.SearchCall::serverId).toList());
    merger.asked().forEach(call -> merger.failed(call, "max_uses_exceeded"));
    merger.end();
    assertEquals(List.of("ServerToolUse {\"query\":\"unsaid\"}", "ServerToolUse {\"query\":\"b\"}", "ServerToolFailure ", "ServerToolFailure "), blocks());
    assertEquals(0, usage().webSearches());
    assertEquals(StopReason.END_TURN, StreamJudge.judge(events).stopReason(), "no call is left to the client");
  }

  @Test
  void aCallOfAnotherToolEndsTheMessage() {
    merger.accept(START);
    says(new Opening.ToolUse("t1", "Bash"), new Delta.InputJson("{}"));
    assertTrue(merger.mustEnd());
    assertEquals(List.of(), merger.said());
    merger.accept(end(StopReason.TOOL_USE, 10, 3));
    merger.end();
    assertEquals(StopReason.TOOL_USE, StreamJudge.judge(events).stopReason());
    merger.next();
    assertFalse(merger.mustEnd());
  }

  @Test
  void anAnswerThatWasCutEndsTheMessage() {
    for (var reason : StopReason.values()) {
      var one = new SearchMessageMerger(TOOL, "unsaid", false, _ -> {});
      assertFalse(one.mustEnd());
      one.accept(START);
      one.accept(end(reason, 1, 1));
      assertEquals(reason != StopReason.TOOL_USE && reason != StopReason.END_TURN, one.mustEnd(), reason.toString());
    }
  }

  @Test
  void aDemandedSearchThatNobodyMadeHasFailed() {
    var strict = new SearchMessageMerger(TOOL, "unsaid", true, events::add);
    strict.accept(START);
    strict.accept(end(StopReason.END_TURN, 1, 1));
    strict.end();
    assertEquals(List.of("ServerToolUse {\"query\":\"unsaid\"}", "ServerToolFailure "), blocks());
    assertEquals(0, usage().webSearches());
  }

  @Test
  void aSearchThatIsRunAtOnceIsTheDemandedOne() {
    var strict = new SearchMessageMerger(TOOL, "unsaid", true, events::add);
    strict.searchAtOnce(START);
    assertEquals(List.of("toolu_1", "unsaid"), List.of(strict.asked().getFirst().use().id(), strict.asked().getFirst().query()));
    strict.found(strict.asked().getFirst(), HITS);
    strict.next();
    strict.accept(end(StopReason.END_TURN, 1, 1));
    strict.end();
    assertEquals(List.of("ServerToolUse {\"query\":\"unsaid\"}", "SearchHits "), blocks());
    assertEquals(1, usage().webSearches());
  }

  @Test
  void whereNobodyCanSearchThatIsTold() {
    SearchUnavailable.write(START, "web_fetch", "q", "No search here.", events::add);
    assertEquals(List.of("ServerToolUse ", "ServerToolFailure ", "Text No search here."), blocks());
    assertEquals(StopReason.END_TURN, StreamJudge.judge(events).stopReason());
    assertEquals(Usage.of(5, 0), usage());
  }

  @Test
  void whatWasFoundIsTold() {
    var hits = List.of(new SearchHit("A", "https://a.example", "words"), new SearchHit("B", "https://b.example", ""));
    assertEquals("""
        The web search for "q" found:

        1. A
        https://a.example
        words

        2. B
        https://b.example

        Name the pages you use, with their addresses.""", SearchPrompts.found("q", hits));
    assertEquals("The web search for \"q\" found nothing.", SearchPrompts.found("q", List.of()));
    for (var code : List.of("max_uses_exceeded", "invalid_tool_input", "unavailable")) {
      assertTrue(SearchPrompts.failed(code).matches("(This|The web) search (was not run: (there are|the call)|failed \\(unavailable\\)).*"),
          SearchPrompts.failed(code));
    }
  }

  private void says(Opening opening, Delta... deltas) {
    merger.accept(new StreamEvent.BlockStart(0, opening));
    for (var delta : deltas) {
      merger.accept(new StreamEvent.BlockDelta(0, delta));
    }
    merger.accept(new StreamEvent.BlockStop(0));
  }

  private static StreamEvent.MessageDelta end(StopReason reason, long input, long output) {
    return new StreamEvent.MessageDelta(reason, null, Usage.of(input, output));
  }

  private List<String> blocks() {
    return StreamJudge.judge(events).blocks().stream().map(block -> block.opening().getClass().getSimpleName() + " " + block.content()).toList();
  }

  private Usage usage() {
    return events.stream().filter(StreamEvent.MessageDelta.class::isInstance).map(event -> ((StreamEvent.MessageDelta) event).usage()).findFirst().orElseThrow();
  }
}
