package portside.translate.gemini;

import java.util.Set;
import portside.translate.answer.FinishReasons;
import portside.translate.answer.FinishReasons.Meaning;
import portside.wire.FaultKind;

/// Tells what the finish reasons of this wire mean (Gemini API and Vertex AI, `FinishReason`). Unlike those of other wires one that is not known is no
/// good end: there is a name for that.
final class GeminiEnding {
  /// Reasons by number that are withheld answers in both APIs of Google, which number them differently.
  private static final Set<String> WITHHELD = Set.of("6", "7", "8");

  private GeminiEnding() {}

  static Meaning meaning(String reason) {
    var known = FinishReasons.meaning(WITHHELD.contains(reason) ? "SAFETY" : reason);
    return known instanceof Meaning.Natural && !reason.equals("STOP") ? new Meaning.Broken(FaultKind.API) : known;
  }
}
