package portside.translate.reasoning;

import java.util.Map;
import java.util.Optional;

/// What a thinking block of the wire `gemini` carries in our signature: the `thoughtSignature`s of the parts around it. The words of the thinking never go
/// back.
///
/// @param calls from the client's id of a tool call to the signature of that call
/// @param text the signature of the text before the block; empty for none
public record GoogleSignatures(Map<String, String> calls, String text) {
  /// The field under which thinking of this wire is signed.
  public static final String FIELD = "gemini";

  /// What a signature holds for the model that is asked now; empty when another one made it.
  public static Optional<GoogleSignatures> read(String signature, ModelIdentity model) {
    return SignatureEnvelope.read(signature)
        .filter(envelope -> (envelope.field().equals(FIELD) || envelope.field().isEmpty()) && model.isSame(envelope.mark()))
        .map(envelope -> new GoogleSignatures(envelope.opaque().calls(), envelope.opaque().text()));
  }
}
