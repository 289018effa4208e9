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
    var lines = text.stripLeading().split("\n", 2);
    if (!lines[0].startsWith(LINE)) {
      return text;
    }
    if (lines.length == 1) {
      return "";
    }
    return first ? lines[1].stripLeading() : text;
  }
}
