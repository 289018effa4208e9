package portside.translate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.provider.dialect.Dialect.Schemas;
import portside.wire.Json;

/// However odd a tool's schema is, what a provider gets of it keeps the provider's rules. The odd ones are made of all keywords at random,
/// from fixed seeds; values stand where they belong and where they do not.
@Execution(ExecutionMode.CONCURRENT)
class OddSchemasTest {
  private static final int SEEDS = 3_000;
  private static final List<String> KEYWORDS =
      List.of("type", "type", "properties", "properties", "items", "anyOf", "oneOf", "allOf", "enum", "const", "$ref", "required", "description",
          "minLength", "minimum", "format", "default", "additionalProperties", "prefixItems", "if", "then", "else", "not", "nullable", "title",
          "$defs", "definitions", "additionalItems", "patternProperties", "x-own");
  private static final List<String> ODDITIES =
      List.of("null", "true", "false", "7", "0.5", "\"\"", "\"string\"", "\"null\"", "\"any\"", "[]", "{}",
          "[null]", "[\"a\",1,null]", "[\"string\",\"null\"]",
          "\"#/properties/type\"", "\"#\"", "\"#/$defs/a\"", "\"http://x\"", "[{}]", "[{\"type\":\"null\"},{\"const\":1}]");

  @Test
  void geminiGetsNothingItDoesNotKnow() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var fit = JsonSchemas.ofTool(odd(seed), Schemas.GEMINI);
      if (fit != null) {
        assertEquals(List.of(), new GeminiRules().breaches(fit), "seed " + seed);
        assertEquals("object", fit.getString("type"));
      }
    }
  }

  @Test
  void moonshotGetsATypeEverywhere() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var fit = JsonSchemas.ofTool(odd(seed), Schemas.MOONSHOT);
      var untyped = new ArrayList<JsonValue>();
      SubSchemas.map(fit, value -> {
        untyped(value, untyped);
        return value;
      });
      assertEquals(List.of(), untyped, "seed " + seed);
      assertEquals("object", fit.getString("type"));
    }
  }

  @Test
  void noReferenceIsLeft() throws Exception {
    var inlined = 0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var odd = odd(seed);
      var fit = JsonSchemas.ofTool(odd, Schemas.INLINE_REFS);
      assertEquals(List.of(), referring(fit, new ArrayList<>()), "seed " + seed);
      inlined += referring(odd, new ArrayList<>()).isEmpty() ? 0 : 1;
    }
    assertTrue(inlined > SEEDS / 4, "only " + inlined + " had references");
  }

  private static void untyped(JsonValue value, List<JsonValue> found) {
    var schema = (JsonObject) value;
    var combined = Set.of("anyOf", "oneOf", "allOf", "not", "if", "then", "else").stream().anyMatch(schema::containsKey);
    if (schema.containsKey("type") ? schema.get("anyOf") instanceof JsonArray : !combined) {
      found.add(schema);
    }
    SubSchemas.map(schema, nested -> {
      untyped(nested, found);
      return nested;
    });
  }

  private static List<JsonValue> referring(JsonValue value, List<JsonValue> found) {
    if (value instanceof JsonObject schema) {
      if (schema.get("$ref") instanceof JsonString) {
        found.add(schema);
      }
      SubSchemas.map(schema, nested -> {
        referring(nested, found);
        return nested;
      });
    }
    return found;
  }

  private static JsonObject odd(int seed) throws Json.Malformed {
    return new Oddity(new Random(seed)).schema(4);
  }

  private record Oddity(Random random) {
    JsonObject schema(int depth) throws Json.Malformed {
      var schema = Json.BUILD.createObjectBuilder();
      for (var i = random.nextInt(4) + (depth == 4 ? 2 : 0); i > 0; i--) {
        var keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
        schema.add(keyword, random.nextInt(6) == 0 || depth == 0 ? oddity() : fitting(keyword, depth));
      }
      return schema.build();
    }

    private JsonValue fitting(String keyword, int depth) throws Json.Malformed {
      return switch (keyword) {
        case "type" -> Json.value(List.of("\"object\"", "\"array\"", "\"string\"", "\"integer\"", "[\"null\",\"string\"]").get(random.nextInt(5)));
        case "properties", "$defs", "definitions", "patternProperties" ->
            Json.BUILD.createObjectBuilder().add("a", schema(depth - 1)).add("type", schema(depth - 1)).add("b", oddity()).build();
        case "anyOf", "oneOf", "allOf", "prefixItems" -> Json.BUILD.createArrayBuilder().add(schema(depth - 1)).add(schema(depth - 1)).build();
        case "items", "additionalProperties", "additionalItems", "if", "then", "else", "not" -> schema(depth - 1);
        case "required", "enum" -> Json.value("[\"a\",\"b\",\"a\"]");
        case "$ref" -> Json.value(List.of("\"#/$defs/a\"", "\"#/definitions/type\"", "\"#/properties/a\"", "\"#\"").get(random.nextInt(4)));
        default -> oddity();
      };
    }

    private JsonValue oddity() throws Json.Malformed {
      return Json.value(ODDITIES.get(random.nextInt(ODDITIES.size())));
    }
  }

  /// What the documents of Gemini's `Schema` say, and what its errors taught others.
  private static final class GeminiRules {
    private static final Set<String> KNOWN =
        Set.of("type", "description", "nullable", "enum", "properties", "required", "items", "minimum", "maximum");

    private final List<String> breaches = new ArrayList<>();

    List<String> breaches(JsonObject schema) {
      check(schema);
      return breaches;
    }

    private void check(JsonObject schema) {
      if (schema.get("anyOf") instanceof JsonArray branches) {
        require(schema.size() == 1 && branches.size() > 1, "anyOf is not alone: " + schema);
        branches.getValuesAs(JsonObject.class).forEach(this::check);
        return;
      }
      var type = schema.getString("type");
      require(KNOWN.containsAll(schema.keySet()), "unknown words: " + schema);
      require(Set.of("string", "number", "integer", "boolean", "object", "array").contains(type), "no such type: " + schema);
      require(type.equals("array") == schema.containsKey("items"), "items belong to arrays: " + schema);
      if (schema.get("enum") instanceof JsonArray values) {
        require(type.equals("string") && !values.isEmpty(), "enum of no strings: " + schema);
        values.forEach(value -> require(value instanceof JsonString text && !text.getString().isEmpty(), "no name: " + schema));
      }
      if (schema.get("properties") instanceof JsonObject properties) {
        require(type.equals("object") && !properties.isEmpty(), "properties without an object: " + schema);
        properties.values().forEach(property -> check(property.asJsonObject()));
      }
      if (schema.get("required") instanceof JsonArray names) {
        var known = schema.getJsonObject("properties").keySet();
        require(names.stream().allMatch(name -> known.contains(((JsonString) name).getString())), "required: " + schema);
        require(!names.isEmpty() && names.stream().distinct().count() == names.size(), "required: " + schema);
      }
      if (schema.containsKey("items")) {
        check(schema.getJsonObject("items"));
      }
    }

    private void require(boolean kept, String breach) {
      if (!kept) {
        breaches.add(breach);
      }
    }
  }
}
