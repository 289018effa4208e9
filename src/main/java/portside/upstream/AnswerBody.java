package portside.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import portside.provider.Timeouts;

/// The body of an answer without its HTTP/1.1 framing (RFC 9112, section 6 and 7).
///
/// ```
///   chunked        SIZE ──line──► DATA ──all of it──► AFTER_DATA ──line──► SIZE
///                    │ └──`;`──► EXTENSION ──line──► as SIZE
///                    └──0──► TRAILER ◄──line──► TRAILER_LINE      TRAILER ──empty line──► END
///   of a length    DATA ──all of it──► END
///   until closed   DATA ──connection closed──► END
///   any of them    ──what the framing does not allow──► MALFORMED
/// ```
///
/// A read gives all that has arrived, across chunk borders, and part of a chunk before the chunk is whole: the WebClient's own stream holds a
/// chunk back until its last byte is here and allocates the size of the caller's buffer for each read.
///
/// Two limits bound a wait: how long the connection may be silent, and how long bytes may come that say nothing. Only waiting counts, not the time
/// the reader takes in between.
final class AnswerBody extends InputStream {
  private enum State {
    SIZE,
    EXTENSION,
    DATA,
    AFTER_DATA,
    TRAILER,
    TRAILER_LINE,
    END,
    MALFORMED
  }

  /// The most bytes of framing: room for a size line with its extensions, or for all trailers.
  private static final int MOST_FRAMING = 16 * 1024;

  private final UpstreamConnection connection;
  private final Lifeline lifeline;
  private final Timeouts limits;
  private final boolean chunked;
  private final boolean untilClosed;
  private State state;
  private long left;
  private int digits;
  private int framing;
  private boolean begun;
  private long waited;

  /// @param limits the longer of request and idle until the first data: many providers send the head at once and think then
  /// @param status of the answer
  /// @param length `content-length`, or null
  /// @param transferEncoding `transfer-encoding`, or null
  AnswerBody(UpstreamConnection connection, Lifeline lifeline, Timeouts limits, int status, @Nullable String length,
      @Nullable String transferEncoding) throws ProtocolException {
    this.connection = connection;
    this.lifeline = lifeline;
    this.limits = limits;
    this.chunked = transferEncoding != null && transferEncoding.toLowerCase(Locale.ROOT).contains("chunked");
    this.left = chunked ? 0 : length == null ? Long.MAX_VALUE : parsed(length);
    this.state = status == 204 || status == 304 || (!chunked && left == 0) ? State.END : chunked ? State.SIZE : State.DATA;
    this.untilClosed = state == State.DATA && length == null;
  }

  /// Begins the wait for content anew: what was read last is more than filling.
  void heard() {
    waited = 0;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    var count = 0;
    while (count < most && advance()) {
      if (!connection.hasNext()) {
        if (count > 0) {
          break;
        }
        pull();
      } else {
        var taken = connection.take(target, offset + count, (int) Math.min(most - count, left));
        took(taken);
        count += taken;
      }
    }
    if (count == 0 && state == State.MALFORMED) {
      throw new ProtocolException("malformed chunk, or too much between chunks");
    }
    return count > 0 || most == 0 ? count : -1;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
  }

  /// Whether the next read comes back at once.
  boolean ready() {
    return !advance() || connection.hasNext();
  }

  /// The first byte of data that is not taken yet, or -1 at the end; waits for it.
  int peek() throws IOException {
    while (advance() && !connection.hasNext()) {
      pull();
    }
    return state == State.DATA ? connection.peek() & 0xff : -1;
  }

  /// Whether the body was read to its end and the connection is free for the next call.
  boolean leavesConnectionFree() {
    advance();
    return state == State.END && !untilClosed && !connection.hasNext();
  }

  /// Takes the framing that has arrived.
  ///
  /// @return whether there can be more data: we stand in it, or wait for framing that has not arrived
  private boolean advance() {
    while (state != State.DATA && state != State.END && state != State.MALFORMED && connection.hasNext()) {
      state = ++framing > MOST_FRAMING ? State.MALFORMED : after(connection.next());
    }
    return state != State.END && state != State.MALFORMED;
  }

  private State after(byte symbol) {
    return switch (state) {
      case SIZE ->
          switch (symbol) {
            case '\n' -> afterSize();
            case '\r' -> state;
            case ';', ' ', '\t' -> State.EXTENSION;
            default -> digit(symbol);
          };
      case EXTENSION -> symbol == '\n' ? afterSize() : state;
      case AFTER_DATA -> symbol == '\n' ? State.SIZE : symbol == '\r' ? state : State.MALFORMED;
      case TRAILER -> symbol == '\n' ? State.END : symbol == '\r' ? state : State.TRAILER_LINE;
      case TRAILER_LINE -> symbol == '\n' ? State.TRAILER : state;
      case DATA, END, MALFORMED -> state;
    };
  }

  private State digit(byte symbol) {
    var value = Character.digit(symbol, 16);
    digits++;
    left = left << 4 | value;
    return value < 0 || digits > 15 ? State.MALFORMED : state;
  }

  private State afterSize() {
    var none = digits == 0;
    digits = 0;
    return none ? State.MALFORMED : left == 0 ? State.TRAILER : State.DATA;
  }

  private void took(int count) {
    begun = true;
    framing = 0;
    left -= count;
    if (left == 0) {
      state = chunked ? State.AFTER_DATA : State.END;
    }
  }

  private void pull() throws IOException {
    limit();
    var more = connection.pull();
    waited += lifeline.noLimit();
    if (!more && !untilClosed) {
      throw new EOFException("the body is shorter than announced");
    }
    if (!more) {
      state = State.END;
    }
  }

  private void limit() {
    var idle = limits.idle();
    var thinking = limits.request().isZero() || limits.request().compareTo(idle) > 0;
    var patience = thinking && !idle.isZero() ? limits.request() : idle;
    var rest = patience.isZero() ? patience : Duration.ofNanos(Math.max(1, patience.toNanos() - waited));
    if (!begun) {
      lifeline.limit(thinking && !idle.isZero() ? Lifeline.Cut.REQUEST : Lifeline.Cut.IDLE, rest);
    } else if (rest.isZero() || idle.compareTo(rest) <= 0) {
      lifeline.limit(Lifeline.Cut.IDLE, idle);
    } else {
      lifeline.limit(Lifeline.Cut.FILLING, rest);
    }
  }

  private static long parsed(String length) throws ProtocolException {
    try {
      var value = Long.parseLong(length.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As good as a negative one.
    }
    throw new ProtocolException("content-length is no number");
  }
}
