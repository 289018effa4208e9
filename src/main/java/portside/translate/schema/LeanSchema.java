package portside.translate.schema;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;

/// Takes keywords out of a schema and of every schema in it, and nothing that only has the name of one.
final class LeanSchema {
  /// The keywords on which llama.cpp's grammars fail: long repetitions, escapes and look-arounds in patterns, formats it has no rule for. Seen as 400
  /// "failed to parse grammar" on the first message of a session.
  private static final List<String> NO_GRAMMAR =
      List.of("pattern", "minLength", "maxLength", "minItems", "maxItems", "format", "propertyNames", "patternProperties");

  private LeanSchema() {}

  /// @return the schema itself when there is nothing to do, as of the others here
  static JsonObject without(JsonObject schema, Collection<String> keywords) {
    return without(schema, (name, _) -> keywords.contains(name));
  }

  static JsonObject forGrammars(JsonObject schema) {
    return without(schema, NO_GRAMMAR);
  }

  /// The schema without what forbids objects to hold more than is said of them.
  static JsonObject open(JsonObject schema) {
    return without(schema, (name, value) -> name.equals("additionalProperties") && value == JsonValue.FALSE);
  }

  private static JsonObject without(JsonObject schema, BiPredicate<String, JsonValue> goes) {
    var lean = SubSchemas.members(schema, (name, value) -> goes.test(name, value) ? null : value);
    return SubSchemas.map(lean, value -> value instanceof JsonObject nested ? without(nested, goes) : value);
  }
}
