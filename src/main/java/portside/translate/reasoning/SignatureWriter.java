package portside.translate.reasoning;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.ReplayAs;

/// Makes the signatures of the thinking blocks of one answer, and collects meanwhile what they must carry.
public final class SignatureWriter {
  private final ModelIdentity model;
  /// That of the model, once a block has wanted it; null before.
  private @Nullable String mark;
  private final boolean keepsDetails;
  private final boolean keepsSignatures;

  private final List<JsonObject> details = new ArrayList<>();
  private final Map<String, String> calls = new LinkedHashMap<>();
  private String text = "";
  private int part;

  /// @param model who answers
  /// @param dialect says what of an answer its maker wants back
  public SignatureWriter(ModelIdentity model, Dialect dialect) {
    this.model = model;
    keepsDetails = dialect.get(REPLAY) != Replay.NONE && dialect.get(REPLAY_AS) == ReplayAs.DETAILS;
    keepsSignatures = dialect.get(CALL_SIGNATURES) != CallSignatures.NONE;
  }

  /// Fragments of `reasoning_details` came.
  public void details(List<JsonObject> fragments) {
    if (keepsDetails) {
      details.addAll(fragments);
    }
  }

  /// A call came with a signature.
  ///
  /// @param clientId the id the client knows the call by
  public void call(String clientId, String signature) {
    if (keepsSignatures) {
      calls.put(clientId, signature);
    }
  }

  /// A text came with a signature.
  public void text(String signature) {
    if (keepsSignatures) {
      text = signature;
    }
  }

  /// The signature of a thinking block of the Responses wire; see [ReasoningPayload].
  ///
  /// @param item and `phase` null for none
  public String item(@Nullable JsonObject item, @Nullable String phase) {
    var opaque = new OpaqueReasoning(item == null ? List.of() : List.of(item), Map.of(), phase == null ? "" : phase);
    return new SignatureEnvelope(part++, ReasoningPayload.FIELD, mark(), opaque).written();
  }

  /// The signature of a thinking block of the Messages wire; see [MakersThinking].
  public String makers(MakersThinking thinking) {
    var redacted = thinking.redacted() == null ? List.<JsonObject>of() : List.of(thinking.redacted());
    var opaque = new OpaqueReasoning(redacted, Map.of(), thinking.signature());
    return new SignatureEnvelope(part++, MakersThinking.FIELD, mark(), opaque).written();
  }

  /// Whether something waits for a block to carry it.
  public boolean isPending() {
    return !details.isEmpty() || !calls.isEmpty() || !text.isEmpty();
  }

  /// The signature of the next thinking block, which carries everything that waits.
  ///
  /// @param field the spelling its thinking arrived in; empty for a block without any
  public String next(String field) {
    var opaque = isPending() ? new OpaqueReasoning(ReasoningDetails.folded(details), new LinkedHashMap<>(calls), text) : OpaqueReasoning.NOTHING;
    details.clear();
    calls.clear();
    text = "";
    return new SignatureEnvelope(part++, field, mark(), opaque).written();
  }

  private String mark() {
    var known = mark;
    if (known == null) {
      known = model.mark();
      mark = known;
    }
    return known;
  }
}
