package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Tidies the JSON Schema of a tool's arguments for providers that read it strictly: the root is an object with properties; `$schema`,
/// `$id` and `$comment` go; `required` names nothing twice. What is already tidy is returned as it is, not copied.
final class ToolSchema {
  private static final Set<String> NOISE = Set.of("$schema", "$id", "$comment");

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

  private static JsonValue schema(JsonValue value) { // true and false are schemas too
    return value instanceof JsonObject schema ? SubSchemas.map(schema, ToolSchema::keyword, ToolSchema::schema) : value;
  }

  private static @Nullable JsonValue keyword(String name, JsonValue value) {
    if (NOISE.contains(name)) {
      return null;
    }
    return name.equals("required") && value instanceof JsonArray names ? distinct(names) : value;
  }

  private static JsonValue distinct(JsonArray names) {
    var distinct = new LinkedHashSet<>(names);
    return distinct.size() == names.size() ? names : Json.BUILD.createArrayBuilder(distinct).build();
  }
}
