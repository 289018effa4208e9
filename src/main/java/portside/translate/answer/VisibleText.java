package portside.translate.answer;

import org.jspecify.annotations.Nullable;

/// The text of a message as its client may see it: JSON without the fence around it where JSON was asked for, and nothing from a stop sequence on. A
/// fence is taken off first, so that its backticks end no text.
final class VisibleText {
  private final JsonExtractor json;
  private final StopSequences stops;

  VisibleText(AnswerRules rules) {
    json = new JsonExtractor(rules.json());
    stops = new StopSequences(rules.stopSequences());
  }

  /// Whether a stop sequence was met.
  boolean isStopped() {
    return stops.hit() != null;
  }

  /// The stop sequence that was met; null for none.
  @Nullable String stopSequence() {
    return stops.hit();
  }

  /// What of the text so far may be shown and was not yet.
  String pass(String text) {
    return isStopped() ? "" : stops.pass(json.pass(text));
  }

  /// What was kept back, of text that something else follows.
  String rest() {
    if (isStopped()) {
      return "";
    }
    var rest = stops.pass(json.rest());
    return isStopped() ? rest : rest + stops.rest();
  }
}
