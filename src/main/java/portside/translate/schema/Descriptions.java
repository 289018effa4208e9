package portside.translate.schema;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import portside.translate.text.Capped;
import portside.wire.Json;

/// Shortens the descriptions in a JSON Schema, for providers that take none beyond some length.
public final class Descriptions {
  private final int longest;

  private Descriptions(int longest) {
    this.longest = longest;
  }

  /// The schema with each description shortened, or itself when none is too long.
  ///
  /// @param schema or null
  /// @param longest in characters; 0 for any length
  public static @Nullable JsonObject shortened(@Nullable JsonObject schema, int longest) {
    return schema == null || longest == 0 ? schema : (JsonObject) new Descriptions(longest).schema(schema);
  }

  private JsonValue schema(JsonValue value) {
    return value instanceof JsonObject schema ? SubSchemas.map(schema, this::keyword, this::schema) : value;
  }

  private JsonValue keyword(String name, JsonValue value) {
    return name.equals("description") && value instanceof JsonString text && text.getString().length() > longest
        ? Json.quoted(Capped.within(text.getString(), longest))
        : value;
  }
}
