package portside.wire;

/// Makes a text one line that every terminal shows and none obeys: it cannot begin a line of its own in a log, move the cursor or turn the direction
/// of writing.
public final class OneLine {
  private OneLine() {}

  /// The text with its control, format and separator characters written as escapes, such as `\n` and `\u001b`.
  ///
  /// @param most characters of the text that are kept; `…` stands for the rest
  public static String of(String text, int most) {
    var end = Math.min(text.length(), most);
    var plain = 0;
    while (plain < end && isShown(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var line = new StringBuilder(end + 64).append(text, 0, plain);
    for (int at = plain; at < end; at++) {
      add(text.charAt(at), line);
    }
    return (end == text.length() ? line : line.append("…")).toString();
  }

  private static boolean isShown(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  private static void add(char c, StringBuilder line) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isShown(c)) {
          line.append(c);
        } else {
          line.append(String.format("\\u%04x", (int) c));
        }
      }
    }
  }
}
