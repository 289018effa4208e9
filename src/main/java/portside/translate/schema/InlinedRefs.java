package portside.translate.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Puts in the place of each local `$ref` of a schema what it points at, and drops the definitions at the root.
///
/// A reference into itself and one that leads nowhere becomes a schema of the target's type that only names it; so does one beyond the
/// hundreds or too deep, as definitions that use each other twice double at each step.
final class InlinedRefs {
  private static final int MOST = 300;
  private static final int DEEPEST = 100;

  private final JsonObject root;
  private final Set<String> open = new HashSet<>(Set.of("#"));
  private int inlined;
  private int depth;

  private InlinedRefs(JsonObject root) {
    this.root = root;
  }

  /// @return the schema itself when there is nothing to do
  static JsonObject in(JsonObject root) {
    var used = SubSchemas.members(root, (name, value) -> name.equals("$defs") || name.equals("definitions") ? null : value);
    return (JsonObject) new InlinedRefs(root).schema(used);
  }

  private JsonValue schema(JsonValue value) {
    if (!(value instanceof JsonObject schema)) {
      return value;
    }
    depth++;
    var resolved = schema.get("$ref") instanceof JsonString ref ? referred(ref.getString(), schema) : SubSchemas.map(schema, this::schema);
    depth--;
    return resolved;
  }

  /// What is said beside the reference counts more than what it points at.
  private JsonObject referred(String ref, JsonObject schema) {
    var merged = Json.BUILD.createObjectBuilder(target(ref));
    var beside = SubSchemas.members(schema, (name, value) -> name.equals("$ref") ? null : value);
    SubSchemas.map(beside, this::schema).forEach(merged::add);
    return merged.build();
  }

  private JsonObject target(String ref) {
    var target = find(ref);
    if (target == null || inlined >= MOST || depth > DEEPEST || !open.add(ref)) {
      var type = target != null && target.get("type") instanceof JsonString own ? own.getString() : "object";
      var name = ref.substring(ref.lastIndexOf('/') + 1);
      return Json.BUILD.createObjectBuilder().add("type", type).add("description", "see " + (name.equals("#") ? "the whole" : name)).build();
    }
    inlined++;
    var inside = (JsonObject) schema(target);
    open.remove(ref);
    return inside;
  }

  /// The schema at a JSON pointer (RFC 6901) in this document; null when there is none.
  private @Nullable JsonObject find(String ref) {
    if (!ref.equals("#") && !ref.startsWith("#/")) {
      return null;
    }
    JsonValue at = root;
    for (var step : ref.equals("#") ? new String[0] : ref.substring(2).split("/", -1)) {
      var name = step.replace("~1", "/").replace("~0", "~");
      at = switch (at) {
        case JsonObject object -> object.get(name);
        case JsonArray list when name.matches("[0-9]{1,4}") && Integer.parseInt(name) < list.size() -> list.get(Integer.parseInt(name));
        case null, default -> null;
      };
    }
    return at instanceof JsonObject schema ? schema : null;
  }
}
