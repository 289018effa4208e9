package portside.demo;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// A value that fits a JSON Schema, made from what was said. Understands what tools use: types, `required`, `enum`, `const`, `default`, `anyOf`,
/// `$ref` into the same schema, and bounds of numbers, lengths and items; not `pattern`.
final class SchemaSample {
  private final JsonObject root;
  private final boolean everything;
  private final String said;
  private final BiFunction<String, JsonObject, String> words;

  /// The index of the array item that is made, so that no two are alike.
  private final int nth;

  /// @param root schema of the whole value
  /// @param everything whether optional members are written too
  /// @param said the sentence, to choose among an `enum`
  /// @param words for the string member of a name and schema; null for none, and then an optional member stays out
  SchemaSample(JsonObject root, boolean everything, String said, BiFunction<String, JsonObject, String> words) {
    this(root, everything, said, words, 1);
  }

  private SchemaSample(JsonObject root, boolean everything, String said, BiFunction<String, JsonObject, String> words, int nth) {
    this.nth = nth;
    this.root = root;
    this.everything = everything;
    this.said = said;
    this.words = words;
  }

  /// An object of the schema.
  JsonObject object() {
    return object(root);
  }

  private JsonObject object(JsonObject schema) {
    var object = Json.BUILD.createObjectBuilder();
    var required = required(schema);
    if (schema.get("properties") instanceof JsonObject properties) {
      properties.forEach((name, written) -> {
        var member = resolved(written);
        if (required.contains(name) || everything || words.apply(name, member) != null) {
          object.add(name, value(name, member));
        }
      });
    }
    return object.build();
  }

  private JsonValue value(String name, JsonObject schema) {
    if (schema.containsKey("const")) {
      return schema.get("const");
    }
    if (schema.get("enum") instanceof JsonArray options && !options.isEmpty()) {
      return chosen(options, schema);
    }
    return switch (type(schema)) {
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "boolean" -> schema.getOrDefault("default", JsonValue.FALSE);
      case "integer", "number" -> nth == 1 && schema.containsKey("default")
          ? schema.get("default") : Json.BUILD.createArrayBuilder().add(number(schema)).build().getFirst();
      case "null" -> JsonValue.NULL;
      default -> Json.BUILD.createArrayBuilder().add(text(name, schema)).build().getFirst();
    };
  }

  /// The longest option that is a word of the sentence, else the default, else the first.
  private JsonValue chosen(JsonArray options, JsonObject schema) {
    var best = options.stream()
        .filter(option -> option instanceof JsonString text
            && Pattern.compile("(?i)\\b" + Pattern.quote(text.getString()) + "\\b").matcher(said).find())
        .max(Comparator.comparingInt(option -> option.toString().length()))
        .orElse(schema.getOrDefault("default", options.getFirst()));
    return nth == 1 ? best : options.get((options.indexOf(best) + nth - 1) % options.size());
  }

  private JsonArray array(String name, JsonObject schema) {
    var array = Json.BUILD.createArrayBuilder();
    var items = resolved(schema.get("items"));
    for (var i = 0; i < Math.max(1, schema.getInt("minItems", 1)); i++) {
      array.add(new SchemaSample(root, everything, said, words, i + 1).value(name, items));
    }
    return array.build();
  }

  private String text(String name, JsonObject schema) {
    var found = words.apply(name, schema);
    var format = Json.string(schema, "format");
    var text = found != null ? found : schema.getString("default", format == null ? said : example(format));
    var number = nth == 1 || format != null ? "" : " " + nth;
    text = text.substring(0, Math.max(0, Math.min(text.length(), schema.getInt("maxLength", Integer.MAX_VALUE) - number.length()))) + number;
    return text + ".".repeat(Math.max(0, schema.getInt("minLength", 0) - text.length()));
  }

  private static String example(String format) {
    return switch (format) {
      case "date" -> "2026-01-01";
      case "date-time" -> "2026-01-01T00:00:00Z";
      case "uri", "url" -> "https://example.com/";
      case "email" -> "demo@example.com";
      case "uuid" -> "00000000-0000-4000-8000-000000000000";
      default -> format;
    };
  }

  private BigDecimal number(JsonObject schema) {
    var least = bound(schema, "minimum", BigDecimal.ONE).max(bound(schema, "exclusiveMinimum", BigDecimal.ZERO).add(BigDecimal.ONE));
    least = least.add(BigDecimal.valueOf(nth - 1L));
    return least.min(bound(schema, "maximum", least)).min(bound(schema, "exclusiveMaximum", least.add(BigDecimal.ONE)).subtract(BigDecimal.ONE));
  }

  private static BigDecimal bound(JsonObject schema, String name, BigDecimal otherwise) {
    return schema.get(name) instanceof JsonNumber number ? number.bigDecimalValue() : otherwise;
  }

  private static String type(JsonObject schema) {
    return switch (schema.get("type")) {
      case JsonString one -> one.getString();
      case JsonArray several when !several.isEmpty() -> several.getString(0);
      case null, default -> schema.containsKey("properties") ? "object" : "string";
    };
  }

  /// The schema itself, or the one it refers to or offers first.
  private JsonObject resolved(@Nullable JsonValue written) {
    var schema = written instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    if (Json.string(schema, "$ref") instanceof String reference && reference.startsWith("#/")) {
      return resolved(at(reference));
    }
    for (var choice : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.get(choice) instanceof JsonArray options && !options.isEmpty()) {
        return resolved(options.getFirst());
      }
    }
    return schema;
  }

  private @Nullable JsonValue at(String reference) {
    JsonValue found = root;
    for (var step : reference.substring(2).split("/")) {
      found = found instanceof JsonObject object ? object.get(step) : null;
    }
    return found;
  }

  private static Set<String> required(JsonObject schema) {
    return schema.get("required") instanceof JsonArray names
        ? names.getValuesAs(JsonString.class).stream().map(JsonString::getString).collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of();
  }
}
