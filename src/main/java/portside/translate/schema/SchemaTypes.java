package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the type of a schema that does not say it.
final class SchemaTypes {
  private static final List<String> OF_OBJECTS =
      List.of("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
          "dependentRequired", "dependentSchemas", "unevaluatedProperties");
  private static final List<String> OF_ARRAYS =
      List.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "additionalItems", "unevaluatedItems");
  private static final List<String> OF_NUMBERS = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

  private SchemaTypes() {}

  /// The one type of all these values; empty when there are none or several. Whole numbers among others are numbers.
  static Optional<String> ofValues(Collection<JsonValue> values) {
    var types = values.stream().map(SchemaTypes::ofValue).collect(Collectors.toSet());
    if (types.contains("number")) {
      types.remove("integer");
    }
    return types.size() == 1 ? Optional.of(types.iterator().next()) : Optional.empty();
  }

  /// The type of one value; `integer` for a whole number.
  static String ofValue(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case NUMBER -> ((JsonNumber) value).isIntegral() ? "integer" : "number";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
    };
  }

  /// The type that the keywords of a schema are about; `string` when they tell nothing.
  static String ofKeywords(JsonObject schema) {
    if (hasAny(schema, OF_OBJECTS)) {
      return "object";
    }
    if (hasAny(schema, OF_ARRAYS)) {
      return "array";
    }
    return hasAny(schema, OF_NUMBERS) ? "number" : "string";
  }

  /// The values a schema allows: of `enum`, else of `const`; empty when any.
  static List<JsonValue> values(JsonObject schema) {
    if (schema.get("enum") instanceof JsonArray list) {
      return list;
    }
    return schema.containsKey("const") ? List.of(schema.get("const")) : List.of();
  }

  private static boolean hasAny(JsonObject schema, List<String> keywords) {
    return keywords.stream().anyMatch(schema::containsKey);
  }
}
