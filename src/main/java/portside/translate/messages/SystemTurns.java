package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import portside.wire.Json;

/// Messages of role `system` as words of the user at their place, for models that know no such role ("role 'system' is not supported on this model").
/// Behind a call its result must come first, so the words wait for it.
final class SystemTurns {
  private final List<JsonObject> messages = new ArrayList<>();
  private final List<JsonObject> waiting = new ArrayList<>();

  private SystemTurns() {}

  /// The body without them; the very same object where there are none.
  static JsonObject asUser(JsonObject body) {
    boolean found = body.get("messages") instanceof JsonArray said
        && said.stream().anyMatch(message -> message instanceof JsonObject object && "system".equals(Json.string(object, "role")));
    return found ? JsonEdits.member(body, "messages", said -> new SystemTurns().of((JsonArray) said)) : body;
  }

  private JsonValue of(JsonArray said) {
    for (var value : said) {
      if (!(value instanceof JsonObject message)) {
        continue;
      }
      switch (String.valueOf(Json.string(message, "role"))) {
        case "system" -> {
          if (!words(message).isBlank()) {
            waiting.add(ForeignBlocks.text("<system-reminder>\n" + words(message) + "\n</system-reminder>"));
          }
          if (!messages.isEmpty() && "user".equals(Json.string(messages.getLast(), "role"))) {
            messages.add(behind(messages.removeLast()));
          }
        }
        case "user" -> messages.add(behind(message));
        default -> {
          settle();
          messages.add(message);
        }
      }
    }
    settle();
    var all = Json.BUILD.createArrayBuilder();
    messages.forEach(all::add);
    return all.build();
  }

  /// What waits and has no message of the user before it becomes one.
  private void settle() {
    if (!waiting.isEmpty()) {
      messages.add(behind(Json.BUILD.createObjectBuilder().add("role", "user").add("content", JsonValue.EMPTY_JSON_ARRAY).build()));
    }
  }

  private JsonObject behind(JsonObject user) {
    if (waiting.isEmpty()) {
      return user;
    }
    JsonArrayBuilder content = switch (user.get("content")) {
      case JsonArray blocks -> Json.BUILD.createArrayBuilder(blocks);
      case JsonString text -> Json.BUILD.createArrayBuilder().add(ForeignBlocks.text(text.getString()));
      case null, default -> Json.BUILD.createArrayBuilder();
    };
    waiting.forEach(content::add);
    waiting.clear();
    return WholeMessage.with(user, Map.of("content", content.build()));
  }

  private static String words(JsonObject message) {
    return switch (message.get("content")) {
      case JsonString text -> text.getString();
      case JsonArray blocks -> blocks.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
          .map(block -> Json.string(block, "text")).filter(text -> text != null).collect(Collectors.joining("\n\n"));
      case null, default -> "";
    };
  }
}
