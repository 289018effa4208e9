package portside.console;

/// What was typed cannot be used. Its message is the text for people: an error line and a hint line.
public final class Misuse extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param problem names the word or flag
  /// @param hint what to type instead
  public Misuse(String problem, String hint) {
    super("portside: " + problem + "\n  hint: " + hint, null, false, false);
  }
}
