package portside.translate.search;

import java.util.function.Consumer;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;

/// A call of a tool that runs on the server, as the client sees it.
///
/// @param id `srvtoolu_…`
/// @param tool `web_search` or `web_fetch`
public record ServerToolCall(String id, String tool) {
  /// @param messageId `msg_…`, different for every message
  /// @param number of the call in its message
  public static ServerToolCall in(String messageId, int number, String tool) {
    return new ServerToolCall("srvtoolu_" + messageId.replaceFirst("^msg_", "") + "_" + number, tool);
  }

  /// Writes its block, which shows the query of a search.
  public void write(int index, String query, Consumer<StreamEvent> out) {
    out.accept(new StreamEvent.BlockStart(index, new Opening.ServerToolUse(id, tool)));
    if (tool.equals("web_search")) {
      out.accept(new StreamEvent.BlockDelta(index, new Delta.InputJson(input(query))));
    }
    out.accept(new StreamEvent.BlockStop(index));
  }

  /// The arguments of a search.
  static String input(String query) {
    return Json.text(Json.BUILD.createObjectBuilder().add("query", query).build());
  }
}
