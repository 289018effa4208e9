package portside.server;

import java.util.Arrays;
import java.util.HexFormat;
import portside.exchange.Client;

/// The body of one request, as its head frames it (RFC 9112, 6 and 7.1). Chunk extensions and trailers are read and mean nothing.
///
/// ```
///   UNREAD ──► READING ──► ENDED      the next request follows
///                 └──────► FAILED     where the next request would begin is not known
/// ```
final class RequestBody {
  private enum State {
    UNREAD,
    READING,
    ENDED,
    FAILED
  }

  /// The bytes that are allocated before any of the body has come, whatever length is announced.
  private static final int FIRST_PIECE = 64 * 1024;

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_TRAILERS = 100;

  /// The most hex digits of a chunk size; more is no size a chunk can have.
  private static final int MOST_DIGITS = 15;

  private final RequestHead.Framing framing;
  private final InputCursor in;
  private final long limit;
  private State state;
  private long passed;

  /// @param limit of its size in bytes
  RequestBody(RequestHead.Framing framing, InputCursor in, long limit) {
    this.framing = framing;
    this.in = in;
    this.limit = limit;
    this.state = framing instanceof RequestHead.Framing.None ? State.ENDED : State.UNREAD;
  }

  boolean ended() {
    return state == State.ENDED;
  }

  boolean unread() {
    return state == State.UNREAD;
  }

  /// Whether the rest, if it was read, would lead to the next request.
  boolean leadsOn() {
    return state == State.ENDED || state == State.UNREAD && announced() <= limit;
  }

  /// Reads all of it.
  ///
  /// @param share of the memory for bodies; kept
  /// @throws Client.Gone when the client leaves before its end
  byte[] read(BodyMemoryBudget.Share share) throws Client.Gone, UnreadableRequest {
    if (announced() <= limit && !share.grow(announced())) {
      throw UnreadableRequest.noMemory();
    }
    var gathered = new Gathered(share);
    pass(gathered);
    var bytes = gathered.bytes();
    share.understand(bytes);
    return bytes;
  }

  /// Reads what is left of it without keeping anything.
  ///
  /// @throws Client.Gone when the client leaves before its end
  void drop() throws Client.Gone, UnreadableRequest {
    pass((_, _, _) -> {});
  }

  private long announced() {
    return framing instanceof RequestHead.Framing.Length(var bytes) ? bytes : 0;
  }

  private void pass(InputCursor.Sink sink) throws Client.Gone, UnreadableRequest {
    if (state != State.UNREAD) {
      return;
    }
    state = State.READING;
    try {
      switch (framing) {
        case RequestHead.Framing.None _ -> {}
        case RequestHead.Framing.Length(var bytes) -> run(bytes, sink);
        case RequestHead.Framing.Chunked _ -> chunks(sink);
      }
      state = State.ENDED;
    } finally {
      if (state == State.READING) {
        state = State.FAILED;
      }
    }
  }

  private void run(long bytes, InputCursor.Sink sink) throws Client.Gone, UnreadableRequest {
    if (bytes > limit - passed) {
      throw UnreadableRequest.tooLarge(limit);
    }
    for (var left = bytes; left > 0; ) {
      left -= in.pass(left, sink);
    }
    passed += bytes;
  }

  private void chunks(InputCursor.Sink sink) throws Client.Gone, UnreadableRequest {
    for (var size = size(in.line(LONGEST_LINE)); size > 0; size = size(in.line(LONGEST_LINE))) {
      run(size, sink);
      if (in.next() != '\r' || in.next() != '\n') {
        throw UnreadableRequest.malformed("a chunk must end where its size says");
      }
    }
    for (var trailers = 0; !in.line(LONGEST_LINE).isEmpty(); trailers++) {
      if (trailers == MOST_TRAILERS) {
        throw UnreadableRequest.malformed("the chunked body has too many trailers");
      }
    }
  }

  /// `SIZE`, or `SIZE;extension`; blanks before the semicolon are bad, and to be taken (RFC 9112, 7.1.1).
  private static long size(String line) throws UnreadableRequest {
    var digits = line.split(";", 2)[0].replaceFirst("[ \t]+$", "");
    if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw UnreadableRequest.malformed("a chunk must begin with its size in hex digits");
    }
    return Long.parseLong(digits, 16);
  }

  /// Gathers a body. Memory for the whole of it is taken only when its first piece has come, whatever is announced.
  private final class Gathered implements InputCursor.Sink {
    private final BodyMemoryBudget.Share share;
    private byte[] bytes = new byte[(int) Math.min(announced(), FIRST_PIECE)];
    private int length;

    Gathered(BodyMemoryBudget.Share share) {
      this.share = share;
    }

    @Override
    public void accept(byte[] more, int offset, int count) throws UnreadableRequest {
      if (!share.grow(length + count)) {
        throw UnreadableRequest.noMemory();
      }
      if (bytes.length - length < count) {
        var size = announced() > 0 ? announced() : Math.min(limit, Math.max(2L * bytes.length, length + count));
        bytes = Arrays.copyOf(bytes, (int) size);
      }
      System.arraycopy(more, offset, bytes, length, count);
      length += count;
    }

    byte[] bytes() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }
}
