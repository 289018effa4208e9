package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import portside.wire.Json;

/// Makes a schema without references one that Moonshot's validator takes (as its own client kimi-code does): every schema below the root
/// names its type, and that is the type of the values it lists; beside `anyOf` there is no type, it stands in the branches; the items of a
/// tuple stand in `prefixItems`.
final class MoonshotSchema {
  /// The keywords beside which no type stands, since it is a matter of the schemas in them.
  private static final List<String> COMBINED = List.of("anyOf", "oneOf", "allOf", "not", "if", "then", "else");

  /// The keywords that stay of a schema whose type contradicts its values.
  private static final Set<String> PLAIN = Set.of("title", "description", "default", "enum", "const");

  private MoonshotSchema() {}

  /// @param root without `$ref`
  /// @return the schema itself when there is nothing to do
  static JsonObject of(JsonObject root) {
    return SubSchemas.map(root, MoonshotSchema::schema);
  }

  private static JsonValue schema(JsonValue value) {
    var schema = value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT; // `true` allows as much as `{}`
    return SubSchemas.map(tuple(typed(schema)), MoonshotSchema::schema);
  }

  private static JsonObject typed(JsonObject schema) {
    var type = schema.get("type");
    if (type != null && schema.get("anyOf") instanceof JsonArray branches) {
      return typeInBranches(schema, type, branches);
    }
    if (COMBINED.stream().anyMatch(schema::containsKey)) {
      return schema;
    }
    var values = SchemaTypes.values(schema);
    if (!schema.containsKey("type")) {
      return values.isEmpty() ? with(schema, SchemaTypes.ofKeywords(schema)) : typedAs(values, schema);
    }
    return values.isEmpty() || agrees(schema.get("type"), values) ? schema : typedAs(values, plain(schema));
  }

  private static JsonObject typeInBranches(JsonObject schema, JsonValue type, JsonArray branches) {
    var typed = Json.BUILD.createArrayBuilder();
    for (var branch : branches) {
      typed.add(branch instanceof JsonObject own && !own.containsKey("type") ? with(own, type) : branch);
    }
    var list = typed.build();
    return SubSchemas.members(schema, (name, value) -> name.equals("type") ? null : name.equals("anyOf") ? list : value);
  }

  private static boolean agrees(JsonValue type, List<JsonValue> values) {
    if (!(type instanceof JsonString one)) {
      return true; // several types
    }
    var meant = SchemaTypes.ofValues(values).orElse("");
    return one.getString().equals(meant) || one.getString().equals("number") && meant.equals("integer");
  }

  /// Values of several types become a branch for each type.
  private static JsonObject typedAs(List<JsonValue> values, JsonObject schema) {
    var type = SchemaTypes.ofValues(values);
    if (type.isPresent()) {
      return with(schema, type.get());
    }
    var byType = new LinkedHashMap<String, List<JsonValue>>();
    values.forEach(value -> byType.computeIfAbsent(SchemaTypes.ofValue(value), _ -> new ArrayList<>()).add(value));
    var branches = Json.BUILD.createArrayBuilder();
    byType.forEach((name, same) -> branches.add(Json.BUILD.createObjectBuilder().add("type", name).add("enum", Json.BUILD.createArrayBuilder(same))));
    var others = SubSchemas.members(schema, (name, value) -> name.equals("enum") ? null : value);
    return Json.BUILD.createObjectBuilder(others).add("anyOf", branches).build();
  }

  private static JsonObject tuple(JsonObject schema) {
    if (!(schema.get("items") instanceof JsonArray items)) {
      return schema;
    }
    var copy = Json.BUILD.createObjectBuilder();
    schema.forEach((name, value) -> {
      if (name.equals("items")) {
        copy.add("prefixItems", items);
      } else {
        copy.add(name.equals("additionalItems") ? "items" : name, value);
      }
    });
    return copy.build();
  }

  private static JsonObject plain(JsonObject schema) {
    return SubSchemas.members(schema, (name, value) -> PLAIN.contains(name) ? value : null);
  }

  private static JsonObject with(JsonObject schema, String type) {
    return Json.BUILD.createObjectBuilder().add("type", type).addAll(Json.BUILD.createObjectBuilder(schema)).build();
  }

  private static JsonObject with(JsonObject schema, JsonValue type) {
    return Json.BUILD.createObjectBuilder().add("type", type).addAll(Json.BUILD.createObjectBuilder(schema)).build();
  }
}
