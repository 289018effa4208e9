package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// A message in one piece and the events that say the same (Anthropic API, "Streaming messages"), in both directions. Blocks that are not known
/// start whole.
final class WholeMessage {
  private static final Map<String, JsonValue> AT_START =
      Map.of("content", JsonValue.EMPTY_JSON_ARRAY, "stop_reason", JsonValue.NULL, "stop_sequence", JsonValue.NULL);

  private WholeMessage() {}

  /// The events of a message, as a stream would have had them.
  static List<JsonObject> events(JsonObject message) {
    var events = new ArrayList<JsonObject>();
    events.add(event("message_start").add("message", with(message, AT_START)).build());
    if (message.get("content") instanceof JsonArray content) {
      int index = 0;
      for (var value : content) {
        if (value instanceof JsonObject block) {
          block(index++, block, events);
        }
      }
    }
    var delta = Json.BUILD.createObjectBuilder()
        .add("stop_reason", message.getOrDefault("stop_reason", JsonValue.NULL))
        .add("stop_sequence", message.getOrDefault("stop_sequence", JsonValue.NULL));
    events.add(event("message_delta").add("delta", delta).add("usage", message.getOrDefault("usage", JsonValue.EMPTY_JSON_OBJECT)).build());
    events.add(event("message_stop").build());
    return events;
  }

  private static void block(int index, JsonObject block, List<JsonObject> events) {
    var deltas = new ArrayList<JsonObject>();
    var start = switch (BlockKind.of(block)) {
      case TEXT -> {
        delta("text_delta", "text", block.get("text"), deltas);
        if (block.get("citations") instanceof JsonArray citations) {
          citations.forEach(citation -> deltas.add(typed("citations_delta").add("citation", citation).build()));
        }
        var bare = with(block, Map.of("text", Json.quoted("")));
        yield block.get("citations") instanceof JsonArray ? with(bare, Map.of("citations", JsonValue.EMPTY_JSON_ARRAY)) : bare;
      }
      case THINKING -> {
        delta("thinking_delta", "thinking", block.get("thinking"), deltas);
        delta("signature_delta", "signature", block.get("signature"), deltas);
        yield with(block, Map.of("thinking", Json.quoted(""), "signature", Json.quoted("")));
      }
      case CALL, SERVER_CALL -> {
        var input = block.get("input");
        var json = input == null || input instanceof JsonString ? input : Json.quoted(Json.text(input)); // a string of JSON is said as it is
        delta("input_json_delta", "partial_json", json, deltas);
        yield with(block, Map.of("input", JsonValue.EMPTY_JSON_OBJECT));
      }
      case OTHER -> block;
    };
    events.add(at("content_block_start", index).add("content_block", start).build());
    deltas.forEach(delta -> events.add(at("content_block_delta", index).add("delta", delta).build()));
    events.add(at("content_block_stop", index).build());
  }

  private static void delta(String type, String name, @Nullable JsonValue value, List<JsonObject> deltas) {
    if (value instanceof JsonString text && !text.getString().isEmpty()) {
      deltas.add(typed(type).add(name, text).build());
    }
  }

  /// The same object with other values for these members, those it lacks at the end.
  static JsonObject with(JsonObject object, Map<String, JsonValue> members) {
    var changed = Json.BUILD.createObjectBuilder(object);
    members.forEach(changed::add);
    return changed.build();
  }

  private static JsonObjectBuilder event(String type) {
    return typed(type);
  }

  private static JsonObjectBuilder at(String type, int index) {
    return typed(type).add("index", index);
  }

  private static JsonObjectBuilder typed(String type) {
    return Json.BUILD.createObjectBuilder().add("type", type);
  }

  /// Adds events up to the message they make.
  static final class Fold {
    private final List<JsonObject> blocks = new ArrayList<>();
    private final List<StringBuilder> inputs = new ArrayList<>();
    private JsonObject message = JsonValue.EMPTY_JSON_OBJECT;

    /// Takes the next event, of a lawful stream.
    void add(JsonObject event) {
      switch (String.valueOf(Json.string(event, "type"))) {
        case "message_start" -> message = event.get("message") instanceof JsonObject start ? start : message;
        case "content_block_start" -> {
          blocks.add(event.get("content_block") instanceof JsonObject block ? block : JsonValue.EMPTY_JSON_OBJECT);
          inputs.add(new StringBuilder());
        }
        case "content_block_delta" -> {
          if (event.get("delta") instanceof JsonObject delta && !blocks.isEmpty()) {
            delta(blocks.size() - 1, delta);
          }
        }
        case "message_delta" -> {
          if (event.get("delta") instanceof JsonObject delta) {
            message = with(message, delta);
          }
          if (event.get("usage") instanceof JsonObject usage) {
            var merged = message.get("usage") instanceof JsonObject before ? before : JsonValue.EMPTY_JSON_OBJECT;
            var said = Json.BUILD.createObjectBuilder(usage);
            usage.forEach((name, value) -> {
              if (value == JsonValue.NULL) {
                said.remove(name);
              }
            });
            message = with(message, Map.of("usage", with(merged, said.build())));
          }
        }
        default -> {}
      }
    }

    private void delta(int last, JsonObject delta) {
      switch (String.valueOf(Json.string(delta, "type"))) {
        case "text_delta" -> append(last, "text", delta.get("text"));
        case "thinking_delta" -> append(last, "thinking", delta.get("thinking"));
        case "signature_delta" -> append(last, "signature", delta.get("signature"));
        case "compaction_delta" -> append(last, "content", delta.get("content"));
        case "input_json_delta" -> inputs.get(last).append(Json.string(delta, "partial_json"));
        case "citations_delta" -> {
          var before = blocks.get(last).get("citations") instanceof JsonArray list ? list : JsonValue.EMPTY_JSON_ARRAY;
          var added = Json.BUILD.createArrayBuilder(before).add(delta.getOrDefault("citation", JsonValue.NULL)).build();
          blocks.set(last, with(blocks.get(last), Map.of("citations", added)));
        }
        default -> {}
      }
    }

    private void append(int last, String name, @Nullable JsonValue piece) {
      if (piece instanceof JsonString text) {
        var before = Json.string(blocks.get(last), name);
        blocks.set(last, with(blocks.get(last), Map.of(name, Json.quoted((before == null ? "" : before) + text.getString()))));
      }
    }

    /// The message.
    JsonObject message() {
      var content = Json.BUILD.createArrayBuilder();
      for (int i = 0; i < blocks.size(); i++) {
        content.add(inputs.get(i).isEmpty() ? blocks.get(i) : with(blocks.get(i), Map.of("input", input(inputs.get(i).toString()))));
      }
      return with(message, Map.of("content", content.build()));
    }

    private static JsonValue input(String json) {
      try {
        return Json.object(json);
      } catch (Json.Malformed cutOff) {
        return JsonValue.EMPTY_JSON_OBJECT;
      }
    }
  }
}
