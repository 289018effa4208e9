package portside.translate.answer;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// What a JSON Schema of a tool's arguments says of one place in them. Where it leaves open which of several branches is meant, it says nothing.
///
/// @param root where `#/…` references lead
/// @param here the schema of the place
record ArgumentSchema(JsonObject root, JsonObject here) {
  /// How deep references and branches are followed; schemas may refer to themselves.
  private static final int DEEPEST = 5;

  ArgumentSchema(JsonObject root) {
    this(root, root);
  }

  /// The types a value may have; empty for any.
  Set<String> kinds() {
    var kinds = new HashSet<String>();
    for (var branch : branches(here, 0)) {
      switch (branch.get("type")) {
        case JsonString one -> kinds.add(one.getString());
        case JsonArray several -> several.forEach(one -> kinds.add(one instanceof JsonString name ? name.getString() : ""));
        case null, default -> {
          if (branch.get("properties") instanceof JsonObject) {
            kinds.add("object");
          } else {
            return Set.of();
          }
        }
      }
    }
    return kinds;
  }

  /// The schema of a member; null when nothing is known of it.
  @Nullable ArgumentSchema member(String name) {
    var holder = only(branch -> branch.get("properties") instanceof JsonObject || others(branch) != null);
    if (holder == null) {
      return null;
    }
    var own = holder.get("properties") instanceof JsonObject properties ? properties.get(name) : null;
    return (own == null ? others(holder) : own) instanceof JsonObject known ? new ArgumentSchema(root, known) : null;
  }

  /// The schema of each element; null when nothing is known of it.
  @Nullable ArgumentSchema element() {
    var holder = only(branch -> branch.get("items") instanceof JsonObject);
    return holder == null ? null : new ArgumentSchema(root, holder.getJsonObject("items"));
  }

  /// The members that are described and need not be there.
  Set<String> optional() {
    var holder = only(branch -> branch.get("properties") instanceof JsonObject);
    if (holder == null) {
      return Set.of();
    }
    var optional = new HashSet<>(holder.getJsonObject("properties").keySet());
    if (holder.get("required") instanceof JsonArray names) {
      names.forEach(name -> optional.remove(name instanceof JsonString word ? word.getString() : ""));
    }
    return optional;
  }

  /// Whether null is surely no value.
  boolean forbidsNull() {
    return branches(here, 0).stream().noneMatch(ArgumentSchema::mayBeNull);
  }

  private static boolean mayBeNull(JsonObject branch) {
    if (branch.get("nullable") == JsonValue.TRUE) { // OpenAPI 3.0
      return true;
    }
    return switch (branch.get("type")) {
      case JsonString one -> one.getString().equals("null");
      case JsonArray several -> several.stream().anyMatch(one -> one instanceof JsonString name && name.getString().equals("null"));
      case null, default -> branch.get("enum") instanceof JsonArray values
          ? values.contains(JsonValue.NULL)
          : branch.containsKey("const") ? branch.get("const") == JsonValue.NULL : !branch.containsKey("properties");
    };
  }

  /// The schema of members that are not named; null when there is none.
  private static @Nullable JsonObject others(JsonObject schema) {
    return schema.get("additionalProperties") instanceof JsonObject others ? others : null;
  }

  /// The one branch that has this; null when there is none or no telling which is meant.
  private @Nullable JsonObject only(Predicate<JsonObject> has) {
    var found = branches(here, 0).stream().filter(has).toList();
    return found.size() == 1 ? found.getFirst() : null;
  }

  /// The schema, or what stands in its place: what it refers to, the branches it consists of.
  private List<JsonObject> branches(JsonObject schema, int depth) {
    if (depth > DEEPEST || schema.containsKey("type") || schema.containsKey("properties")) {
      return List.of(schema);
    }
    if (Json.string(schema, "$ref") instanceof String reference) {
      var target = target(reference);
      return target == null ? List.of(schema) : branches(target, depth + 1);
    }
    for (var word : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.get(word) instanceof JsonArray several && !several.isEmpty()) {
        var all = new ArrayList<JsonObject>();
        several.forEach(one -> all.addAll(one instanceof JsonObject branch ? branches(branch, depth + 1) : List.of(JsonValue.EMPTY_JSON_OBJECT)));
        return all;
      }
    }
    return List.of(schema);
  }

  private @Nullable JsonObject target(String reference) {
    if (!reference.startsWith("#/")) {
      return null;
    }
    JsonValue at = root;
    for (var step : reference.substring(2).split("/")) {
      at = at instanceof JsonObject object ? object.get(step.replace("~1", "/").replace("~0", "~")) : null;
    }
    return at instanceof JsonObject found ? found : null;
  }
}
