package portside.console;

import java.util.ArrayList;
import java.util.List;

/// How many columns of a terminal a text takes.
public final class DisplayWidth {
  /// The single ones among signs that take one column.
  private static final String SIGNS = "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕";
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private DisplayWidth() {}

  /// Wide characters of East Asian scripts and pictures take two columns (Unicode Standard Annex 11), marks that sit on another none.
  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /// The beginning of a text that fits, with `…` in place of what was cut off.
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    var kept = new StringBuilder();
    var used = 1; // for the sign
    for (var character : text.codePoints().toArray()) {
      used += of(character);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(character);
    }
    return columns < 1 ? "" : kept.append('…').toString();
  }

  /// The lines of a text, broken between words, and within those that are longer than a line.
  public static List<String> wrap(String text, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ")) {
      if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      while (of(line.toString()) > columns) {
        var head = head(line.toString(), columns);
        lines.add(head);
        line.delete(0, head.length());
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /// One character at least.
  private static String head(String text, int columns) {
    var end = text.offsetByCodePoints(0, 1);
    while (end < text.length() && of(text.substring(0, text.offsetByCodePoints(end, 1))) <= columns) {
      end = text.offsetByCodePoints(end, 1);
    }
    return text.substring(0, end);
  }

  private static int of(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
      default -> character == ZERO_WIDTH_JOINER ? 0 : wide(character) ? 2 : 1;
    };
  }

  private static boolean wide(int character) {
    return character >= 0x1100 && character <= 0x115F
        || character >= 0x2E80 && character <= 0xA4CF && character != 0x303F
        || character >= 0xAC00 && character <= 0xD7A3
        || character >= 0xF900 && character <= 0xFAFF
        || character >= 0xFE30 && character <= 0xFE6F
        || character >= 0xFF00 && character <= 0xFF60
        || character >= 0xFFE0 && character <= 0xFFE6
        || character >= 0x1F300 && character <= 0x1F64F
        || character >= 0x1F680 && character <= 0x1F6FC
        || character >= 0x1F7E0 && character <= 0x1F7EB
        || character >= 0x1F900 && character <= 0x1F9FF
        || character >= 0x1FA70 && character <= 0x1FAFF
        || character < 0x2C00 && SIGNS.indexOf(character) >= 0
        || character >= 0x20000 && character <= 0x3FFFD;
  }
}
