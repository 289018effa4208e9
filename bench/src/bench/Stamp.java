package bench;

import java.nio.ByteBuffer;

/// The send time inside an event's text: `@`, nineteen digits of `System.nanoTime()`, `@`.
///
/// On Linux that clock is CLOCK_MONOTONIC, the same in every process, so arrival minus stamp is the delay of the event.
final class Stamp {
  static final byte MARK = '@';
  static final int DIGITS = 19;
  /// What an event's template holds where the time goes.
  static final String BLANK = "@" + "0".repeat(DIGITS) + "@";

  private Stamp() {}

  /// Writes the digits of `nanos` at `at`, the place after the opening mark.
  static void write(ByteBuffer into, int at, long nanos) {
    var left = nanos;
    for (int i = at + DIGITS - 1; i >= at; i--) {
      into.put(i, (byte) ('0' + left % 10));
      left /= 10;
    }
  }
}
