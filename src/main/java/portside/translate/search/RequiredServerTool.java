package portside.translate.search;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// Tells whether an answer is worth anything without a tool of the server.
public final class RequiredServerTool {
  /// How Claude Code 2.1 begins the one text of its search requests (seen 2026-11-21).
  private static final String CLAUDE_CODE = "Perform a web search for the query: ";

  private static final int LONGEST_QUERY = 400;

  private RequiredServerTool() {}

  /// The tool of the server that the client insists on: by the choice of a tool, or because searching is all it asks for. Empty when the model
  /// may do without.
  ///
  /// @return `web_search` or `web_fetch`
  public static Optional<String> of(MessagesRequest request) {
    return switch (request.toolChoice()) {
      case ToolChoice.Named(var name) -> kind(request.tools().stream().filter(tool -> tool.name().equals(name)).toList());
      case ToolChoice.Any() -> kind(request.tools());
      case null, default -> lastWords(request).startsWith(CLAUDE_CODE) ? kind(request.tools()) : Optional.empty();
    };
  }

  /// What to search for when a call does not say it: the user's last words.
  public static String query(MessagesRequest request) {
    var words = lastWords(request);
    var query = words.startsWith(CLAUDE_CODE) ? words.substring(CLAUDE_CODE.length()) : words;
    return query.strip().substring(0, Math.min(query.strip().length(), LONGEST_QUERY));
  }

  /// The kind of the tools when only the server could run any of them.
  private static Optional<String> kind(List<Tool> tools) {
    var kinds = tools.stream().map(RequiredServerTool::kind).distinct().toList();
    return kinds.contains("") || kinds.isEmpty() ? Optional.empty() : Optional.of(kinds.contains("web_search") ? "web_search" : kinds.getFirst());
  }

  /// Whether a tool, as a client offers it, is one that only the server could run.
  public static boolean is(JsonObject tool) {
    var type = Json.string(tool, "type");
    return type != null && !kind(type).isEmpty();
  }

  private static String kind(Tool tool) {
    return kind(tool instanceof Tool.Typed typed ? typed.type() : "");
  }

  private static String kind(String type) {
    return type.startsWith("web_search") ? "web_search" : type.startsWith("web_fetch") ? "web_fetch" : "";
  }

  private static String lastWords(MessagesRequest request) {
    return request.messages().reversed().stream()
        .filter(message -> message.role() == Role.USER)
        .map(InputMessage::content)
        .flatMap(content -> content.reversed().stream())
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .findFirst()
        .orElse("");
  }
}
