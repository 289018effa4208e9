package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells whether a schema obeys the rules of OpenAI's strict structured outputs, so that `strict:true` may be asked for. Schemas that do
/// not are sent as they are without it: making optional members required would change what they mean.
public final class StrictSchema {
  private static final Set<String> ALLOWED =
      Set.of(
          "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "description", "title", "$ref", "$defs",
          "definitions", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems",
          "maxItems");

  /// The formats that are taken; others are refused, `uri` too (OpenAI docs, "Structured outputs", supported properties).
  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  private StrictSchema() {}

  /// Whether the root and every schema in it obey.
  public static boolean obeys(JsonObject root) {
    return root.get("type") instanceof JsonString type && type.getString().equals("object") && schema(root);
  }

  private static boolean schema(@Nullable JsonValue value) {
    if (!(value instanceof JsonObject schema) || !ALLOWED.containsAll(schema.keySet())) {
      return false;
    }
    if (schema.containsKey("$ref")) {
      return schema.size() == 1; // "$ref cannot have keywords"
    }
    if (!schema.containsKey("type") && !schema.containsKey("anyOf")) {
      return false; // "schema must have a 'type' key", beside an enum too
    }
    return format(schema.get("format"))
        && object(schema)
        && map(schema.get("$defs"))
        && map(schema.get("definitions"))
        && list(schema.get("anyOf"))
        && (schema.containsKey("items") ? schema(schema.get("items")) : !isOf("array", schema.get("type")));
  }

  private static boolean format(@Nullable JsonValue format) {
    return format == null || format instanceof JsonString name && FORMATS.contains(name.getString());
  }

  private static boolean object(JsonObject schema) {
    if (!(schema.get("properties") instanceof JsonObject properties)) {
      return !isOf("object", schema.get("type"));
    }
    return schema.get("additionalProperties") == JsonValue.FALSE
        && schema.get("required") instanceof JsonArray required
        && names(required).containsAll(properties.keySet())
        && map(properties);
  }

  /// @param type one, or a list of them
  private static boolean isOf(String name, @Nullable JsonValue type) {
    return switch (type) {
      case JsonString one -> one.getString().equals(name);
      case JsonArray several -> names(several).contains(name);
      case null, default -> false;
    };
  }

  private static Set<String> names(JsonArray required) {
    return required.stream().filter(JsonString.class::isInstance).map(name -> ((JsonString) name).getString()).collect(Collectors.toSet());
  }

  private static boolean map(@Nullable JsonValue schemas) {
    return !(schemas instanceof JsonObject map) || map.values().stream().allMatch(StrictSchema::schema);
  }

  private static boolean list(@Nullable JsonValue schemas) {
    return !(schemas instanceof JsonArray list) || list.stream().allMatch(StrictSchema::schema);
  }
}
