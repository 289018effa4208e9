package portside.translate.request;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import portside.wire.Json;
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

  /// Roles of turns that say what holds for all others, in OpenAI's languages.
  private static final Set<String> INSTRUCTING = Set.of("system", "developer");
  private static final Set<String> PICTURES = Set.of("image_url", "input_image");

  private CopilotHeaders() {}

  /// The headers of one request.
  ///
  /// @param id of the request
  public static SequencedMap<String, String> of(MessagesRequest request, String id) {
    return headers(begunByUser(request.messages()), request.messages().stream().anyMatch(message -> holdsPicture(message.content())), id);
  }

  /// The headers of a request that passes in the words of OpenAI's clients.
  ///
  /// @param body of chat completions, with `messages`, or of Responses, with `input`
  /// @param id of the request
  public static SequencedMap<String, String> of(JsonObject body, String id) {
    var said = body.get(body.containsKey("input") ? "input" : "messages");
    return headers(said instanceof JsonArray turns ? begunByUser(turns) : said instanceof JsonString, said != null && holdsPicture(said), id);
  }

  private static SequencedMap<String, String> headers(boolean begunByUser, boolean pictures, String id) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Initiator", begunByUser ? "user" : "agent");
    headers.put("Openai-Intent", "conversation-edits");
    headers.put("X-Request-Id", id);
    headers.put("X-GitHub-Api-Version", VERSION);
    if (pictures) {
      headers.put("Copilot-Vision-Request", "true");
    }
    return headers;
  }

  /// A result of a tool, and whatever else the agent adds, has another role than `user`, or none.
  private static boolean begunByUser(JsonArray turns) {
    return turns.reversed().stream().filter(JsonObject.class::isInstance).map(turn -> String.valueOf(Json.string(turn.asJsonObject(), "role")))
        .filter(role -> !INSTRUCTING.contains(role)).findFirst().filter("user"::equals).isPresent();
  }

  private static boolean holdsPicture(JsonValue value) {
    return switch (value) {
      case JsonArray array -> array.stream().anyMatch(CopilotHeaders::holdsPicture);
      case JsonObject object -> PICTURES.contains(String.valueOf(Json.string(object, "type"))) || object.values().stream().anyMatch(CopilotHeaders::holdsPicture);
      default -> false;
    };
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
