package portside.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of UTF-8 JSON text that can be used again and again; what is added must make JSON by itself.
///
/// Strings are escaped here: a surrogate without its other half becomes U+FFFD. It exists
/// beside the JSON-P generator because it is several times faster, for the few characters of a delta as for the long texts of a request.
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  /// Characters escaped between two checks of the room left.
  private static final int SLICE = 4096;

  private byte[] bytes;
  private int length;

  /// A buffer for something short.
  public JsonText() {
    this(1024);
  }

  /// @param capacity the size expected; it grows when that is too small
  public JsonText(int capacity) {
    bytes = new byte[Math.max(64, capacity)];
  }

  /// The text so far; valid up to [#length()] until the next call that adds.
  public byte[] array() {
    return bytes;
  }

  /// How many bytes there are.
  public int length() {
    return length;
  }

  /// The text so far, copied.
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /// Begins anew.
  public void clear() {
    length = 0;
  }

  /// Adds fixed text as it is.
  public JsonText raw(byte[] fixed) {
    room(fixed.length);
    System.arraycopy(fixed, 0, bytes, length, fixed.length);
    length += fixed.length;
    return this;
  }

  /// Adds JSON text as it is.
  public JsonText raw(String json) {
    return raw(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a number.
  public JsonText number(long value) {
    if (value >= 0 && value < 10) {
      room(1);
      bytes[length++] = (byte) ('0' + value);
      return this;
    }
    return raw(Long.toString(value));
  }

  /// Adds one ASCII character as it is.
  public JsonText raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /// Adds a string with its quotation marks.
  public JsonText string(String text) {
    room(2);
    bytes[length++] = '"';
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + SLICE);
      while (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      escape(text, from, to);
      from = to;
    }
    room(1);
    bytes[length++] = '"';
    return this;
  }

  private void escape(String text, int from, int to) {
    room((to - from) * 6);
    byte[] out = bytes;
    int n = length;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        n = control(c, out, n);
      } else if (c < 0x80) {
        if (c == '"' || c == '\\') {
          out[n++] = '\\';
        }
        out[n++] = (byte) c;
      } else if (c < 0x800) {
        out[n++] = (byte) (0xC0 | c >> 6);
        out[n++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        out[n++] = (byte) (0xF0 | point >> 18);
        out[n++] = (byte) (0x80 | point >> 12 & 0x3F);
        out[n++] = (byte) (0x80 | point >> 6 & 0x3F);
        out[n++] = (byte) (0x80 | point & 0x3F);
      } else {
        int point = Character.isSurrogate(c) ? 0xFFFD : c;
        out[n++] = (byte) (0xE0 | point >> 12);
        out[n++] = (byte) (0x80 | point >> 6 & 0x3F);
        out[n++] = (byte) (0x80 | point & 0x3F);
      }
    }
    length = n;
  }

  private static int control(char c, byte[] out, int n) {
    out[n++] = '\\';
    switch (c) {
      case '\n' -> out[n++] = 'n';
      case '\t' -> out[n++] = 't';
      case '\r' -> out[n++] = 'r';
      default -> {
        out[n++] = 'u';
        out[n++] = '0';
        out[n++] = '0';
        out[n++] = HEX[c >> 4];
        out[n++] = HEX[c & 0xF];
      }
    }
    return n;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
