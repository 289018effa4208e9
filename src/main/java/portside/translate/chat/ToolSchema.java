package portside.translate.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;
import portside.wire.Json;

/// Tidies the JSON Schema of a tool's arguments for providers that read it strictly: the root is an object with properties; `$schema`,
/// `$id` and `$comment` go; `required` names nothing twice. Only schemas are looked at: a property *named* `$id` stays, and so do defaults
/// and enums. What is already tidy is returned as it is, not copied.
final class ToolSchema {
  private static final Set<String> NOISE = Set.of("$schema", "$id", "$comment");
  private static final Set<String> SCHEMA =
      Set.of("additionalProperties", "additionalItems", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "items", "contains",
          "contentSchema", "not", "if", "then", "else");
  private static final Set<String> SCHEMA_LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");
  private static final Set<String> SCHEMA_MAP = Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

  private ToolSchema() {}

  /// The schema of a tool's arguments.
  static JsonObject tidy(JsonObject schema) {
    var tidy = (JsonObject) schema(schema);
    var typed = tidy.get("type") instanceof JsonString type && type.getString().equals("object");
    var listed = tidy.get("properties") instanceof JsonObject;
    if (typed && listed) {
      return tidy;
    }
    var root = Json.BUILD.createObjectBuilder().add("type", "object");
    tidy.forEach((name, value) -> {
      if (!name.equals("type")) {
        root.add(name, value);
      }
    });
    if (!listed) {
      root.add("properties", JsonValue.EMPTY_JSON_OBJECT);
    }
    return root.build();
  }

  private static JsonValue schema(JsonValue value) {
    if (!(value instanceof JsonObject schema)) {
      return value; // true and false are schemas too
    }
    var changed = false;
    var copy = Json.BUILD.createObjectBuilder();
    for (var member : schema.entrySet()) {
      var name = member.getKey();
      var tidy = member(name, member.getValue());
      changed |= tidy != member.getValue();
      if (tidy != null) {
        copy.add(name, tidy);
      }
    }
    return changed ? copy.build() : schema;
  }

  /// The member as it shall be; null when it goes.
  private static JsonValue member(String name, JsonValue value) {
    return switch (value) {
      case JsonValue noise when NOISE.contains(name) -> null;
      case JsonObject map when SCHEMA_MAP.contains(name) -> map(map);
      case JsonObject nested when SCHEMA.contains(name) -> schema(nested);
      case JsonArray list when SCHEMA_LIST.contains(name) -> list(list);
      case JsonArray required when name.equals("required") -> distinct(required);
      default -> value;
    };
  }

  private static JsonValue map(JsonObject schemas) {
    var changed = false;
    var copy = Json.BUILD.createObjectBuilder();
    for (var member : schemas.entrySet()) {
      var tidy = schema(member.getValue());
      changed |= tidy != member.getValue();
      copy.add(member.getKey(), tidy);
    }
    return changed ? copy.build() : schemas;
  }

  private static JsonValue list(JsonArray schemas) {
    var changed = false;
    var copy = Json.BUILD.createArrayBuilder();
    for (var value : schemas) {
      var tidy = schema(value);
      changed |= tidy != value;
      copy.add(tidy);
    }
    return changed ? copy.build() : schemas;
  }

  private static JsonValue distinct(JsonArray names) {
    var distinct = new LinkedHashSet<>(names);
    return distinct.size() == names.size() ? names : Json.BUILD.createArrayBuilder(distinct).build();
  }
}
