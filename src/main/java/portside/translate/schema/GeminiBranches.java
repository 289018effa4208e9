package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Writes schemas made of schemas as Gemini takes them: `allOf` is one schema, the two ways of an `if` are more properties, null among the
/// alternatives is `nullable`, and alternatives of an object with properties are properties that need not be there.
final class GeminiBranches {
  private static final Set<String> COMBINING = Set.of("allOf", "anyOf", "oneOf", "if", "then", "else");

  private GeminiBranches() {}

  /// The schema with as few alternatives as can be told without them.
  static JsonObject folded(JsonObject schema) {
    if (Collections.disjoint(schema.keySet(), COMBINING)) {
      return schema;
    }
    var members = new LinkedHashMap<String, JsonValue>(schema);
    COMBINING.forEach(members::remove);
    objects(schema.get("allOf")).map(GeminiBranches::folded).forEach(part -> merge(members, part, true));
    Stream.of("then", "else").flatMap(way -> objects(schema.get(way))).map(GeminiBranches::folded).forEach(way -> merge(members, way, false));

    var all = Stream.of("anyOf", "oneOf").flatMap(word -> objects(schema.get(word))).toList();
    var branches = all.stream().filter(branch -> !isNull(branch)).toList();
    if (branches.size() < all.size()) {
      members.put("nullable", JsonValue.TRUE);
    }
    if (branches.size() == 1) {
      merge(members, folded(branches.getFirst()), true);
    } else if (!branches.isEmpty()) {
      members.putIfAbsent("anyOf", Json.BUILD.createArrayBuilder(branches).build());
    }
    if (members.get("properties") instanceof JsonObject && members.containsKey("anyOf")) {
      objects(members.remove("anyOf")).map(GeminiBranches::folded).forEach(branch -> merge(members, branch, false));
    }
    return object(members);
  }

  /// The alternatives of a folded schema; what stands beside them goes into each, as the schema has no other words then.
  static Optional<List<JsonObject>> of(JsonObject folded) {
    if (!(folded.get("anyOf") instanceof JsonArray list)) {
      return Optional.empty();
    }
    var beside = new LinkedHashMap<String, JsonValue>(folded);
    List.of("anyOf", "items", "prefixItems").forEach(beside::remove); // nothing that would grow with each branch
    return Optional.of(objects(list).map(branch -> both(branch, beside)).toList());
  }

  /// Whether null is allowed, beside other values.
  static boolean nullable(JsonValue value) {
    if (!(value instanceof JsonObject schema)) {
      return false;
    }
    return schema.get("nullable") == JsonValue.TRUE
        || schema.get("type") instanceof JsonArray types && types.stream().anyMatch(GeminiBranches::saysNull)
        || saysNull(schema.get("type"))
        || schema.get("enum") instanceof JsonArray values && values.contains(JsonValue.NULL)
        || objects(schema.get("anyOf")).anyMatch(GeminiBranches::isNull)
        || objects(schema.get("oneOf")).anyMatch(GeminiBranches::isNull);
  }

  private static boolean isNull(JsonObject schema) {
    var values = SchemaTypes.values(schema);
    return saysNull(schema.get("type")) || !values.isEmpty() && values.stream().allMatch(value -> value == JsonValue.NULL);
  }

  private static boolean saysNull(@Nullable JsonValue type) {
    return type instanceof JsonString word && word.getString().equals("null");
  }

  /// Adds what is not there yet.
  ///
  /// @param binding whether the part must hold; else it may, and only its properties count
  private static void merge(Map<String, JsonValue> members, JsonObject part, boolean binding) {
    part.forEach((name, value) -> {
      if (name.equals("properties") && value instanceof JsonObject more) {
        var all = new LinkedHashMap<String, JsonValue>(members.get(name) instanceof JsonObject own ? own : JsonValue.EMPTY_JSON_OBJECT);
        more.forEach(all::putIfAbsent);
        members.put(name, object(all));
      } else if (name.equals("required") && value instanceof JsonArray more && binding) {
        var all = new LinkedHashSet<JsonValue>(members.get(name) instanceof JsonArray own ? own : JsonValue.EMPTY_JSON_ARRAY);
        all.addAll(more);
        members.put(name, Json.BUILD.createArrayBuilder(new ArrayList<>(all)).build());
      } else if (binding) {
        members.putIfAbsent(name, value);
      }
    });
  }

  private static JsonObject both(JsonObject branch, Map<String, JsonValue> beside) {
    var members = new LinkedHashMap<String, JsonValue>(branch);
    beside.forEach(members::putIfAbsent);
    return object(members);
  }

  private static Stream<JsonObject> objects(@Nullable JsonValue value) {
    return switch (value) {
      case JsonArray list -> list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject);
      case JsonObject one -> Stream.of(one);
      case null, default -> Stream.empty();
    };
  }

  private static JsonObject object(Map<String, JsonValue> members) {
    var object = Json.BUILD.createObjectBuilder();
    members.forEach(object::add);
    return object.build();
  }
}
