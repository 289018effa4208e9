package portside.translate.reasoning;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The reasoning of one assistant turn that may go back to the model that is asked now. That of other models, and what carries no signature of ours,
/// is left out.
public final class ReplayableReasoning {
  private static final Set<String> OTHER_WIRES = Set.of(ReasoningPayload.FIELD, MakersThinking.FIELD, GoogleSignatures.FIELD);

  private final ModelIdentity model;
  private final StringBuilder text = new StringBuilder();
  private final List<JsonObject> details = new ArrayList<>();
  private final List<JsonObject> fragments = new ArrayList<>();
  private final Map<String, String> calls = new HashMap<>();
  private String textSignature = "";
  private String field = "";

  /// @param model who is asked now
  public ReplayableReasoning(ModelIdentity model) {
    this.model = model;
  }

  /// The next thinking block of the turn.
  public void add(String thinking, String signature) {
    SignatureEnvelope.read(signature)
        .filter(envelope -> envelope.mayReturnTo(model) && !OTHER_WIRES.contains(envelope.field()))
        .ifPresent(envelope -> add(thinking, envelope));
  }

  private void add(String thinking, SignatureEnvelope envelope) {
    boolean goesOn = envelope.part() > 0; // else another answer begins, which the client put into the same turn
    if (!goesOn) {
      endDetails();
    }
    if (!thinking.isEmpty()) {
      text.append(text.isEmpty() || goesOn ? "" : "\n\n").append(thinking);
      field = field.isEmpty() ? envelope.field() : field;
    }
    fragments.addAll(envelope.opaque().details());
    calls.putAll(envelope.opaque().calls());
    textSignature = envelope.opaque().text().isEmpty() ? textSignature : envelope.opaque().text();
  }

  private void endDetails() {
    details.addAll(ReasoningDetails.folded(fragments));
    fragments.clear();
  }

  /// Whether there is nothing that a model could read.
  public boolean isEmpty() {
    return text.isEmpty() && details.isEmpty() && fragments.isEmpty();
  }

  /// All words in order, empty for none.
  public String text() {
    return text.toString();
  }

  /// The spelling the words arrived in; empty when there are none.
  public String field() {
    return field;
  }

  /// The entries of `reasoning_details` in order, as a whole answer would have had them.
  public List<JsonObject> details() {
    endDetails();
    return details;
  }

  /// The signature of a call; null for none.
  ///
  /// @param clientId as the client knows the call
  public @Nullable String ofCall(String clientId) {
    return calls.get(clientId);
  }

  /// The signature of the text; empty for none.
  public String ofText() {
    return textSignature;
  }
}
