package portside.wire.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of an event stream into events: bytes are pushed in as they arrive, events come out as soon as they are whole.
///
/// Follows the WHATWG "Server-sent events" grammar: lines end in LF, CR or CRLF, also mixed and also split over reads; one space after the
/// colon goes; several `data` lines are joined by a line feed; comments, `id` and `retry` are ignored; a leading byte order mark goes.
/// Unlike a browser it also gives out the last event when the stream ends without a blank line, since several providers forget it, and it loses
/// nothing that is written beside the grammar: names count in any case and behind blanks; a line that begins with `{` is data, as is one that is
/// no field behind a line of data; an `error` line is the data of an event of that name (llama.cpp until September 2025, ggml-org/llama.cpp#16109).
/// Characters split over reads are safe: only whole lines are decoded. Invalid UTF-8 becomes U+FFFD.
public final class SseReader {
  /// The most bytes one event may have: 64 MiB.
  public static final int LIMIT = 64 << 20;

  private static final String ERROR = "error";

  private final int limit;
  /// The start of a line whose end has not arrived.
  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  private String name = "";
  private @Nullable String data;
  /// Used only when an event has several `data` lines.
  private @Nullable StringBuilder more;
  private long eventBytes;

  /// Receives events.
  @FunctionalInterface
  public interface Sink {
    /// @param name the `event` field, empty when there was none
    /// @param data the `data` lines, joined by `\n`
    void event(String name, String data);
  }

  /// An event grew beyond the limit.
  public static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge(int limit) {
      super("an event is larger than " + limit + " bytes", null, false, false);
    }
  }

  /// A reader for one stream.
  public SseReader() {
    this(LIMIT);
  }

  /// @param limit the most bytes one event may have
  public SseReader(int limit) {
    this.limit = limit;
  }

  /// Takes the next bytes; calls `sink` for each event they complete.
  ///
  /// @throws TooLarge when an event has more bytes than the limit; the reader is of no further use
  public void push(byte[] bytes, int offset, int length, Sink sink) throws TooLarge {
    int end = offset + length;
    int start = offset;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b != '\n' && b != '\r') {
        continue;
      }
      if (b == '\n' && afterCarriageReturn && i == start) {
        afterCarriageReturn = false;
        start = i + 1;
        continue;
      }
      afterCarriageReturn = b == '\r';
      finishLine(bytes, start, i - start, sink);
      start = i + 1;
    }
    if (start < end) {
      afterCarriageReturn = false;
      keep(bytes, start, end - start);
    }
  }

  /// The stream ended: gives out what is complete but for its blank line.
  public void end(Sink sink) throws TooLarge {
    finishLine(new byte[0], 0, 0, sink);
    dispatch(sink);
  }

  private void finishLine(byte[] bytes, int offset, int length, Sink sink) throws TooLarge {
    if (pending.size() == 0) {
      line(bytes, offset, length, sink);
      return;
    }
    keep(bytes, offset, length);
    var whole = pending.toByteArray();
    pending = new ByteArrayOutputStream();
    line(whole, 0, whole.length, sink);
  }

  private void keep(byte[] bytes, int offset, int length) throws TooLarge {
    if (eventBytes + pending.size() + length > limit) {
      throw new TooLarge(limit);
    }
    pending.write(bytes, offset, length);
  }

  private void line(byte[] bytes, int offset, int length, Sink sink) throws TooLarge {
    if (firstLine) {
      firstLine = false;
      if (length >= 3 && bytes[offset] == (byte) 0xEF && bytes[offset + 1] == (byte) 0xBB && bytes[offset + 2] == (byte) 0xBF) {
        offset += 3;
        length -= 3;
      }
    }
    if (length == 0) {
      dispatch(sink);
      return;
    }
    eventBytes += length;
    if (eventBytes > limit) {
      throw new TooLarge(limit);
    }
    int blanks = 0;
    while (blanks < length && (bytes[offset + blanks] == ' ' || bytes[offset + blanks] == '\t')) {
      blanks++;
    }
    field(bytes, offset + blanks, length - blanks, sink);
  }

  private void field(byte[] bytes, int offset, int length, Sink sink) {
    int colon = 0;
    while (colon < length && bytes[offset + colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, length);
    if (value < length && bytes[offset + value] == ' ') {
      value++;
    }
    if (is("data", bytes, offset, colon)) {
      append(text(bytes, offset + value, length - value));
    } else if (is("event", bytes, offset, colon)) {
      name = text(bytes, offset + value, length - value);
    } else if (is(ERROR, bytes, offset, colon) && colon < length) {
      if (!name.equals(ERROR)) {
        dispatch(sink);
        name = ERROR;
      }
      append(text(bytes, offset + value, length - value));
    } else if (length > 0 && bytes[offset] == '{' || data != null && !isField(bytes, offset, colon, colon < length)) {
      append(text(bytes, offset, length));
    }
  }

  private void append(String line) {
    if (data == null) {
      data = line;
      return;
    }
    if (more == null) {
      more = new StringBuilder(data);
    }
    more.append('\n').append(line);
  }

  private void dispatch(Sink sink) {
    if (data != null) {
      sink.event(name, more == null ? data : more.toString());
    }
    name = "";
    data = null;
    more = null;
    eventBytes = 0;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /// Whether a field of any name, or a comment, begins here.
  ///
  /// @param length of the name, without the colon
  private static boolean isField(byte[] bytes, int offset, int length, boolean hasColon) {
    for (int i = 0; i < length; i++) {
      if (!Character.isLetterOrDigit(bytes[offset + i]) && bytes[offset + i] != '-' && bytes[offset + i] != '_') {
        return false;
      }
    }
    return hasColon;
  }

  private static boolean is(String field, byte[] bytes, int offset, int length) {
    if (length != field.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Character.toLowerCase(bytes[offset + i]) != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
