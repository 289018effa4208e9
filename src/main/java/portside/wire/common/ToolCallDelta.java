package portside.wire.common;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// A piece of a tool call, or a whole one.
///
/// @param index as sent; [#NO_INDEX] when it is missing, negative or no number
/// @param id null when missing, empty or no string
/// @param name null when missing, empty or no string
/// @param arguments a piece of JSON text, never null; arguments sent as an object are given as its text
/// @param signature of Google (`extra_content.google.thought_signature`); null for none
public record ToolCallDelta(int index, @Nullable String id, @Nullable String name, String arguments, @Nullable String signature) {
  /// Stands for an index that says nothing.
  public static final int NO_INDEX = -1;

  /// The calls of a delta or a message, in order; the old `function_call` is one of them.
  public static List<ToolCallDelta> read(JsonObject holder) {
    if (holder.get("tool_calls") instanceof JsonArray calls && !calls.isEmpty()) {
      var fragments = new ArrayList<ToolCallDelta>(calls.size());
      for (var call : calls) {
        if (call instanceof JsonObject object) {
          fragments.add(read(object, index(object)));
        }
      }
      return fragments;
    }
    if (holder.get("function_call") instanceof JsonObject legacy) {
      var call = function(legacy, 0, null);
      return call.name == null && call.arguments.isEmpty() ? List.of() : List.of(call);
    }
    return List.of();
  }

  private static ToolCallDelta read(JsonObject call, int index) {
    var id = nonEmpty(call, "id");
    if (call.get("function") instanceof JsonObject function) {
      return function(function, index, id).signed(signature(call));
    }
    if (call.get("custom") instanceof JsonObject custom) { // OpenAI's free-text tools; the text is the only argument
      var input = custom.get("input") instanceof JsonString text ? Json.BUILD.createObjectBuilder().add("input", text).build() : null;
      return new ToolCallDelta(index, id, nonEmpty(custom, "name"), input == null ? "" : Json.text(input), null);
    }
    return call.containsKey("name") || call.containsKey("arguments")
        ? function(call, index, id)
        : new ToolCallDelta(index, id, null, "", signature(call));
  }

  private static ToolCallDelta function(JsonObject function, int index, @Nullable String id) {
    return new ToolCallDelta(index, id, nonEmpty(function, "name"), arguments(function.get("arguments")), null);
  }

  private ToolCallDelta signed(@Nullable String by) {
    return by == null ? this : new ToolCallDelta(index, id, name, arguments, by);
  }

  /// What Google puts into a call or a message, to come back in the same place; null for nothing.
  public static @Nullable String signature(JsonObject holder) {
    var google = holder.get("extra_content") instanceof JsonObject extra && extra.get("google") instanceof JsonObject object ? object : null;
    return google == null ? null : nonEmpty(google, "thought_signature");
  }

  private static String arguments(@Nullable JsonValue value) {
    return switch (value) {
      case null -> "";
      case JsonString text -> text.getString();
      default -> value == JsonValue.NULL ? "" : Json.text(value);
    };
  }

  private static int index(JsonObject call) {
    return call.get("index") instanceof JsonNumber number && number.isIntegral() && number.intValue() >= 0 ? number.intValue() : NO_INDEX;
  }

  private static @Nullable String nonEmpty(JsonObject object, String name) {
    var text = Json.string(object, name);
    return text == null || text.isEmpty() ? null : text;
  }
}
