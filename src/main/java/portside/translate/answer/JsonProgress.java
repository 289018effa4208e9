package portside.translate.answer;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows one JSON value as its text arrives in pieces and says, without keeping the text, how far it is: a pushdown automaton that looks at
/// each character once.
///
/// ```
///            any value                 its last character
///   EMPTY ───────────────► PARTIAL ───────────────────────► COMPLETE   (what follows is not looked at)
///                             │ a character JSON does not allow here
///                             ▼
///                          BROKEN     (for good)
/// ```
public final class JsonProgress {
  /// How far the value is.
  public enum Verdict {
    EMPTY,
    PARTIAL,
    COMPLETE,
    BROKEN
  }

  /// What may come next.
  private enum Next {
    VALUE,
    VALUE_OR_END,
    KEY,
    KEY_OR_END,
    COLON,
    COMMA_OR_END,
    IN_STRING,
    IN_KEY,
    ESCAPED,
    HEX,
    /// Behind the sign of a number, its leading zero, its other digits, its point, the digits behind that, its `e`, the sign and the digits behind
    /// that.
    MINUS,
    ZERO,
    DIGITS,
    POINT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    POWER,
    IN_WORD,
    NOTHING
  }

  /// The most levels of nesting; the parser of whole documents refuses deeper values too.
  private static final int DEEPEST = 256;

  private static final Set<Next> WHOLE_NUMBERS = EnumSet.of(Next.ZERO, Next.DIGITS, Next.FRACTION, Next.POWER);

  private final BitSet objects = new BitSet();
  private int depth;
  private Next next = Next.VALUE;
  private Next afterEscape = Next.VALUE;
  private int hexLeft;
  private String word = "";
  private int wordRead;
  private int unsettled;
  private Verdict verdict = Verdict.EMPTY;

  public Verdict verdict() {
    return verdict;
  }

  /// Whether adding the missing brackets would complete the value without cutting a string, a number or a word short.
  public boolean lacksOnlyBrackets() {
    return verdict == Verdict.PARTIAL && next == Next.COMMA_OR_END;
  }

  /// How many of the last characters may still turn out to be no JSON and be meant otherwise: a number, a word or an escape that may go on, a
  /// comma behind which nothing may come, and the blanks behind these.
  public int unsettled() {
    return unsettled;
  }

  /// The brackets that are still open, innermost first.
  public String missingBrackets() {
    var brackets = new StringBuilder();
    for (int i = depth - 1; i >= 0; i--) {
      brackets.append(objects.get(i) ? '}' : ']');
    }
    return brackets.toString();
  }

  /// Looks at text from `from` on; returns the index after the last character that belongs to the value or to blanks before it. That is less
  /// than the length when the value is complete or broken.
  public int follow(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (verdict == Verdict.COMPLETE || verdict == Verdict.BROKEN) {
        return i;
      }
      if (!step(text.charAt(i))) {
        verdict = Verdict.BROKEN;
        return i;
      }
      unsettled = isSettled(text.charAt(i)) ? 0 : unsettled + 1;
    }
    return text.length();
  }

  private boolean isSettled(char last) {
    return switch (next) {
      case IN_STRING, IN_KEY, NOTHING -> true;
      case ESCAPED, HEX -> false;
      default -> "{[:]}\"".indexOf(last) >= 0;
    };
  }

  private boolean step(char c) {
    return switch (next) {
      case IN_STRING, IN_KEY -> inString(c);
      case ESCAPED -> escaped(c);
      case HEX -> {
        next = --hexLeft == 0 ? afterEscape : Next.HEX;
        yield Character.digit(c, 16) >= 0;
      }
      case IN_WORD -> inWord(c);
      case MINUS, ZERO, DIGITS, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, POWER -> inNumber(c);
      default -> c == ' ' || c == '\n' || c == '\t' || c == '\r' || structure(c);
    };
  }

  private boolean structure(char c) {
    return switch (next) {
      case VALUE -> value(c);
      case VALUE_OR_END -> c == ']' ? close() : value(c);
      case KEY -> key(c);
      case KEY_OR_END -> c == '}' ? close() : key(c);
      case COLON -> {
        next = Next.VALUE;
        yield c == ':';
      }
      case COMMA_OR_END -> {
        boolean inObject = objects.get(depth - 1);
        if (c == ',') {
          next = inObject ? Next.KEY : Next.VALUE;
          yield true;
        }
        yield c == (inObject ? '}' : ']') && close();
      }
      default -> false;
    };
  }

  private boolean value(char c) {
    verdict = Verdict.PARTIAL;
    return switch (c) {
      case '{' -> open(true, Next.KEY_OR_END);
      case '[' -> open(false, Next.VALUE_OR_END);
      case '"' -> go(Next.IN_STRING);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-' -> go(Next.MINUS);
      case '0' -> go(Next.ZERO);
      default -> isDigit(c) && go(Next.DIGITS);
    };
  }

  private boolean key(char c) {
    return c == '"' && go(Next.IN_KEY);
  }

  private boolean inString(char c) {
    if (c == '"') {
      if (next == Next.IN_KEY) {
        next = Next.COLON;
      } else {
        valueEnded();
      }
      return true;
    }
    if (c == '\\') {
      afterEscape = next;
      next = Next.ESCAPED;
      return true;
    }
    return c >= ' ';
  }

  private boolean escaped(char c) {
    if (c == 'u') {
      hexLeft = 4;
      next = Next.HEX;
      return true;
    }
    next = afterEscape;
    return "\"\\/bfnrt".indexOf(c) >= 0;
  }

  private boolean inNumber(char c) {
    var then = numberAfter(c);
    if (then != null) {
      return go(then);
    }
    if (!WHOLE_NUMBERS.contains(next)) {
      return false;
    }
    valueEnded();
    return step(c);
  }

  /// Where in the number this character leads; null when it is no part of it.
  private @Nullable Next numberAfter(char c) {
    boolean digit = isDigit(c);
    boolean exponent = c == 'e' || c == 'E';
    return switch (next) {
      case MINUS -> c == '0' ? Next.ZERO : digit ? Next.DIGITS : null;
      case ZERO -> c == '.' ? Next.POINT : exponent ? Next.EXPONENT : null;
      case DIGITS -> digit ? Next.DIGITS : c == '.' ? Next.POINT : exponent ? Next.EXPONENT : null;
      case POINT -> digit ? Next.FRACTION : null;
      case FRACTION -> digit ? Next.FRACTION : exponent ? Next.EXPONENT : null;
      case EXPONENT -> c == '+' || c == '-' ? Next.EXPONENT_SIGN : digit ? Next.POWER : null;
      case EXPONENT_SIGN, POWER -> digit ? Next.POWER : null;
      default -> null;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean inWord(char c) {
    if (c != word.charAt(wordRead)) {
      return false;
    }
    if (++wordRead == word.length()) {
      valueEnded();
    }
    return true;
  }

  private boolean word(String expected) {
    word = expected;
    wordRead = 1;
    return go(Next.IN_WORD);
  }

  private boolean open(boolean object, Next first) {
    if (depth == DEEPEST) {
      return false;
    }
    objects.set(depth++, object);
    return go(first);
  }

  private boolean close() {
    depth--;
    valueEnded();
    return true;
  }

  private void valueEnded() {
    if (depth == 0) {
      verdict = Verdict.COMPLETE;
      next = Next.NOTHING;
    } else {
      next = Next.COMMA_OR_END;
    }
  }

  private boolean go(Next then) {
    next = then;
    return true;
  }
}
