package portside.translate.answer;

import java.util.List;
import portside.translate.search.SearchPrompts;
import portside.translate.search.SearchTool;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// What the request demands of the form of its answer. Anthropic's models keep to it without fail; a provider may have no way to be told, or not keep
/// to it.
///
/// @param stopSequences the text ends before the first of these, and nothing follows it
/// @param json whether the text is JSON that follows a schema
/// @param mostCalls how many tools may be called
public record AnswerRules(List<String> stopSequences, boolean json, int mostCalls) {
  /// The rules of a request that demands stop sequences and nothing else.
  public static AnswerRules stoppingAt(List<String> stopSequences) {
    return new AnswerRules(stopSequences, false, Integer.MAX_VALUE);
  }

  public static AnswerRules of(MessagesRequest request) {
    return new AnswerRules(request.stopSequences(), request.outputSchema() != null, mostCalls(request));
  }

  /// How many calls are kept. A model that searches once too often is told so and answers, hence calls of the proxy's own search stay where no more
  /// are wanted.
  private static int mostCalls(MessagesRequest request) {
    boolean searched = SearchTool.in(request).isPresent() || request.tools().stream().anyMatch(SearchPrompts::isFunction);
    if (request.toolChoice() instanceof ToolChoice.None && !searched) {
      return 0;
    }
    return request.disableParallelToolUse() ? 1 : Integer.MAX_VALUE;
  }
}
