package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads one HTTP answer as its bytes arrive and counts the stamped events in it, whatever language they come in.
///
/// ```
///   HEAD ──► SIZE ──► DATA ──► DATA_END ──► SIZE …    chunked
///             │ 0
///             ▼
///          TRAILER ──► COMPLETE
///   HEAD ──► COUNTED ──────► COMPLETE                  with a length
/// ```
final class Reply {
  private enum Part { HEAD, SIZE, DATA, DATA_END, TRAILER, COUNTED, COMPLETE }

  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
  private static final int TAIL = 192;

  private Part part = Part.HEAD;
  private final byte[] head = new byte[4096];
  private int headLength;
  private int status;
  private boolean closes;
  private long left;
  private int trailerLength;
  private final byte[] tail = new byte[TAIL];
  private int tailLength;

  private int digits = -1;
  private long sent;
  private long events;
  private long lastEvent;
  private long longestGap;

  /// Forgets everything, for the next answer.
  void clear() {
    part = Part.HEAD;
    headLength = 0;
    status = 0;
    closes = false;
    left = 0;
    tailLength = 0;
    digits = -1;
    events = 0;
    lastEvent = 0;
    longestGap = 0;
  }

  /// Takes bytes that arrived at `now`; the delay of each event goes to `delays`.
  void read(ByteBuffer bytes, long now, Delays delays) {
    while (bytes.hasRemaining() && part != Part.COMPLETE) {
      switch (part) {
        case HEAD -> readHead(bytes.get());
        case SIZE -> readSize(bytes.get());
        case DATA, COUNTED -> readData(bytes, now, delays);
        case DATA_END -> part = bytes.get() == '\n' ? Part.SIZE : Part.DATA_END;
        case TRAILER -> readTrailer(bytes.get());
        case COMPLETE -> throw new IllegalStateException("read past the end");
      }
    }
  }

  /// The last byte of the answer is here.
  boolean complete() {
    return part == Part.COMPLETE;
  }

  int status() {
    return status;
  }

  /// The server said that it closes the connection after this answer.
  boolean closes() {
    return closes;
  }

  long events() {
    return events;
  }

  /// Nanoseconds between the two events that were farthest apart, up to `now`.
  long longestGap(long now) {
    return lastEvent == 0 ? 0 : Math.max(longestGap, complete() ? 0 : now - lastEvent);
  }

  /// The stream came to its proper end: `[DONE]` or `message_stop`, and the end of the body.
  boolean finished() {
    var end = ending();
    return complete() && status == 200 && (end.contains("[DONE]") || end.contains("message_stop"));
  }

  /// The last bytes of the body; the message, when the answer is an error.
  String ending() {
    return new String(tail, 0, tailLength, UTF_8);
  }

  private void readHead(byte next) {
    head[headLength++] = next;
    if (next == '\n' && headLength >= 4 && head[headLength - 2] == '\r' && head[headLength - 3] == '\n') {
      var text = new String(head, 0, headLength, ISO_8859_1).toLowerCase(Locale.ROOT);
      status = Integer.parseInt(text.substring(9, 12));
      closes = text.contains("\r\nconnection: close");
      var length = LENGTH.matcher(text);
      if (text.contains("\r\ntransfer-encoding: chunked")) {
        part = Part.SIZE;
      } else {
        left = length.find() ? Long.parseLong(length.group(1)) : 0;
        part = left == 0 ? Part.COMPLETE : Part.COUNTED;
      }
    }
  }

  private void readSize(byte next) {
    if (next == '\n') {
      trailerLength = 0;
      part = left == 0 ? Part.TRAILER : Part.DATA;
    } else if (next != '\r') {
      left = left * 16 + Character.digit(next, 16);
    }
  }

  private void readTrailer(byte next) {
    if (next == '\n' && trailerLength == 0) {
      part = Part.COMPLETE;
    } else {
      trailerLength = next == '\n' ? 0 : next == '\r' ? trailerLength : trailerLength + 1;
    }
  }

  private void readData(ByteBuffer bytes, long now, Delays delays) {
    var count = (int) Math.min(left, bytes.remaining());
    var end = bytes.position() + count;
    keepTail(bytes, count);
    for (int at = bytes.position(); at < end; at++) {
      readStamp(bytes.get(at), now, delays);
    }
    bytes.position(end);
    left -= count;
    if (left == 0) {
      part = part == Part.COUNTED ? Part.COMPLETE : Part.DATA_END;
    }
  }

  /// `digits` is how many of a stamp were seen, -1 outside of one.
  private void readStamp(byte next, long now, Delays delays) {
    if (digits < 0) {
      if (next == Stamp.MARK) {
        digits = 0;
        sent = 0;
      }
    } else if (next >= '0' && next <= '9') {
      digits++;
      sent = sent * 10 + next - '0';
    } else {
      if (digits == Stamp.DIGITS && next == Stamp.MARK) {
        countEvent(now, delays);
      }
      digits = -1;
    }
  }

  private void countEvent(long now, Delays delays) {
    events++;
    delays.add(now - sent);
    longestGap = lastEvent == 0 ? 0 : Math.max(longestGap, now - lastEvent);
    lastEvent = now;
  }

  private void keepTail(ByteBuffer bytes, int count) {
    var fresh = Math.min(count, TAIL);
    var kept = Math.min(tailLength, TAIL - fresh);
    System.arraycopy(tail, tailLength - kept, tail, 0, kept);
    bytes.get(bytes.position() + count - fresh, tail, kept, fresh);
    tailLength = kept + fresh;
  }
}
