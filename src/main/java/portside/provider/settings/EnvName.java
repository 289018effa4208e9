package portside.provider.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/// Tells the name of a setting or of a variable from what may be a piece of a key. A key that was broken over two lines leaves such a piece where
/// a name should stand, often with the `=` at its end that base64 has; messages go to screens and logs, so they show only what is surely a name.
final class EnvName {
  /// How many letters may be wrong in the name of a setting.
  static final int NEAR = 3;

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern WORDS = Pattern.compile("[A-Z][A-Z0-9]{0,11}(_[A-Z0-9]{1,12})*");
  private static final int MOST_DIGITS = 2;

  private EnvName() {}

  /// Whether a shell would take it for the name of a variable.
  static boolean isVariable(String text) {
    return VARIABLE.matcher(text).matches();
  }

  /// Whether it may be shown: a setting, something near one, or upper-case words with hardly a digit.
  static boolean canBeShown(String text) {
    return Setting.known(text) || Setting.elsewhere(text).isPresent() || plain(text) || Setting.names().anyMatch(name -> near(text, name));
  }

  /// Whether somebody who typed it meant this setting.
  static boolean near(String text, String setting) {
    var distance = NearestName.distance(text.toUpperCase(Locale.ROOT), setting);
    return distance <= NEAR && 2 * distance <= setting.length();
  }

  /// The name if it may be shown, else nothing.
  static String shown(String text) {
    return canBeShown(text) ? text : "";
  }

  private static boolean plain(String text) {
    return WORDS.matcher(text).matches() && text.chars().filter(Character::isDigit).count() <= MOST_DIGITS;
  }
}
