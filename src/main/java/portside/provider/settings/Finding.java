package portside.provider.settings;

/// One thing found wrong, or worth saying, about a setting. Never holds the value of a secret.
///
/// @param source the file as it was found, or [RawSettings#ENVIRONMENT]
/// @param line in the file, from 1; 0 when it is not about one line
/// @param key the setting, or empty
/// @param problem what is wrong
/// @param hint what to do
public record Finding(String source, int line, String key, String problem, String hint) {
  /// Two lines for people: `env/.env-glm:3: PORT: "80a2" is not a number` and the hint.
  public String fault() {
    return text("");
  }

  /// The same for something that stops nothing.
  public String warning() {
    return text("warning: ");
  }

  private String text(String label) {
    var where = line > 0 ? source + ":" + line : source;
    var about = key.isEmpty() ? "" : key + ": ";
    return where + ": " + label + about + problem + "\n  hint: " + hint;
  }
}
