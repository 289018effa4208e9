package portside.translate.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;

/// What GitHub Copilot is told of a request in its headers (read in November 2026 from vscode-copilot-chat of 2026-03 and opencode). None of them says
/// that this is another program than it is.
public final class CopilotHeaders {
  private static final String VERSION = "2025-05-01";

  /// What Claude Code sets beside the results of tools.
  private static final String REMINDER = "<system-reminder>";

  private CopilotHeaders() {}

  /// The headers of one request.
  ///
  /// @param id of the request
  public static SequencedMap<String, String> of(MessagesRequest request, String id) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Initiator", begunByUser(request.messages()) ? "user" : "agent");
    headers.put("Openai-Intent", "conversation-edits");
    headers.put("X-Request-Id", id);
    headers.put("X-GitHub-Api-Version", VERSION);
    if (request.messages().stream().anyMatch(message -> holdsPicture(message.content()))) {
      headers.put("Copilot-Vision-Request", "true");
    }
    return headers;
  }

  /// Whether the user said something in the last turn, and not tools or the client alone.
  private static boolean begunByUser(List<InputMessage> messages) {
    var last = messages.reversed().stream().filter(message -> message.role() != Role.SYSTEM).findFirst();
    return last.filter(message -> message.role() == Role.USER).filter(message -> {
      boolean afterTools = message.content().stream().anyMatch(ContentBlock.ToolResult.class::isInstance);
      return message.content().stream().anyMatch(block -> switch (block) {
        case ContentBlock.ToolResult _ -> false;
        case ContentBlock.Text text -> !(afterTools && text.text().stripLeading().startsWith(REMINDER));
        default -> true;
      });
    }).isPresent();
  }

  private static boolean holdsPicture(List<ContentBlock> content) {
    return content.stream().anyMatch(block -> switch (block) {
      case ContentBlock.Image _ -> true;
      case ContentBlock.ToolResult result -> holdsPicture(result.content());
      default -> false;
    });
  }
}
