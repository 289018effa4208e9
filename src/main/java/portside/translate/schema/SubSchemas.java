package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import portside.wire.Json;

/// The schemas that stand directly in a JSON Schema (2020-12, and draft 7 where it differs). Below `properties` and its like the keys are
/// names that people chose: a property *named* `format` or `$id` is none of the keywords. Values of `default`, `enum` or `const` are no
/// schemas either.
final class SubSchemas {
  private static final Set<String> SCHEMA =
      Set.of("additionalProperties", "additionalItems", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "items", "contains",
          "contentSchema", "not", "if", "then", "else");
  private static final Set<String> SCHEMA_LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");
  private static final Set<String> SCHEMA_MAP = Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

  private SubSchemas() {}

  /// The schema with each schema in it changed, or itself when none is.
  ///
  /// @param each gets objects, and from lists and maps also what stands where a schema should, such as `true`
  static JsonObject map(JsonObject schema, UnaryOperator<JsonValue> each) {
    return map(schema, (_, value) -> value, each);
  }

  /// The same, changing the other members too.
  ///
  /// @param keyword gets each member that is no schema; null leaves it out
  static JsonObject map(JsonObject schema, BiFunction<String, JsonValue, JsonValue> keyword, UnaryOperator<JsonValue> each) {
    return members(schema, (name, value) -> switch (value) {
      case JsonObject map when SCHEMA_MAP.contains(name) -> members(map, (_, nested) -> each.apply(nested));
      case JsonObject nested when SCHEMA.contains(name) -> each.apply(nested);
      case JsonArray list when SCHEMA_LIST.contains(name) -> list(list, each);
      default -> keyword.apply(name, value);
    });
  }

  /// The object with each member changed, or itself when none is.
  ///
  /// @param each returns null for a member that goes
  static JsonObject members(JsonObject object, BiFunction<String, JsonValue, JsonValue> each) {
    var values = new JsonValue[object.size()];
    var changed = false;
    var i = 0;
    for (var member : object.entrySet()) {
      values[i] = each.apply(member.getKey(), member.getValue());
      changed |= values[i++] != member.getValue();
    }
    if (!changed) {
      return object;
    }
    var copy = Json.BUILD.createObjectBuilder();
    i = 0;
    for (var name : object.keySet()) {
      if (values[i] != null) {
        copy.add(name, values[i]);
      }
      i++;
    }
    return copy.build();
  }

  private static JsonArray list(JsonArray list, UnaryOperator<JsonValue> each) {
    var changed = false;
    var copy = Json.BUILD.createArrayBuilder();
    for (var value : list) {
      var after = each.apply(value);
      changed |= after != value;
      copy.add(after);
    }
    return changed ? copy.build() : list;
  }
}
