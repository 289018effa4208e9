package portside.translate.thought;

import jakarta.json.JsonObject;
import java.util.Optional;

/// What a thinking block of the Responses wire carries in its signature, so that its maker gets it back in the same place.
///
/// @param item the reasoning item; null for none
/// @param phase of the text that follows; null for none
public record SealedItem(JsonObject item, String phase) {
  /// The field under which thinking of this wire is signed.
  public static final String FIELD = "responses";

  /// What a signature holds for the model that is asked now; empty when it is not of that model's making.
  public static Optional<SealedItem> read(String signature, Maker maker) {
    return ThoughtTag.read(signature)
        .filter(tag -> tag.field().equals(FIELD) && maker.isSame(tag.mark()))
        .map(tag -> new SealedItem(
            tag.sealed().details().isEmpty() ? null : tag.sealed().details().getFirst(), tag.sealed().text().isEmpty() ? null : tag.sealed().text()));
  }
}
