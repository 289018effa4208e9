package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.translate.text.Capped;
import portside.wire.Json;
import portside.wire.JsonBuffer;

/// Writes a schema without references anew in the words of Gemini's `Schema`, a subset of OpenAPI 3.0 (ai.google.dev, "Function calling"):
/// type, description, nullable, enum, properties, required, items, anyOf, minimum, maximum. Other keywords are refused there, so what they
/// say stands in the description, where the model reads it, or is left out.
///
/// `anyOf` is written alone, as Vertex AI demands; where the schema has properties of its own, those of the branches join them.
final class GeminiSchema {
  private static final Set<String> SCALARS = Set.of("string", "number", "integer", "boolean");
  private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "object", "array");
  private static final Set<String> TOLD =
      Set.of("minLength", "maxLength", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern", "minItems", "maxItems", "uniqueItems",
          "minProperties", "maxProperties", "format", "default", "examples");
  private static final int LONGEST_TOLD = 200;

  private final JsonObject schema;
  private final JsonObjectBuilder out = Json.BUILD.createObjectBuilder();
  private final List<String> told = new ArrayList<>();

  private GeminiSchema(@Nullable JsonValue value) {
    this.schema = value instanceof JsonObject object ? GeminiBranches.folded(object) : JsonValue.EMPTY_JSON_OBJECT; // `true` is `{}`
  }

  /// @param schema without `$ref`; true and false are schemas too
  static JsonObject of(@Nullable JsonValue schema) {
    return schema instanceof JsonObject object && isSimple(object) ? object : new GeminiSchema(schema).write();
  }

  /// A type and a description, as most properties are: nothing to write anew.
  private static boolean isSimple(JsonObject schema) {
    return schema.get("type") instanceof JsonString type
        && SCALARS.contains(type.getString())
        && (schema.size() == 1 || schema.size() == 2 && schema.get("description") instanceof JsonString);
  }

  private JsonObject write() {
    return GeminiBranches.of(schema).map(this::branches).orElseGet(this::plain);
  }

  private JsonObject branches(List<JsonObject> branches) {
    var written = branches.stream().map(GeminiSchema::of).distinct().toList();
    return written.size() == 1 ? written.getFirst() : out.add("anyOf", Json.BUILD.createArrayBuilder(written)).build();
  }

  private JsonObject plain() {
    var values = values();
    var type = type(values);
    out.add("type", type);
    var names = type.equals("string") ? names(values) : List.<String>of();
    if (!values.isEmpty() && names.isEmpty()) {
      told.add("one of " + capped(Json.BUILD.createArrayBuilder(values).build()));
    }
    description();
    if (GeminiBranches.nullable(schema)) {
      out.add("nullable", true);
    }
    if (!names.isEmpty()) {
      out.add("enum", Json.BUILD.createArrayBuilder(names));
    }
    switch (type) {
      case "object" -> properties();
      case "array" -> out.add("items", items());
      case "number", "integer" -> List.of("minimum", "maximum").forEach(this::bound);
      default -> {}
    }
    return out.build();
  }

  private List<JsonValue> values() {
    var values = SchemaTypes.values(schema);
    return values.isEmpty() ? values : values.stream().filter(value -> value != JsonValue.NULL).distinct().toList();
  }

  /// Where it may be of several, the first.
  private String type(List<JsonValue> values) {
    var type = schema.get("type");
    for (var said : type instanceof JsonArray several ? several : type == null ? List.<JsonValue>of() : List.of(type)) {
      if (said instanceof JsonString word && TYPES.contains(word.getString())) {
        return word.getString();
      }
    }
    return SchemaTypes.ofValues(values).orElseGet(() -> SchemaTypes.ofKeywords(schema));
  }

  /// `enum` is for strings alone there, and none may be empty. (Numbers written as strings would come back as strings, which the client's
  /// own check refuses.)
  private static List<String> names(List<JsonValue> values) {
    var names = values.stream().filter(JsonString.class::isInstance).map(value -> ((JsonString) value).getString()).toList();
    return names.size() == values.size() && !names.contains("") ? names : List.of();
  }

  private void description() {
    schema.forEach((keyword, value) -> {
      if (TOLD.contains(keyword)) {
        told.add(keyword + ": " + capped(value));
      }
    });
    var own = schema.get("description") instanceof JsonString text ? text.getString() : "";
    var whole = told.isEmpty() ? own : (own + " (" + String.join("; ", told) + ")").strip();
    if (!whole.isEmpty()) {
      out.add("description", whole);
    }
  }

  private static String capped(JsonValue value) {
    return Capped.text(value instanceof JsonString text ? text.getString() : JsonBuffer.text(value), LONGEST_TOLD);
  }

  private void bound(String keyword) {
    if (schema.get(keyword) instanceof JsonNumber bound) {
      out.add(keyword, bound);
    }
  }

  /// A member that may be null need not be there: models write null for it otherwise.
  private void properties() {
    if (!(schema.get("properties") instanceof JsonObject properties) || properties.isEmpty()) {
      return; // an empty map is refused
    }
    var named = Json.BUILD.createObjectBuilder();
    properties.forEach((name, property) -> named.add(name, of(property)));
    out.add("properties", named);
    var required = Json.BUILD.createArrayBuilder();
    for (var name : new LinkedHashSet<>(schema.get("required") instanceof JsonArray names ? names : JsonValue.EMPTY_JSON_ARRAY)) {
      if (name instanceof JsonString text && properties.containsKey(text.getString()) && !GeminiBranches.nullable(properties.get(text.getString()))) {
        required.add(name);
      }
    }
    var list = required.build();
    if (!list.isEmpty()) {
      out.add("required", list);
    }
  }

  /// Arrays must name what they hold; of a tuple the kinds are kept and the order is lost.
  private JsonObject items() {
    var positions = schema.get("prefixItems") instanceof JsonArray prefix ? prefix : schema.get("items");
    if (!(positions instanceof JsonArray tuple)) {
      return of(positions);
    }
    var kinds = tuple.stream().map(GeminiSchema::of).distinct().toList();
    return switch (kinds.size()) {
      case 0 -> of(JsonValue.TRUE);
      case 1 -> kinds.getFirst();
      default -> Json.BUILD.createObjectBuilder().add("anyOf", Json.BUILD.createArrayBuilder(kinds)).build();
    };
  }
}
