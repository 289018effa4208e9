package portside.translate.textcalls;

/// Follows whether a text stands inside Markdown's backticks: right behind one, or in a fenced block. There a model shows what a call looks like.
final class Backticks {
  private static final int FENCE = 3;

  private int run;
  private boolean fenced;

  /// Follows so many characters of the text.
  void follow(CharSequence text, int length) {
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) == '`') {
        run++;
      } else {
        fenced ^= run >= FENCE;
        run = 0;
      }
    }
  }

  /// Whether what comes next stands inside.
  boolean areOpen() {
    return run > 0 && run < FENCE || fenced ^ run >= FENCE;
  }
}
