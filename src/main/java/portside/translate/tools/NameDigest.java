package portside.translate.tools;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Makes any string fit the alphabet `[A-Za-z0-9_-]` and a length that providers take, the same way each time: what fits stays as it is,
/// anything else ends in a digest of itself so that two different strings stay different.
public final class NameDigest {
  private static final int DIGEST = 8;
  private static final int NINE = 9;

  private NameDigest() {}

  /// @param limit the greatest length, well above that of the digest
  public static String fit(String text, int limit) {
    return fits(text, limit) ? text : shorten(text, limit);
  }

  /// The same, beginning with a letter or `_`.
  static String name(String text, int limit) {
    return isDigit(text.charAt(0)) || text.charAt(0) == '-' ? "_" + shorten(text, limit - 1) : fit(text, limit);
  }

  /// Makes nine letters and digits of it.
  static String nine(String text) {
    return text.length() == NINE && fits(text, NINE) && text.indexOf('_') < 0 && text.indexOf('-') < 0 ? text : sha256(text).substring(0, NINE);
  }

  private static boolean fits(String text, int limit) {
    if (text.isEmpty() || text.length() > limit) {
      return false;
    }
    for (var i = 0; i < text.length(); i++) {
      if (!allowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String shorten(String text, int limit) {
    var out = new StringBuilder(limit);
    for (var i = 0; i < Math.min(text.length(), limit - DIGEST - 1); i++) {
      var c = text.charAt(i);
      out.append(allowed(c) ? c : '_');
    }
    return out.append('_').append(sha256(text), 0, DIGEST).toString();
  }

  /// Whether providers and clients alike take the character in a name or an id.
  static boolean allowed(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c == '-';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
