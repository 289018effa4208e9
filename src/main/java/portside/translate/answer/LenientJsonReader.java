package portside.translate.answer;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an object in the notations that models take for JSON, those of Python and JavaScript, and writes it as JSON: any quotation marks, keys
/// without them, raw and long strings, `True`, `None` and `NaN`, numbers such as `.5` and `0x1f`, tuples, comments, a comma too many, line feeds
/// and escapes that JSON does not have. What is JSON already stays as it was written, character for character.
final class LenientJsonReader {
  /// There is no telling what was meant.
  private static final class Unclear extends Exception {
    private static final long serialVersionUID = 1L;

    Unclear() {
      super(null, null, false, false);
    }
  }

  /// The most levels of nesting; the parser of whole documents refuses deeper values too.
  private static final int DEEPEST = 256;

  private static final Pattern CODE = Pattern.compile("u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}");
  private static final Pattern HEXADECIMAL = Pattern.compile("-?0[xX][0-9a-fA-F]{1,15}");
  private static final Pattern GROUPED = Pattern.compile("-?[1-9]\\d{0,2}(?:_\\d{3})+");
  private static final Pattern COMMENT = Pattern.compile("(?:#|//)[^\\n]*|/\\*(?s:.{0,1000}?)\\*/");

  private final String text;
  private final StringBuilder out;
  private int at;
  private int depth;

  private LenientJsonReader(String text, int from) {
    this.text = text;
    this.at = from;
    this.out = new StringBuilder(text.length() + 16);
  }

  /// The object that begins here, as JSON; null when there is no telling what was meant, or it was cut short. What follows it does not count.
  static @Nullable String read(String text, int from) {
    var reader = new LenientJsonReader(text, from);
    try {
      reader.value();
      return reader.out.toString();
    } catch (Unclear unclear) {
      return null;
    }
  }

  private void value() throws Unclear {
    char first = next();
    int prefix = prefix();
    if (prefix > 0 || closingQuote(first) != 0) {
      strings();
      return;
    }
    switch (first) {
      case '{' -> bracketed('{', '}', '}');
      case '[' -> bracketed('[', ']', ']');
      case '(' -> bracketed('[', ')', ']');
      default -> bare();
    }
  }

  private void bracketed(char opening, char closing, char written) throws Unclear {
    if (++depth > DEEPEST) {
      throw new Unclear();
    }
    at++;
    out.append(opening);
    var gap = blanks();
    while (next() != closing) {
      out.append(gap);
      if (opening == '{') {
        member();
      } else {
        value();
      }
      gap = blanks();
      if (next() != closing) {
        take(',');
        var behind = blanks();
        gap += next() == closing ? behind : "," + behind;
      }
    }
    at++;
    depth--;
    out.append(gap).append(written);
  }

  private void member() throws Unclear {
    char quote = closingQuote(next());
    if (quote != 0) {
      string(quote);
    } else {
      out.append('"').append(word()).append('"');
    }
    out.append(blanks());
    take(':');
    out.append(':').append(blanks());
    value();
  }

  /// How many letters stand before a string of Python's: `r'\d'`, `u'x'`.
  private int prefix() {
    int quote = at;
    while (quote < text.length() && "rRuUbB".indexOf(text.charAt(quote)) >= 0) {
      quote++;
    }
    boolean string = quote - at <= 2 && quote < text.length() && "\"'".indexOf(text.charAt(quote)) >= 0;
    return string ? quote - at : 0;
  }

  /// Reads a string; in Python several behind one another are one.
  private void strings() throws Unclear {
    out.append('"');
    for (boolean more = true; more; ) {
      int letters = prefix();
      boolean raw = text.substring(at, at + letters).toLowerCase(Locale.ROOT).contains("r");
      at += letters;
      characters(closingQuote(next()), raw);
      int end = at;
      blanks();
      more = at < text.length() && (prefix() > 0 || text.charAt(at) == '"' || text.charAt(at) == '\'');
      at = more ? at : end;
    }
    out.append('"');
  }

  private void string(char closing) throws Unclear {
    out.append('"');
    characters(closing, false);
    out.append('"');
  }

  /// @param raw whether a backslash is one
  private void characters(char closing, boolean raw) throws Unclear {
    var three = String.valueOf(closing).repeat(3);
    var end = text.startsWith(three, at) ? three : String.valueOf(closing);
    at += end.length();
    for (char c = next(); !text.startsWith(end, at); c = next()) {
      at++;
      switch (c) {
        case '\\' -> {
          if (!raw) {
            escape();
          } else {
            out.append("\\\\");
          }
        }
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    at += end.length();
  }

  /// Reads an escape. One that JSON does not have is a backslash, as Python has it too: `\d` of a pattern, `\P` of a path.
  private void escape() throws Unclear {
    char c = next();
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> out.append('\\').append(c);
      case '\'' -> out.append(c);
      default -> {
        if (!CODE.matcher(text).region(at, text.length()).lookingAt()) {
          out.append("\\\\");
          return; // the character itself is read as any other
        }
        out.append(c == 'u' ? "\\u" : "\\u00");
      }
    }
    at++;
  }

  /// Reads a value without quotation marks.
  private void bare() throws Unclear {
    var word = word();
    var meant = switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> "true";
      case "false" -> "false";
      case "null", "none", "undefined", "nan", "+nan", "-nan", "infinity", "+infinity", "-infinity", "inf", "+inf", "-inf" -> "null";
      default -> number(word);
    };
    out.append(meant);
  }

  private static String number(String word) throws Unclear {
    var number = word.startsWith("+") ? word.substring(1) : word;
    number = number.startsWith(".") ? "0" + number : number.startsWith("-.") ? "-0" + number.substring(1) : number;
    number = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
    if (HEXADECIMAL.matcher(number).matches()) {
      return String.valueOf(Long.decode(number));
    }
    number = GROUPED.matcher(number).matches() ? number.replace("_", "") : number;
    if (!RawJson.isNumber(number)) {
      throw new Unclear();
    }
    return number;
  }

  private String word() throws Unclear {
    int start = at;
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_$+-.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == start) {
      throw new Unclear();
    }
    return text.substring(start, at);
  }

  private static char closingQuote(char c) {
    return switch (c) {
      case '"', '\'', '`' -> c;
      case '“' -> '”';
      case '‘' -> '’';
      default -> 0;
    };
  }

  /// Takes blanks and comments; what JSON does not know of them is left out.
  private String blanks() {
    var blanks = new StringBuilder();
    var comment = COMMENT.matcher(text);
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        blanks.append(" \n\r\t".indexOf(c) >= 0 ? String.valueOf(c) : "");
        at++;
      } else if ((c == '#' || c == '/') && comment.region(at, text.length()).lookingAt()) {
        at = comment.end();
      } else {
        break;
      }
    }
    return blanks.toString();
  }

  private void take(char expected) throws Unclear {
    if (next() != expected) {
      throw new Unclear();
    }
    at++;
  }

  private char next() throws Unclear {
    if (at == text.length()) {
      throw new Unclear();
    }
    return text.charAt(at);
  }
}
