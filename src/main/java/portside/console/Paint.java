package portside.console;

import java.util.Map;

/// Colours texts by what they are, or leaves them as they are.
public final class Paint {
  /// What a text is.
  public enum Role {
    /// As all others.
    PLAIN(""),
    /// Heads a column or a part.
    HEAD("1"),
    /// Less important than what stands beside it.
    DIM("2"),
    /// All is well.
    GOOD("32"),
    /// It works, and should be looked at.
    WARN("33"),
    /// It does not work.
    BAD("31"),
    /// What the eye should find first.
    ACCENT("36");

    private final String code;

    Role(String code) {
      this.code = code;
    }
  }

  /// Colours nothing.
  public static final Paint NONE = new Paint(false);

  /// Colours.
  public static final Paint COLOURS = new Paint(true);

  private final boolean on;

  private Paint(boolean on) {
    this.on = on;
  }

  /// Colours on a terminal that has any, unless `NO_COLOR` (no-color.org) asks for none.
  ///
  /// @param asked `always`, `never` or `auto`
  /// @param terminal whether the output is one
  public static Paint of(String asked, boolean terminal, Map<String, String> environment) {
    return switch (asked) {
      case "always" -> COLOURS;
      case "never" -> NONE;
      default -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM")) ? COLOURS : NONE;
    };
  }

  /// Whether anything is coloured.
  public boolean on() {
    return on;
  }

  /// The text with the colour of its role.
  public String text(Role role, String text) {
    return on && role != Role.PLAIN && !text.isEmpty() ? "\033[" + role.code + "m" + text + "\033[0m" : text;
  }
}
