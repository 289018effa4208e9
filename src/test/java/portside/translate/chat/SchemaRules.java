package portside.translate.chat;

import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Schemas;
import portside.wire.Json;

/// What a row allows in a JSON Schema, keyword by keyword; names of properties are no keywords.
final class SchemaRules {
  private static final Set<String> GEMINI =
      Set.of("type", "description", "nullable", "enum", "properties", "required", "items", "anyOf", "minimum", "maximum");
  private static final Set<String> NO_GRAMMAR = Set.of("pattern", "format", "minLength", "maxLength", "minItems", "maxItems", "propertyNames");
  private static final Set<String> COMBINED = Set.of("anyOf", "oneOf", "allOf", "not", "if", "then", "else");
  private static final Set<String> MAPS = Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");
  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> ONES =
      Set.of("items", "additionalProperties", "additionalItems", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties");

  private final List<String> breaches = new ArrayList<>();
  private final Dialect row;

  private SchemaRules(Dialect row) {
    this.row = row;
  }

  static List<String> breaches(JsonObject schema, Dialect row) {
    var rules = new SchemaRules(row);
    rules.schema(schema, "", true);
    return rules.breaches;
  }

  private void schema(JsonValue value, String at, boolean root) {
    if (!(value instanceof JsonObject schema)) {
      require(row.get(SCHEMAS) != Schemas.GEMINI && row.get(SCHEMAS) != Schemas.MOONSHOT, at + " is no object");
      return;
    }
    keywords(schema, at, root);
    schema.forEach((name, inside) -> {
      var place = at + "/" + name;
      switch (inside) {
        case JsonObject map when MAPS.contains(name) -> map.forEach((property, nested) -> schema(nested, place + "/" + property, false));
        case JsonArray list when LISTS.contains(name) -> list.forEach(nested -> schema(nested, place, false));
        case JsonObject one when ONES.contains(name) -> schema(one, place, false);
        default -> {}
      }
    });
  }

  private void keywords(JsonObject schema, String at, boolean root) {
    for (var keyword : row.get(WITHOUT_KEYWORDS)) {
      require(!schema.containsKey(keyword), at + " has " + keyword);
    }
    switch (row.get(SCHEMAS)) {
      case NONE -> {}
      case OPEN_OBJECTS -> require(schema.get("additionalProperties") != JsonValue.FALSE, at + " is closed");
      case INLINE_REFS -> inlined(schema, at, root);
      case LLAMACPP -> {
        inlined(schema, at, root);
        require(schema.keySet().stream().noneMatch(NO_GRAMMAR::contains), at + " has no grammar: " + schema.keySet());
      }
      case MOONSHOT -> {
        inlined(schema, at, root);
        require(!(schema.get("items") instanceof JsonArray), at + " is a tuple");
        require(root || schema.containsKey("type") || schema.keySet().stream().anyMatch(COMBINED::contains), at + " has no type");
        require(!(schema.containsKey("type") && schema.containsKey("anyOf")) || root, at + " has a type beside anyOf");
      }
      case GEMINI -> {
        require(GEMINI.containsAll(schema.keySet()), at + " has unknown keywords: " + schema.keySet());
        require(schema.get("anyOf") == null || schema.size() == 1, at + " has more than anyOf: " + schema.keySet());
        require(schema.containsKey("anyOf") || schema.get("type") instanceof JsonString, at + " has no type");
        require(!"array".equals(Json.string(schema, "type")) || schema.get("items") instanceof JsonObject, at + " has no items");
      }
    }
  }

  private void inlined(JsonObject schema, String at, boolean root) {
    require(!(schema.get("$ref") instanceof JsonString), at + " has a reference");
    require(!root || !schema.containsKey("$defs") && !schema.containsKey("definitions"), "definitions are left");
  }

  private void require(boolean kept, String rule) {
    if (!kept) {
      breaches.add("schema " + rule);
    }
  }
}
