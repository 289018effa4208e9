package portside.translate.reasoning;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a thinking block of the Messages wire carries in our signature, so that its maker gets it back as it wrote it. Hosts with Claude behind them
/// have no need of it: there the block passes with its own signature.
///
/// @param signature of the maker; empty where it signs nothing (llama.cpp)
/// @param redacted a whole `redacted_thinking` block, in place of thinking; null for none
public record MakersThinking(String signature, @Nullable JsonObject redacted) {
  /// The field under which thinking of this wire is signed.
  public static final String FIELD = "messages";

  /// What a signature holds for the model that is asked now; empty when it may not go there.
  public static Optional<MakersThinking> read(String signature, ModelIdentity model) {
    return SignatureEnvelope.read(signature)
        .filter(envelope -> envelope.field().equals(FIELD) && envelope.mayReturnTo(model))
        .map(envelope -> new MakersThinking(
            envelope.opaque().text(), envelope.opaque().details().isEmpty() ? null : envelope.opaque().details().getFirst()));
  }
}
