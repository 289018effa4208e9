package portside.wire.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import portside.wire.Json;

/// The form in which a `reasoning` item goes back to the provider: its known members as they came, without those that only the API sets
/// (`status` is "populated when items are returned via API").
public final class ReasoningItem {
  private ReasoningItem() {}

  /// The item to send back; empty when it holds nothing the provider could make use of. One with an id alone would be looked up and not be
  /// found, since nothing is stored.
  ///
  /// @param item as it came
  public static Optional<JsonObject> toSendBack(JsonObject item) {
    var encrypted = Json.string(item, "encrypted_content");
    var open = item.get("content") instanceof JsonArray content && !content.isEmpty(); // servers that hide nothing, such as vLLM
    if ((encrypted == null || encrypted.isEmpty()) && !open) {
      return Optional.empty();
    }
    var kept = Json.BUILD.createObjectBuilder().add("type", "reasoning");
    if (Json.string(item, "id") instanceof String id && !id.isEmpty()) {
      kept.add("id", id);
    }
    kept.add("summary", item.get("summary") instanceof JsonArray summary ? summary : JsonValue.EMPTY_JSON_ARRAY);
    if (open) {
      kept.add("content", item.get("content"));
    }
    if (encrypted != null) {
      kept.add("encrypted_content", encrypted);
    }
    return Optional.of(kept.build());
  }
}
