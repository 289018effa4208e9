package portside.provider;

import java.util.List;
import java.util.Locale;

/// Some models of one provider and the row they speak. Rules stand in a list; the first that covers the model counts.
///
/// @param models lower-case names, `*` for any characters
/// @param row how they speak
record DialectRule(List<String> models, Dialect row) {
  /// Models by their globs.
  static DialectRule models(Dialect row, String... globs) {
    return new DialectRule(List.of(globs), row);
  }

  /// Every model no earlier rule covers.
  static DialectRule otherwise(Dialect row) {
    return new DialectRule(List.of("*"), row);
  }

  /// Whether the model is meant; case does not count.
  boolean covers(String model) {
    var name = model.toLowerCase(Locale.ROOT);
    return models.stream().anyMatch(glob -> matches(glob, name));
  }

  /// Whether the text is the glob with something (also nothing) in place of each star.
  static boolean matches(String glob, String text) {
    var star = glob.indexOf('*');
    if (star < 0) {
      return glob.equals(text);
    }
    if (!text.startsWith(glob.substring(0, star))) {
      return false;
    }
    var rest = glob.substring(star + 1);
    for (var from = star; from <= text.length(); from++) {
      if (matches(rest, text.substring(from))) {
        return true;
      }
    }
    return false;
  }
}
