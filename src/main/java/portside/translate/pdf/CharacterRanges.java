package portside.translate.pdf;

import java.nio.charset.StandardCharsets;

/// Counts how many codes the ranges of a character map name. PDFBox makes an entry for each, up to 256 for a line of twenty bytes that packs to one.
final class CharacterRanges {
  private static final String BEGIN = "beginbfrange";
  private static final String END = "endbfrange";
  /// The most codes of a range of an embedded map, where PDFBox ends it.
  private static final int MOST = 256;

  private final byte[] map;
  private int at;

  private CharacterRanges(byte[] map, int from) {
    this.map = map;
    this.at = from;
  }

  /// @param bytes of any stream; 0 for one that is no character map
  static long codes(byte[] bytes) {
    var start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(BEGIN);
    return start < 0 ? 0 : new CharacterRanges(bytes, start).count();
  }

  /// Adds up `<start> <end> <what>`, where what may be an array, within each section.
  private long count() {
    long codes = 0;
    var inside = false;
    var place = 0;
    long first = 0;
    while (at < map.length) {
      switch (map[at]) {
        case '[' -> {
          skipToBracket();
          place = 0;
        }
        case '<' -> {
          var code = hex();
          if (place == 1 && inside) {
            codes += Math.clamp(code - first + 1, 0, MOST);
          }
          first = code;
          place = (place + 1) % 3;
        }
        default -> {
          if (!Character.isLetter(map[at])) {
            break;
          }
          var word = word();
          inside = inside ? !word.equals(END) : word.equals(BEGIN);
          place = 0;
          continue;
        }
      }
      at++;
    }
    return codes;
  }

  private void skipToBracket() {
    while (at < map.length && map[at] != ']') {
      at++;
    }
  }

  /// The number in `<…>`; leaves the place at the closing bracket.
  private long hex() {
    long value = 0;
    while (++at < map.length && map[at] != '>') {
      var digit = Character.digit(map[at], 16);
      value = digit < 0 ? value : Math.min((value << 4) + digit, Integer.MAX_VALUE);
    }
    return value;
  }

  private String word() {
    var start = at;
    while (at < map.length && Character.isLetter(map[at])) {
      at++;
    }
    return new String(map, start, at - start, StandardCharsets.US_ASCII);
  }
}
