package portside.translate.messages;

import jakarta.json.JsonObject;
import portside.wire.Json;

/// What kind of content block stands in an answer, and which deltas it takes.
enum BlockKind {
  TEXT,
  THINKING,
  CALL,
  /// Of a tool that the provider runs itself.
  SERVER_CALL,
  /// Whole from its start, or not known.
  OTHER;

  static BlockKind of(JsonObject block) {
    return switch (String.valueOf(Json.string(block, "type"))) {
      case "text" -> TEXT;
      case "thinking" -> THINKING;
      case "tool_use" -> CALL;
      case "server_tool_use", "mcp_tool_use" -> SERVER_CALL;
      default -> OTHER;
    };
  }

  /// Whether a block of this kind takes a delta; what is not known any block takes.
  boolean takes(String delta) {
    return switch (delta) {
      case "text_delta", "citations_delta" -> this == TEXT || this == OTHER;
      case "thinking_delta", "signature_delta" -> this == THINKING || this == OTHER;
      case "input_json_delta" -> this == CALL || this == SERVER_CALL || this == OTHER;
      default -> true;
    };
  }
}
