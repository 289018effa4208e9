package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Changes in a JSON value. What nothing was changed in comes back as the very same object, so that a caller sees whether there was anything to do.
final class JsonEdits {
  /// What is said in these is no part of the API.
  private static final Set<String> DATA = Set.of("input", "input_schema", "schema", "metadata");

  private JsonEdits() {}

  /// The object with other members.
  ///
  /// @param edit gives for a name and a value the value to have, null to leave the member out
  static JsonObject members(JsonObject object, BiFunction<String, JsonValue, @Nullable JsonValue> edit) {
    var changed = Json.BUILD.createObjectBuilder();
    boolean same = true;
    for (var member : object.entrySet()) {
      var value = edit.apply(member.getKey(), member.getValue());
      same &= value == member.getValue();
      if (value != null) {
        changed.add(member.getKey(), value);
      }
    }
    return same ? object : changed.build();
  }

  /// The object with this member changed, if it has it.
  static JsonObject member(JsonObject object, String name, Function<JsonValue, @Nullable JsonValue> edit) {
    return object.containsKey(name) ? members(object, (each, value) -> each.equals(name) ? edit.apply(value) : value) : object;
  }

  /// The array with other elements; anything else stays.
  ///
  /// @param edit gives for an element the one to have, null to leave it out
  static JsonValue elements(JsonValue array, Function<JsonValue, @Nullable JsonValue> edit) {
    if (!(array instanceof JsonArray list)) {
      return array;
    }
    var changed = Json.BUILD.createArrayBuilder();
    boolean same = true;
    for (var element : list) {
      var value = edit.apply(element);
      same &= value == element;
      if (value != null) {
        changed.add(value);
      }
    }
    return same ? array : changed.build();
  }

  /// The value without what stands at a path: names, `*` for each element of a list.
  static JsonValue without(JsonValue value, List<String> path) {
    var first = path.getFirst();
    var rest = path.subList(1, path.size());
    if (first.equals("*")) {
      return elements(value, element -> without(element, rest));
    }
    return value instanceof JsonObject object ? member(object, first, inner -> rest.isEmpty() ? null : without(inner, rest)) : value;
  }

  /// The value without what stands at a path that may begin at any depth.
  static JsonValue withoutAnywhere(JsonValue value, List<String> path) {
    var less = without(value, path);
    return switch (less) {
      case JsonObject object -> members(object, (name, inner) -> DATA.contains(name) ? inner : withoutAnywhere(inner, path));
      case JsonArray array -> elements(array, inner -> withoutAnywhere(inner, path));
      default -> less;
    };
  }

  /// The value without the elements of lists, at any depth, that have this type.
  static JsonValue withoutTyped(JsonValue value, String type) {
    return switch (value) {
      case JsonObject object -> members(object, (name, inner) -> DATA.contains(name) ? inner : withoutTyped(inner, type));
      case JsonArray array -> elements(array,
          inner -> inner instanceof JsonObject object && type.equals(Json.string(object, "type")) ? null : withoutTyped(inner, type));
      default -> value;
    };
  }
}
