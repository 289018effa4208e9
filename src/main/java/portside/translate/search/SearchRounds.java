package portside.translate.search;

import java.util.ArrayList;
import java.util.List;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// What the model is asked, round by round, while the proxy runs the searches it calls for.
public final class SearchRounds {
  private final SearchTool tool;
  private MessagesRequest request;

  private SearchRounds(SearchTool tool, MessagesRequest request) {
    this.tool = tool;
    this.request = request;
  }

  /// Rounds in which the search is a function like the client's own tools.
  public static SearchRounds withFunction(MessagesRequest request, SearchTool tool) {
    var tools = request.tools().stream().map(offered -> isSearch(offered, tool) ? SearchPrompts.function(tool) : offered).toList();
    return new SearchRounds(tool, request.withTools(tools, request.toolChoice()));
  }

  /// Rounds in which the dialect says how the search is offered.
  public static SearchRounds asOffered(MessagesRequest request, SearchTool tool) {
    return new SearchRounds(tool, request);
  }

  /// The request of the round to come.
  public MessagesRequest request() {
    return request;
  }

  /// Adds a round: the model said this and gets these results. From now on no call is forced: it has made one.
  ///
  /// @param said with the calls of the search
  /// @param results of those calls, in order
  /// @param more whether it may search again
  public void answered(List<ContentBlock> said, List<ContentBlock> results, boolean more) {
    var messages = new ArrayList<>(request.messages());
    messages.add(new InputMessage(Role.ASSISTANT, said));
    messages.add(new InputMessage(Role.USER, results));
    var alone = request.tools().stream().allMatch(offered -> offered.name().equals(tool.name()));
    request = request.withMessages(messages).withTools(request.tools(), alone && !more ? new ToolChoice.None() : null);
  }

  private static boolean isSearch(Tool offered, SearchTool tool) {
    return offered instanceof Tool.Typed && offered.name().equals(tool.name());
  }
}
