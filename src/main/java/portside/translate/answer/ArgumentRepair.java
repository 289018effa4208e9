package portside.translate.answer;

import jakarta.json.JsonString;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Makes a JSON object of tool arguments that are none, where what was meant is plain to see: double encoding, a code fence, words around
/// the object, and what [LenientJsonReader] reads. Never completes a text that was cut short.
final class ArgumentRepair {
  /// Texts that mean no arguments; PHP writes an empty object as an empty array.
  private static final Set<String> NOTHING = Set.of("", "null", "None", "[]");
  private static final Pattern FENCED = Pattern.compile("```[^\\n]*\\n((?s:.*))```");

  private ArgumentRepair() {}

  /// The object as JSON text, or null when there is no telling.
  static @Nullable String repair(String arguments) {
    var text = arguments.strip();
    if (NOTHING.contains(text)) {
      return "{}";
    }
    if (text.startsWith("\"")) {
      return decoded(text);
    }
    if (text.startsWith("```")) {
      var fenced = FENCED.matcher(text);
      return fenced.lookingAt() ? repair(fenced.group(1)) : null;
    }
    int start = text.indexOf('{');
    return start < 0 ? null : LenientJsonReader.read(text, start);
  }

  /// Reads arguments that were encoded twice: the text is a JSON string that holds the object.
  private static @Nullable String decoded(String text) {
    try {
      return Json.value(text) instanceof JsonString inner && !inner.getString().startsWith("\"") ? repair(inner.getString()) : null;
    } catch (Json.Malformed cutShort) {
      return null;
    }
  }
}
