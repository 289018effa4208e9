package portside.ledger.requests;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in place of pictures and documents what they are: `[image/png, 48211 bytes, sha256 9f3a1c…]`.
final class MediaSummary {
  /// A data URL, or a member `data` that is base64, as with Anthropic and Gemini. Shorter ones are left.
  private static final Pattern BASE64 = Pattern.compile("data:([a-zA-Z0-9.+/-]{3,80});base64,([A-Za-z0-9+/\\\\_=-]{64,}+)|\"data\"\\s*:\\s*\"([A-Za-z0-9+/\\\\_=-]{64,}+)\"");

  private static final Pattern TYPE = Pattern.compile("\"(?:media_type|mimeType|mime_type)\"\\s*:\\s*\"([^\"]{1,80})\"");

  /// How far from the data its type stands.
  private static final int NEAR = 200;

  private static final int SHOWN_DIGITS = 12;

  private MediaSummary() {}

  /// A text of JSON, or of events, with its media summed up.
  static String of(String text) {
    return text.contains("base64") || text.contains("\"data\"") ? BASE64.matcher(text).replaceAll(found -> Matcher.quoteReplacement(summary(found, text))) : text;
  }

  /// A body that is no text.
  static String of(String type, byte[] bytes) {
    return summary(type, bytes);
  }

  private static String summary(MatchResult found, String text) {
    return found.group(1) != null ? summary(found.group(1), decoded(found.group(2))) : "\"data\":\"" + summary(type(found, text), decoded(found.group(3))) + "\"";
  }

  /// The nearest type, before or behind.
  private static String type(MatchResult found, String text) {
    var before = TYPE.matcher(text.substring(Math.max(0, found.start() - NEAR), found.start())).results().reduce((_, later) -> later);
    var behind = TYPE.matcher(text.substring(found.end(), Math.min(text.length(), found.end() + NEAR))).results().findFirst();
    return before.or(() -> behind).map(type -> type.group(1)).orElse("base64");
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException unfinished) {
      return base64.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private static String summary(String type, byte[] bytes) {
    try {
      var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return "[" + type + ", " + bytes.length + " bytes, sha256 " + digest.substring(0, SHOWN_DIGITS) + "…]";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
