import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value kept as the very text it arrived in, because one check compares requests byte for byte.
/// Reads valid JSON only; asking a value for what it is not gives an empty answer.
record Json(String text) {

  static final Json NULL = new Json("null");

  /// The member of that name, or [#NULL].
  Json get(String name) {
    return members().getOrDefault(name, NULL);
  }

  Map<String, Json> members() {
    var members = new LinkedHashMap<String, Json>();
    if (text.startsWith("{")) {
      var cursor = new Cursor(text);
      while (cursor.more()) {
        var name = cursor.value().string();
        members.put(name, cursor.value());
      }
    }
    return members;
  }

  List<Json> elements() {
    var elements = new ArrayList<Json>();
    if (text.startsWith("[")) {
      var cursor = new Cursor(text);
      while (cursor.more()) {
        elements.add(cursor.value());
      }
    }
    return elements;
  }

  boolean isString() {
    return text.startsWith("\"");
  }

  /// The characters of a string.
  String string() {
    if (!isString()) {
      return "";
    }
    var out = new StringBuilder();
    for (int at = 1; at < text.length() - 1; at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++at);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  static String quote(String value) {
    var out = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  /// Walks over the values directly inside one array or object.
  private static final class Cursor {
    private final String text;
    private int at = 1;

    Cursor(String text) {
      this.text = text;
    }

    boolean more() {
      while (" \t\r\n,:".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return text.charAt(at) != ']' && text.charAt(at) != '}';
    }

    Json value() {
      more();
      int start = at;
      int depth = 0;
      do {
        switch (text.charAt(at)) {
          case '"' -> skipString();
          case '[', '{' -> depth++;
          case ']', '}' -> depth--;
          default -> {}
        }
        at++;
      } while (depth > 0 || (",:]} \t\r\n".indexOf(text.charAt(at)) < 0));
      return new Json(text.substring(start, at));
    }

    /// Leaves the cursor on the closing quote.
    private void skipString() {
      for (at++; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') {
          at++;
        }
      }
    }
  }
}
