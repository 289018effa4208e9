package bench;

/// Just enough JSON to write request bodies.
final class Json {
  private Json() {}

  /// `text` as a JSON string, with its quotes.
  static String string(String text) {
    var json = new StringBuilder(text.length() + 16).append('"');
    for (var i = 0; i < text.length(); i++) {
      var next = text.charAt(i);
      switch (next) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        default -> json.append(next);
      }
    }
    return json.append('"').toString();
  }
}
