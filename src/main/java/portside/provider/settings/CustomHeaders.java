package portside.provider.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Secret;

/// `CUSTOM_HEADER_X_API_KEY=v` is the header `X-Api-Key: v`.
final class CustomHeaders {
  /// Headers that belong to the connection or to the body, which are ours.
  private static final List<String> OURS =
      List.of(
          "Host", "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Keep-Alive", "Proxy-Authorization",
          "Proxy-Connection", "Te", "Trailer", "Upgrade", "Expect");

  private CustomHeaders() {}

  /// The headers in the order of the file; an empty value sends none.
  static Map<String, Secret> read(SettingsReader settings) {
    var headers = new LinkedHashMap<String, Secret>();
    for (var entry : settings.beginningWith(Setting.HEADER_PREFIX)) {
      var name = name(entry.key().substring(Setting.HEADER_PREFIX.length()));
      if (!token(name)) {
        settings.fault(entry.key(), "is no header", "such as CUSTOM_HEADER_X_API_KEY, which is sent as X-Api-Key");
      } else if (OURS.contains(name)) {
        settings.fault(entry.key(), "would replace " + name + ", which the proxy itself must write", "remove this line");
      } else if (!sendable(entry.value().reveal())) {
        settings.fault(entry.key(), "holds a character that no header can carry", "plain letters, digits and signs on one line");
      } else if (!entry.value().isEmpty()) {
        headers.put(name, entry.value());
      }
    }
    return headers;
  }

  /// Whether a header can carry the text as it is.
  static boolean sendable(String value) {
    return value.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f || letter == '\t');
  }

  private static boolean token(String name) {
    var plain = name.chars().allMatch(letter -> letter == '-' || letter == '.' || letter < 0x80 && Character.isLetterOrDigit(letter));
    return plain && !name.isEmpty();
  }

  private static String name(String key) {
    return Stream.of(key.split("[_-]", -1)).map(CustomHeaders::capitalized).collect(Collectors.joining("-"));
  }

  private static String capitalized(String word) {
    return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
