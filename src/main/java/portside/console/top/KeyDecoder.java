package portside.console.top;

import java.io.IOException;
import java.util.Map;

/// Makes keys of what a terminal sends: characters, control characters, and the escape sequences of ECMA-48 and xterm for arrows and their like.
final class KeyDecoder {
  /// Where characters come from.
  @FunctionalInterface
  interface Source {
    /// @param patience in milliseconds; 0 waits for ever
    /// @return a UTF-16 unit, [#EXPIRED] or [#END]
    int read(long patience) throws IOException;
  }

  static final int END = -1;
  static final int EXPIRED = -2;

  private static final int ESCAPE = 27;
  /// What follows an escape within this time belongs to it; a person who presses the key is slower.
  private static final long ONE_KEY_MILLIS = 40;

  private static final Map<String, Key> SEQUENCES = Map.ofEntries(
      Map.entry("[A", Key.Named.UP), Map.entry("OA", Key.Named.UP), Map.entry("[B", Key.Named.DOWN), Map.entry("OB", Key.Named.DOWN),
      Map.entry("[5~", Key.Named.PAGE_UP), Map.entry("[6~", Key.Named.PAGE_DOWN), Map.entry("[Z", Key.Named.TAB),
      Map.entry("[H", Key.Named.HOME), Map.entry("OH", Key.Named.HOME), Map.entry("[1~", Key.Named.HOME), Map.entry("[7~", Key.Named.HOME),
      Map.entry("[F", Key.Named.END), Map.entry("OF", Key.Named.END), Map.entry("[4~", Key.Named.END), Map.entry("[8~", Key.Named.END));

  private final Source source;
  /// A character that followed an escape without belonging to it.
  private int pending = EXPIRED;

  KeyDecoder(Source source) {
    this.source = source;
  }

  /// Waits for a key.
  Key next() throws IOException {
    var first = pending == EXPIRED ? source.read(0) : pending;
    pending = EXPIRED;
    return switch (first) {
      case END, 3 -> Key.Named.INTERRUPT;
      case EXPIRED -> Key.Named.OTHER;
      case ESCAPE -> escaped();
      case '\r', '\n' -> Key.Named.ENTER;
      case '\t' -> Key.Named.TAB;
      case 8, 127 -> Key.Named.BACKSPACE;
      case 12 -> Key.Named.REDRAW;
      default -> first < ' ' ? Key.Named.OTHER : new Key.Typed(whole(first));
    };
  }

  /// Two units make one character beyond the basic plane.
  private int whole(int first) throws IOException {
    if (!Character.isHighSurrogate((char) first)) {
      return first;
    }
    var second = source.read(ONE_KEY_MILLIS);
    return second >= 0 && Character.isLowSurrogate((char) second) ? Character.toCodePoint((char) first, (char) second) : '?';
  }

  private Key escaped() throws IOException {
    var sequence = new StringBuilder();
    var next = source.read(ONE_KEY_MILLIS);
    if (next != '[' && next != 'O') {
      pending = next;
      return Key.Named.ESCAPE;
    }
    sequence.append((char) next);
    do {
      next = source.read(ONE_KEY_MILLIS);
      if (next < 0) {
        return Key.Named.OTHER;
      }
      sequence.append((char) next);
    } while (sequence.charAt(0) == '[' && next < '@'); // parameters stand before the end
    return SEQUENCES.getOrDefault(sequence.toString(), Key.Named.OTHER);
  }
}
