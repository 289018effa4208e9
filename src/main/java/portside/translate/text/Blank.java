package portside.translate.text;

/// Tells text in which there is nothing to read: white space and NUL, which is taken out on the way. Providers refuse content that is empty.
public final class Blank {
  private Blank() {}

  public static boolean is(String text) {
    return text.chars().allMatch(c -> c == 0 || Character.isWhitespace(c));
  }
}
