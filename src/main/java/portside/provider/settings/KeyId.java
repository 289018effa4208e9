package portside.provider.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells secrets apart without showing any: the first six hexadecimal digits of the SHA-256 of each, which are those that the journal has for a key.
final class KeyId {
  private static final Set<String> LISTS = Set.of(Setting.OPENAI_API_KEY.name(), Setting.ANTHROPIC_API_KEY.name());
  private static final Pattern WITH_PASSWORD = Pattern.compile("://[^/\\s]*@");
  private static final int BYTES = 3;

  private KeyId() {}

  /// The id of one secret.
  static String of(String secret) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The value of a setting, for people: as it is where it is no secret; else `key 9f3a1c`, with what stands around the secret where that helps.
  static String shown(String key, String value) {
    if (!Setting.secret(key, value)) {
      return WITH_PASSWORD.matcher(value).find() ? address(value) : value;
    }
    if (LISTS.contains(key)) {
      return SettingsReader.parts(value).stream().map(KeyId::key).collect(Collectors.joining(", "));
    }
    if (key.equals(Setting.WEB_SEARCH.name())) {
      return search(value);
    }
    return value.contains("@") && !key.startsWith(Setting.HEADER_PREFIX) ? address(value) : key(value);
  }

  /// `http://me:<password>@proxy.example:3128`, with or without its scheme.
  private static String address(String value) {
    var scheme = value.indexOf("://");
    return value.substring(0, scheme < 0 ? 0 : scheme + "://".length()) + "(hidden)" + value.substring(value.lastIndexOf('@'));
  }

  private static String key(String text) {
    return FromClient.of(text).isPresent() || text.equals("none") ? text
        : Placeholder.looksLike(text) ? "(a placeholder, counts as missing)" : "key " + of(text);
  }

  /// `tavily:<key>` or `tavily:<key>@<address>`.
  private static String search(String value) {
    var colon = value.indexOf(':');
    var at = value.lastIndexOf('@');
    var secret = value.substring(colon + 1, at > colon ? at : value.length()).strip();
    return value.substring(0, colon + 1) + key(secret) + (at > colon ? value.substring(at) : "");
  }
}
