package portside.provider;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import portside.provider.dialect.DialectRule;

/// Which names of models are meant: an exact name, one with `*` for any text, or `/regular expression/`, which is searched for in the name. The
/// case of letters does not count.
///
/// @param text as typed
record NamePattern(String text) {
  /// How often a regular expression may look at a character. One that tries everything again and again looks 2²⁵⁶ times at a name of 256; an
  /// ordinary one some hundred times.
  private static final int MOST_LOOKS = 100_000;

  /// What is wrong with it; empty when it can be used.
  Optional<String> fault() {
    try {
      if (isExpression()) {
        expression();
      }
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription().toLowerCase(Locale.ROOT));
    }
  }

  /// Whether it is one name.
  boolean exact() {
    return !isExpression() && text.indexOf('*') < 0;
  }

  /// Whether a name is meant. An expression that takes too long covers nothing.
  boolean covers(String name) {
    if (!isExpression()) {
      return DialectRule.matches(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
    try {
      return expression().matcher(new Watched(name, MOST_LOOKS)).find();
    } catch (TooLong e) {
      return false;
    }
  }

  private boolean isExpression() {
    return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
  }

  private Pattern expression() {
    return Pattern.compile(text.substring(1, text.length() - 1), Pattern.CASE_INSENSITIVE);
  }

  /// A name of which so many characters may be looked at.
  private static final class Watched implements CharSequence {
    private final String name;
    private int left;

    Watched(String name, int looks) {
      this.name = name;
      this.left = looks;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooLong();
      }
      return name.charAt(index);
    }

    @Override
    public int length() {
      return name.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return name.substring(start, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("the expression looks too often at the name", null, false, false);
    }
  }
}
