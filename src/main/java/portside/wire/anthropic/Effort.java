package portside.wire.anthropic;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Which effort holds for the answer a request asks for: `output_config.effort` at the top, until a system message changes it (Anthropic docs,
/// "Per-message effort"). Right after the user's new input the change holds at once, elsewhere from the next new input on. Results of
/// tools are no new input.
final class Effort {
  private @Nullable String now;
  /// Holds from the next new input on; null for no change.
  private @Nullable String next;
  private boolean afterInput;

  private Effort(@Nullable String now) {
    this.now = now;
  }

  /// The level; null when none is said.
  static @Nullable String of(CheckedFields request) {
    var output = request.fields("output_config");
    var effort = new Effort(output == null ? null : output.string("effort"));
    for (var message : request.list("messages")) {
      if (message instanceof JsonObject object) {
        effort.follow(object);
      }
    }
    return effort.now;
  }

  private void follow(JsonObject message) {
    var role = Json.string(message, "role");
    if ("user".equals(role)) {
      afterInput = isInput(message.get("content"));
      if (afterInput && next != null) {
        now = next;
        next = null;
      }
    } else if ("assistant".equals(role)) {
      afterInput = false;
    }
    change(message);
  }

  private void change(JsonObject message) {
    var level = message.get("output_config") instanceof JsonObject output ? Json.string(output, "effort") : null;
    if (level == null) {
      return;
    }
    if (afterInput) {
      now = level;
      next = null;
    } else {
      next = level;
    }
  }

  private static boolean isInput(@Nullable JsonValue content) {
    return !(content instanceof JsonArray blocks)
        || blocks.stream().anyMatch(block -> !(block instanceof JsonObject object && "tool_result".equals(Json.string(object, "type"))));
  }
}
