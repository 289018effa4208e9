package portside.wire.anthropic;

/// The line Claude Code puts before its system prompt to say which build of it asks. It differs from conversation to conversation, so it
/// would spoil every prompt cache, and it tells a model nothing.
final class Attribution {
  private static final String LINE = "x-anthropic-billing-header:";

  private Attribution() {}

  /// The text without the line, when it begins with it.
  ///
  /// @param first whether the text is the first of the prompt; in later ones the line goes only where it stands alone
  static String without(String text, boolean first) {
    var start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    if (!text.startsWith(LINE, start)) {
      return text;
    }
    var end = text.indexOf('\n', start);
    if (end < 0) {
      return "";
    }
    return first ? text.substring(end + 1).stripLeading() : text;
  }
}
