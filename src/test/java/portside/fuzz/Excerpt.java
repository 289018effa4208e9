package portside.fuzz;

import java.nio.charset.StandardCharsets;

/// Inputs can have megabytes; people read their beginning.
final class Excerpt {
  private static final int LENGTH = 2_000;

  private Excerpt() {}

  static String of(String text) {
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "… (" + text.length() + " characters)";
  }

  static String of(byte[] utf8) {
    return of(new String(utf8, StandardCharsets.UTF_8));
  }
}
