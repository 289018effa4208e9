package portside.translate.search;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.SearchHit;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.Usage;

/// Weaves several answers of a model and the searches between them into the one message the client asked for.
///
/// ```
///   a round's events ──► calls of the search are kept back ─► server_tool_use ──┐
///        ▲                 all else passes, renumbered ─────────────────────────┼──► the client
///        └── next() ◄── its searches are run ─► web_search_tool_result ─────────┘
///                                          end() ─► one message_delta, one message_stop
/// ```
public final class SearchMessageMerger implements Consumer<StreamEvent> {
  /// A search the model asked for.
  ///
  /// @param use as the model's own history has it
  /// @param serverId of the call as the client sees it
  /// @param query empty when the call has none
  public record SearchCall(ContentBlock.ToolUse use, String serverId, String query) {}

  private final SearchTool tool;
  private final String unsaidQuery;
  private final boolean demanded;
  private final Consumer<StreamEvent> out;

  private StreamEvent.@Nullable MessageStart start;
  private int next;
  private int calls;
  private long searches;
  private @Nullable Usage usage;

  // Of the round that runs.
  private final List<ContentBlock> said = new ArrayList<>();
  private final List<SearchCall> asked = new ArrayList<>();
  private boolean callsOthers;
  private StreamEvent.@Nullable MessageDelta end;

  // Of the block that is open.
  private @Nullable Opening open;
  private StringBuilder content = new StringBuilder();
  private String signature = "";

  /// @param unsaidQuery what to show as the query of a call that names none
  /// @param demanded whether a message without any search is a failure
  /// @param out takes the message
  public SearchMessageMerger(SearchTool tool, String unsaidQuery, boolean demanded, Consumer<StreamEvent> out) {
    this.tool = tool;
    this.unsaidQuery = unsaidQuery;
    this.demanded = demanded;
    this.out = out;
  }

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart first when start == null -> {
        start = first;
        out.accept(first);
      }
      case StreamEvent.MessageStart _, StreamEvent.MessageStop _ -> {}
      case StreamEvent.MessageDelta delta -> {
        end = delta;
        usage = usage == null ? delta.usage() : usage.plus(delta.usage());
      }
      case StreamEvent.BlockStart(_, var opening) -> open(opening);
      case StreamEvent.BlockDelta(_, var delta) -> append(delta);
      case StreamEvent.BlockStop _ -> close();
      case StreamEvent.Ping _, StreamEvent.Error _, StreamEvent.Verbatim _ -> out.accept(event);
    }
  }

  /// A round without the model: the search it would only have repeated.
  ///
  /// @param message how it starts
  public void searchAtOnce(StreamEvent.MessageStart message) {
    accept(message);
    open(new Opening.ToolUse("toolu_" + message.id().replaceFirst("^msg_", ""), tool.name()));
    content.append(ServerToolCall.input(unsaidQuery));
    close();
  }

  /// The searches this round asked for, in order.
  public List<SearchCall> asked() {
    return List.copyOf(asked);
  }

  /// What the model said in this round, reasoning and searches included; calls of other tools are not among it.
  public List<ContentBlock> said() {
    return List.copyOf(said);
  }

  /// Whether the message ends with this round, since the client has a tool to run or the answer was cut.
  public boolean mustEnd() {
    return callsOthers || end != null && end.stopReason() != StopReason.TOOL_USE && end.stopReason() != StopReason.END_TURN;
  }

  /// Takes what a search found.
  public void found(SearchCall call, List<SearchHit> hits) {
    searches++;
    block(new Opening.SearchHits(call.serverId(), hits));
  }

  /// Takes note that a search was not run, or failed.
  public void failed(SearchCall call, String code) {
    block(new Opening.ServerToolFailure("web_search", call.serverId(), code));
  }

  /// Begins another round.
  public void next() {
    said.clear();
    asked.clear();
    callsOthers = false;
    end = null;
  }

  /// Ends the message with the last round. A message whose last call was a search ends like one without calls; one that lacks the search it was for
  /// says so.
  public void end() {
    if (demanded && calls == 0) {
      search("toolu_none", tool.name());
      failed(asked.getLast(), "unavailable");
    }
    var last = Objects.requireNonNull(end);
    var reason = last.stopReason() == StopReason.TOOL_USE && !callsOthers ? StopReason.END_TURN : last.stopReason();
    out.accept(new StreamEvent.MessageDelta(reason, last.stopSequence(), Objects.requireNonNull(usage).searched(searches)));
    out.accept(new StreamEvent.MessageStop());
  }

  private void open(Opening opening) {
    open = opening;
    content = new StringBuilder();
    signature = "";
    if (!isSearch(opening)) {
      out.accept(new StreamEvent.BlockStart(next, opening));
    }
  }

  private boolean isSearch(@Nullable Opening opening) {
    return opening instanceof Opening.ToolUse(_, var name) && name.equals(tool.name());
  }

  private void append(Delta delta) {
    switch (delta) {
      case Delta.Text(var text) -> content.append(text);
      case Delta.Thinking(var thinking) -> content.append(thinking);
      case Delta.InputJson(var json) -> content.append(json);
      case Delta.Signature(var seal) -> signature = seal;
    }
    if (!isSearch(open)) {
      out.accept(new StreamEvent.BlockDelta(next, delta));
    }
  }

  private void close() {
    switch (Objects.requireNonNull(open)) {
      case Opening.ToolUse(var id, var name) when isSearch(open) -> search(id, name);
      case Opening.ToolUse _ -> {
        callsOthers = true;
        stop();
      }
      case Opening.Text() -> {
        said.add(new ContentBlock.Text(content.toString()));
        stop();
      }
      case Opening.Thinking() -> {
        said.add(new ContentBlock.Thinking(content.toString(), signature));
        stop();
      }
      case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> stop();
    }
    open = null;
  }

  private void search(String id, String name) {
    var input = input();
    var use = new ContentBlock.ToolUse(id, name, input);
    var shown = ServerToolCall.in(Objects.requireNonNull(start).id(), calls++, "web_search");
    var call = new SearchCall(use, shown.id(), SearchPrompts.query(input));
    said.add(use);
    asked.add(call);
    shown.write(next++, call.query().isEmpty() ? unsaidQuery : call.query(), out);
  }

  private JsonObject input() {
    try {
      return Json.object(content.toString());
    } catch (Json.Malformed cutOff) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
  }

  private void block(Opening whole) {
    out.accept(new StreamEvent.BlockStart(next, whole));
    stop();
  }

  private void stop() {
    out.accept(new StreamEvent.BlockStop(next++));
  }
}
