package portside.translate.pdf;

import java.io.IOException;

/// The work one document may cause. There is no clock in this room, so it is counted in bytes unpacked, operators run and glyphs shown; a file
/// of a few kilobytes can ask for any amount of each.
final class Allowance {
  /// Of one stream; a page's drawing or a font. Larger ones are pictures, which are never unpacked.
  static final int STREAM_BYTES = 16 << 20;

  private static final long ALL_BYTES = 96L << 20;
  private static final int OPERATORS = 2_000_000;
  private static final int GLYPHS = 600_000;

  private long bytes = ALL_BYTES;
  private int operators = OPERATORS;
  private int glyphs = GLYPHS;

  /// Something was asked for that is not granted.
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("over the allowance");
    }
  }

  /// @throws Exceeded when so much is not left
  void unpack(long amount) throws Exceeded {
    if (amount > bytes) {
      bytes = 0;
      throw new Exceeded();
    }
    bytes -= amount;
  }

  /// Whether one more operator may run.
  boolean operator() {
    return operators > 0 && operators-- > 0;
  }

  /// Whether one more glyph may be shown.
  boolean glyph() {
    return glyphs > 0 && glyphs-- > 0;
  }

  /// Whether any of it is used up.
  boolean spent() {
    return bytes == 0 || operators == 0 || glyphs == 0;
  }
}
