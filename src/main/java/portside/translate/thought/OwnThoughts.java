package portside.translate.thought;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The thoughts of one assistant turn that may go back to the model that is asked now. What others thought, and what nobody signed, is left out.
public final class OwnThoughts {
  private final Maker maker;
  private final StringBuilder text = new StringBuilder();
  private final List<JsonObject> details = new ArrayList<>();
  private final List<JsonObject> fragments = new ArrayList<>();
  private final Map<String, String> calls = new HashMap<>();
  private String textSignature = "";
  private String field = "";

  /// @param maker who is asked now
  public OwnThoughts(Maker maker) {
    this.maker = maker;
  }

  /// The next thinking block of the turn.
  public void add(String thinking, String signature) {
    ThoughtTag.read(signature).filter(tag -> tag.mayReturnTo(maker) && !tag.field().equals(SealedItem.FIELD)).ifPresent(tag -> add(thinking, tag));
  }

  private void add(String thinking, ThoughtTag tag) {
    boolean goesOn = tag.part() > 0; // else another answer begins, which the client put into the same turn
    if (!goesOn) {
      endDetails();
    }
    if (!thinking.isEmpty()) {
      text.append(text.isEmpty() || goesOn ? "" : "\n\n").append(thinking);
      field = field.isEmpty() ? tag.field() : field;
    }
    fragments.addAll(tag.sealed().details());
    calls.putAll(tag.sealed().calls());
    textSignature = tag.sealed().text().isEmpty() ? textSignature : tag.sealed().text();
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
  public String ofCall(String clientId) {
    return calls.get(clientId);
  }

  /// The signature of the text; empty for none.
  public String ofText() {
    return textSignature;
  }
}
