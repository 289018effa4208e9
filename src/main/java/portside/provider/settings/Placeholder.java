package portside.provider.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells a key from the text that stands where a key should go.
final class Placeholder {
  private static final List<String> MARKS = List.of("<", "...", "…", "placeholder", "changeme", "change-me", "replace-me", "replace_me");

  /// `docker run --env-file` and others pass on `${NAME}` as it stands.
  private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[^}]*}");

  private Placeholder() {}

  /// Whether it looks like `your-api-key-here`, `<key>`, `sk-...` or `sk-xxxx`, or like a variable that was not replaced. What people give to
  /// servers that want no key, such as `ollama` or `none`, does not.
  static boolean looksLike(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    var yours = lower.contains("your") && (lower.contains("key") || lower.contains("token"));
    return yours
        || VARIABLE.matcher(key).matches()
        || MARKS.stream().anyMatch(lower::contains)
        || crossedOut(lower.substring(lower.lastIndexOf('-') + 1));
  }

  /// Whether it is no secret: a placeholder, or what the examples give to servers that want no key.
  static boolean standsForNone(String key) {
    return key.equals("none") || looksLike(key);
  }

  private static boolean crossedOut(String text) {
    return text.length() > 2 && text.chars().allMatch(letter -> letter == 'x' || letter == '*');
  }
}
