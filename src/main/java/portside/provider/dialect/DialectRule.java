package portside.provider.dialect;

import java.util.List;
import java.util.Locale;
import portside.catalog.Glob;

/// Some models of one provider and the row they speak. Rules stand in a list; the first that covers the model counts.
///
/// @param models lower-case names, `*` for any characters
/// @param row how they speak
public record DialectRule(List<String> models, Dialect row) {
  /// Models by their globs.
  public static DialectRule models(Dialect row, String... globs) {
    return new DialectRule(List.of(globs), row);
  }

  /// Every model no earlier rule covers.
  public static DialectRule otherwise(Dialect row) {
    return new DialectRule(List.of("*"), row);
  }

  /// Whether the model is meant; case does not count.
  public boolean covers(String model) {
    var name = model.toLowerCase(Locale.ROOT);
    return models.stream().anyMatch(glob -> matches(glob, name));
  }

  /// Whether the text is the glob with something (also nothing) in place of each star.
  public static boolean matches(String glob, String text) {
    return Glob.matches(glob, text);
  }
}
