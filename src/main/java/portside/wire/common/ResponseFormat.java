package portside.wire.common;

import jakarta.json.JsonObject;

/// The form the answer must have.
public sealed interface ResponseFormat {
  /// Some JSON object.
  record AnyObject() implements ResponseFormat {}

  /// @param strict whether the provider shall enforce the schema; only for schemas that obey its rules
  record Schema(String name, boolean strict, JsonObject schema) implements ResponseFormat {}
}
