package portside.translate.reasoning;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a thinking block of the Responses wire carries in its signature, so that its maker gets it back in the same place.
///
/// @param item the reasoning item; null for none
/// @param phase of the text that follows; null for none
public record ReasoningPayload(@Nullable JsonObject item, @Nullable String phase) {
  /// The field under which thinking of this wire is signed.
  public static final String FIELD = "responses";

  /// What a signature holds for the model that is asked now; empty when it is not of that model's making.
  public static Optional<ReasoningPayload> read(String signature, ModelIdentity model) {
    return SignatureEnvelope.read(signature)
        .filter(envelope -> envelope.field().equals(FIELD) && model.isSame(envelope.mark()))
        .map(envelope -> new ReasoningPayload(
            envelope.opaque().details().isEmpty() ? null : envelope.opaque().details().getFirst(),
                envelope.opaque().text().isEmpty() ? null : envelope.opaque().text()));
  }
}
