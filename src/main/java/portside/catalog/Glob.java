package portside.catalog;

/// Names with stars.
public final class Glob {
  private Glob() {}

  /// Whether the text is the glob with something (also nothing) in place of each star. A star takes as little as it can, and more only when what
  /// follows fails; so the time is that of the text, which a client may make as long as it likes.
  public static boolean matches(String glob, String text) {
    int at = 0;
    int star = -1;
    int taken = 0;
    for (int from = 0; from < text.length(); ) {
      if (at < glob.length() && glob.charAt(at) == '*') {
        star = at++;
        taken = from;
      } else if (at < glob.length() && glob.charAt(at) == text.charAt(from)) {
        at++;
        from++;
      } else if (star >= 0) {
        at = star + 1;
        from = ++taken;
      } else {
        return false;
      }
    }
    return glob.substring(at).chars().allMatch(rest -> rest == '*');
  }
}
