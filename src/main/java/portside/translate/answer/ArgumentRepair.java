package portside.translate.answer;

import jakarta.json.JsonString;
import portside.wire.Json;

/// Makes a JSON object of tool arguments that are none, where what was meant is plain to see: double encoding, a code fence, words around
/// the object, quotation marks of the wrong kind, line feeds inside strings, a comma too many. Never completes a text that was cut short.
final class ArgumentRepair {
  private ArgumentRepair() {}

  /// The object as JSON text, or null when there is no telling.
  static String repair(String arguments) {
    var text = arguments.strip();
    if (text.isEmpty() || text.equals("null")) {
      return "{}";
    }
    if (text.startsWith("\"")) {
      return decoded(text);
    }
    if (text.startsWith("```")) {
      int body = text.indexOf('\n');
      int end = text.lastIndexOf("```");
      return body < 0 || end <= body ? null : repair(text.substring(body, end));
    }
    int start = text.indexOf('{');
    return start < 0 ? null : object(requoted(text.substring(start)));
  }

  /// Encoded twice: the text is a JSON string that holds the object.
  private static String decoded(String text) {
    try {
      return Json.value(text) instanceof JsonString inner && !inner.getString().startsWith("\"") ? repair(inner.getString()) : null;
    } catch (Json.Malformed cutShort) {
      return null;
    }
  }

  private static String object(String text) {
    var progress = new JsonProgress();
    int end = progress.follow(text, 0);
    return progress.verdict() == JsonProgress.Verdict.COMPLETE ? text.substring(0, end) : null;
  }

  /// The text with strings in the right quotation marks, control characters escaped and no comma before a closing bracket.
  private static String requoted(String text) {
    var out = new StringBuilder(text.length() + 16);
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0) {
        quote = c == '"' || c == '\'' ? c : 0;
        boolean surplus = c == ',' && i + 1 < text.length() && closes(text, i + 1);
        out.append(quote != 0 ? "\"" : surplus ? "" : String.valueOf(c));
      } else if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        out.append(escaped == '\'' ? "'" : "\\" + escaped);
      } else if (c == quote) {
        quote = 0;
        out.append('"');
      } else {
        out.append(c == '"' ? "\\\"" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : String.valueOf(c));
      }
    }
    return out.toString();
  }

  private static boolean closes(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '}' || text.charAt(i) == ']');
  }
}
