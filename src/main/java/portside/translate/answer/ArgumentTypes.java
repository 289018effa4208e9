package portside.translate.answer;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import portside.wire.Json;

/// Brings the arguments of a tool call to the types of the tool's schema where a model wrote another: `"5"` for 5, `"[…]"` for an array, an object
/// or a number for a string. What has a type the schema allows stays as it was written, digit for digit.
public final class ArgumentTypes {
  /// Touches nothing.
  public static final ArgumentTypes NONE = new ArgumentTypes(Map.of());

  /// How deep references and branches are followed; schemas may refer to themselves.
  private static final int DEEPEST = 5;

  private final Map<String, JsonObject> schemas;

  /// @param schemas of the tools' arguments by the name sent upstream
  public ArgumentTypes(Map<String, JsonObject> schemas) {
    this.schemas = schemas;
  }

  /// The arguments with the types of the schema.
  ///
  /// @param tool its name as sent upstream
  /// @param arguments returned unchanged when they are no JSON object or nobody knows the tool
  public String fit(String tool, String arguments) {
    var schema = schemas.get(tool);
    return schema == null || !RawJson.isObject(arguments) ? arguments : new Fitting(schema).inside(schema, arguments);
  }

  /// The JSON types, by the first character of a value.
  private static String kind(String value) {
    return switch (value.charAt(0)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  /// One call's arguments against one schema.
  ///
  /// @param root where `#/…` references lead
  private record Fitting(JsonObject root) {
    String value(JsonObject schema, String value) {
      var wanted = kinds(schema);
      var kind = kind(value);
      if (wanted.isEmpty() || wanted.contains(kind) || kind.equals("number") && wanted.contains("integer")) {
        return inside(schema, value);
      }
      return switch (kind) {
        case "string" -> fromString(schema, wanted, value);
        case "null" -> value;
        default -> wanted.contains("string") ? RawJson.quoted(value) : value;
      };
    }

    /// The value with its members or elements brought to their types.
    String inside(JsonObject schema, String value) {
      return switch (kind(value.stripLeading())) {
        case "object" -> members(schema, value);
        case "array" -> elements(schema, value);
        default -> value;
      };
    }

    private String fromString(JsonObject schema, Set<String> wanted, String quoted) {
      var text = RawJson.string(quoted).strip();
      if (wanted.contains("boolean") && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
        return text.equalsIgnoreCase("true") ? "true" : "false"; // models trained on Python write True
      }
      if (RawJson.isNumber(text)) {
        boolean whole = text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        return wanted.contains("number") || whole && wanted.contains("integer") ? text : quoted;
      }
      return !text.isEmpty() && !text.startsWith("\"") && wanted.contains(kind(text)) && RawJson.isValue(text) ? inside(schema, text) : quoted;
    }

    private String members(JsonObject schema, String object) {
      var holder = only(schema, branch -> branch.get("properties") instanceof JsonObject || others(branch) != null);
      if (holder == null) {
        return object;
      }
      boolean changed = false;
      var fitted = new ArrayList<String>();
      for (var member : RawJson.members(object)) {
        var own = holder.get("properties") instanceof JsonObject properties ? properties.get(member.name()) : null;
        var value = (own == null ? others(holder) : own) instanceof JsonObject known ? value(known, member.value()) : member.value();
        changed |= !value.equals(member.value());
        fitted.add(RawJson.quoted(member.name()) + ":" + value);
      }
      return changed ? "{" + String.join(",", fitted) + "}" : object;
    }

    /// The schema of members that are not named; null when there is none.
    private static JsonObject others(JsonObject schema) {
      return schema.get("additionalProperties") instanceof JsonObject others ? others : null;
    }

    private String elements(JsonObject schema, String array) {
      var holder = only(schema, branch -> branch.get("items") instanceof JsonObject);
      if (holder == null) {
        return array;
      }
      var elements = RawJson.elements(array);
      var fitted = elements.stream().map(element -> value(holder.getJsonObject("items"), element)).toList();
      return fitted.equals(elements) ? array : "[" + String.join(",", fitted) + "]";
    }

    /// The one branch of a schema that has this; null when there is none or no telling which is meant.
    private JsonObject only(JsonObject schema, Predicate<JsonObject> has) {
      var found = branches(schema, 0).stream().filter(has).toList();
      return found.size() == 1 ? found.getFirst() : null;
    }

    /// The types a schema allows; empty for any.
    private Set<String> kinds(JsonObject schema) {
      var kinds = new HashSet<String>();
      for (var branch : branches(schema, 0)) {
        switch (branch.get("type")) {
          case JsonString one -> kinds.add(one.getString());
          case JsonArray several -> several.forEach(one -> kinds.add(one instanceof JsonString name ? name.getString() : ""));
          case null, default -> {
            if (branch.get("properties") instanceof JsonObject) {
              kinds.add("object");
            } else {
              return Set.of();
            }
          }
        }
      }
      return kinds;
    }

    /// The schema, or what stands in its place: what it refers to, the branches it consists of.
    private List<JsonObject> branches(JsonObject schema, int depth) {
      if (depth > DEEPEST || schema.containsKey("type") || schema.containsKey("properties")) {
        return List.of(schema);
      }
      if (Json.string(schema, "$ref") instanceof String reference) {
        var target = target(reference);
        return target == null ? List.of(schema) : branches(target, depth + 1);
      }
      for (var word : List.of("anyOf", "oneOf", "allOf")) {
        if (schema.get(word) instanceof JsonArray several && !several.isEmpty()) {
          var all = new ArrayList<JsonObject>();
          several.forEach(one -> all.addAll(one instanceof JsonObject branch ? branches(branch, depth + 1) : List.of(JsonValue.EMPTY_JSON_OBJECT)));
          return all;
        }
      }
      return List.of(schema);
    }

    private JsonObject target(String reference) {
      if (!reference.startsWith("#/")) {
        return null;
      }
      JsonValue at = root;
      for (var step : reference.substring(2).split("/")) {
        at = at instanceof JsonObject object ? object.get(step.replace("~1", "/").replace("~0", "~")) : null;
      }
      return at instanceof JsonObject found ? found : null;
    }
  }
}
