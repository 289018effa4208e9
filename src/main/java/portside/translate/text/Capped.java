package portside.translate.text;

/// Keeps text that is only good to know from filling the model's window.
public final class Capped {
  private Capped() {}

  /// The text, or its beginning with a note of how much is missing.
  public static String text(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit) + "… [" + (text.length() - limit) + " more characters]";
  }
}
