package portside.translate.search;

import java.util.function.Consumer;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.Usage;

/// The answer to a request that asks for a tool of the server which nobody here can run: the tool's own error, which clients understand, and
/// words that say what to do. No model is asked, since it could only make something up.
public final class SearchUnavailable {
  private SearchUnavailable() {}

  /// Writes the whole message.
  ///
  /// @param start of the message
  /// @param tool `web_search` or `web_fetch`
  /// @param query what was to be searched for
  /// @param words for the person
  public static void write(StreamEvent.MessageStart start, String tool, String query, String words, Consumer<StreamEvent> out) {
    var call = ServerToolCall.in(start.id(), 0, tool);
    out.accept(start);
    call.write(0, query, out);
    out.accept(new StreamEvent.BlockStart(1, new Opening.ServerToolFailure(tool, call.id(), "unavailable")));
    out.accept(new StreamEvent.BlockStop(1));
    out.accept(new StreamEvent.BlockStart(2, new Opening.Text()));
    out.accept(new StreamEvent.BlockDelta(2, new Delta.Text(words)));
    out.accept(new StreamEvent.BlockStop(2));
    out.accept(new StreamEvent.MessageDelta(StopReason.END_TURN, null, Usage.of(start.usage().input(), 0)));
    out.accept(new StreamEvent.MessageStop());
  }
}
