package portside.translate.text;

/// Keeps text that is only good to know from filling the model's window.
public final class Capped {
  private Capped() {}

  /// The text, or its beginning with a note of how much is missing.
  public static String text(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit) + "… [" + (text.length() - limit) + " more characters]";
  }

  /// The text, or so much of its beginning that it is no longer than that together with the sign that something is missing.
  ///
  /// @param limit at least 1
  public static String within(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var end = limit - 1;
    return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
