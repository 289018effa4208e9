package portside.translate.pdf;

import java.io.IOException;

/// The work one document may cause. There is no clock in this room, so it is counted in bytes unpacked, operators run and glyphs shown; a file
/// of a few kilobytes can ask for any amount of each.
final class WorkBudget {
  private final int streamBytes;
  private long bytes;
  private int operators;
  private int glyphs;

  /// Something was asked for that is not granted.
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("over the allowance");
    }
  }

  /// What every document gets.
  static WorkBudget ofADocument() {
    return new WorkBudget(16 << 20, 96L << 20, 2_000_000, 600_000);
  }

  /// @param streamBytes of one stream; a page's drawing or a font. Larger ones are pictures, which are never unpacked.
  /// @param bytes of all streams together
  WorkBudget(int streamBytes, long bytes, int operators, int glyphs) {
    this.streamBytes = streamBytes;
    this.bytes = bytes;
    this.operators = operators;
    this.glyphs = glyphs;
  }

  /// The most that one stream may unpack to.
  int streamBytes() {
    return streamBytes;
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
    if (operators == 0) {
      return false;
    }
    operators--;
    return true;
  }

  /// Whether one more glyph may be shown.
  boolean glyph() {
    if (glyphs == 0) {
      return false;
    }
    glyphs--;
    return true;
  }

  /// Whether any of it is used up.
  boolean spent() {
    return bytes == 0 || operators == 0 || glyphs == 0;
  }
}
