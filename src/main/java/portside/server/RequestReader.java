package portside.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.Client;

/// Reads the requests of one connection, one after the other: gives Helidon their heads and handlers their bodies, and decides between two requests
/// whether there is a next one.
///
/// Helidon 4.5.0 announces `Connection: close` and does not do it (helidon-io/helidon#12324), so the connection ends here, by an exception
/// that Helidon takes for the client's wish.
final class RequestReader implements Supplier<byte[]> {
  private static final int LONGEST_REQUEST_LINE = 16 * 1024;
  private static final int LARGEST_FIELDS = 64 * 1024;

  /// The most line breaks between two requests (RFC 9112, 2.2).
  private static final int MOST_EMPTY_LINES = 8;

  /// The first byte of a client that speaks TLS. It waits for an answer, so nothing else would come.
  private static final byte TLS_HANDSHAKE = 0x16;

  private final ConnectionInput bytes;
  private final ReadTimer wait;
  private final InputCursor in;
  private final Runnable sendContinue;
  private final long bodyLimit;
  private @Nullable Request request;
  private boolean unreadable;

  private record Request(RequestHead head, RequestBody body) {}

  /// @param sendContinue writes `100 Continue`
  /// @param bodyLimit the largest body in bytes
  RequestReader(ConnectionInput bytes, ReadTimer wait, Runnable sendContinue, long bodyLimit) {
    this.bytes = bytes;
    this.wait = wait;
    this.in = new InputCursor(bytes, wait);
    this.sendContinue = sendContinue;
    this.bodyLimit = bodyLimit;
  }

  /// The head of the next request, once the last one is over; null when the client sends no more. Helidon asks here for bytes.
  ///
  /// @throws CloseConnectionException when the connection ends here
  /// @throws RequestException for a head that cannot be read; Helidon answers it
  @Override
  public byte @Nullable [] get() {
    bytes.answered();
    if (request != null) {
      finish();
    }
    try {
      wait.begin(request == null ? ReadTimer.For.FIRST_REQUEST : ReadTimer.For.NEXT_REQUEST);
      if (!in.await()) {
        return null;
      }
      wait.begin(ReadTimer.For.HEAD);
      RequestHead head;
      try {
        head = readHead();
      } finally {
        wait.end();
      }
      request = new Request(head, new RequestBody(head.body(), in, bodyLimit));
      return head.bytes();
    } catch (Client.Gone gone) {
      return null;
    } catch (UnreadableRequest why) {
      unreadable = true;
      throw RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST).status(why.status()).message(why.fault().message()).setKeepAlive(false).build();
    }
  }

  /// The present request.
  RequestHead head() {
    return present().head();
  }

  private Request present() {
    return Objects.requireNonNull(request);
  }

  /// Reads the body to its end.
  ///
  /// @throws Client.Gone when the client leaves before its end
  byte[] body(BodyMemoryBudget.Share share) throws Client.Gone, UnreadableRequest {
    if (!head().encoding().isEmpty()) {
      throw UnreadableRequest.of(Status.UNSUPPORTED_MEDIA_TYPE_415, "Content-Encoding: send the body uncompressed, this proxy unpacks none");
    }
    await();
    try {
      return present().body().read(share);
    } finally {
      wait.end();
    }
  }

  /// Reads the body to its end and keeps nothing of it.
  ///
  /// @throws Client.Gone when the client leaves before its end
  void drop() throws Client.Gone, UnreadableRequest {
    await();
    try {
      present().body().drop();
    } finally {
      wait.end();
    }
  }

  /// Whether the connection ends after the present answer, so that the answer can say it.
  boolean closes() {
    return head().close() || !present().body().leadsOn() || awaitsContinue();
  }

  /// Takes what the client still sends behind its last answer and drops it. A connection that is closed while bytes wait unread is reset, and
  /// the client may lose its answer.
  void linger() {
    if (!unreadable && (request == null || request.body().ended())) {
      return;
    }
    if (!unreadable && present().body().unread() && present().body().leadsOn() && !awaitsContinue()) {
      dropBody();
      return;
    }
    wait.begin(ReadTimer.For.LEAVING);
    for (long dropped = 0; dropped < 2 * bodyLimit; ) {
      var next = bytes.take();
      if (next == null) {
        return;
      }
      dropped += next.length;
      wait.arrived(next.length);
    }
  }

  private void finish() {
    if (closes()) {
      throw new CloseConnectionException("the answer was the last one");
    }
    dropBody();
  }

  private void dropBody() {
    wait.begin(ReadTimer.For.REST);
    try {
      present().body().drop();
    } catch (Client.Gone | UnreadableRequest e) {
      throw new CloseConnectionException("what follows cannot be read", e);
    }
  }

  private void await() {
    if (awaitsContinue()) {
      sendContinue.run();
    }
    wait.begin(ReadTimer.For.BODY);
  }

  private boolean awaitsContinue() {
    return head().expectsContinue() && present().body().unread() && !in.ready();
  }

  private RequestHead readHead() throws Client.Gone, UnreadableRequest {
    skipEmptyLines();
    var gathered = new byte[2048];
    var length = 0;
    var requestLine = 0;
    for (var lineLength = 0; ; ) {
      var sign = in.next();
      if (length == gathered.length) {
        gathered = Arrays.copyOf(gathered, 2 * length);
      }
      gathered[length++] = sign;
      if (length == 1 && (sign <= ' ' || sign == 0x7f)) { // bytes above are negative
        throw UnreadableRequest.malformed(sign == TLS_HANDSHAKE
            ? "this port speaks HTTP, not HTTPS: the address begins with http://" : "a request must begin with its request line");
      }
      if ((sign == '\n') != (length > 1 && gathered[length - 2] == '\r')) {
        throw UnreadableRequest.malformed("a line must end with CR and LF");
      }
      lineLength++;
      if (sign == '\n') {
        if (lineLength == 2) {
          return RequestHead.read(gathered, length);
        }
        requestLine = requestLine == 0 ? length : requestLine;
        lineLength = 0;
      }
      check(length, requestLine);
    }
  }

  /// @param requestLine its length, 0 before its end
  private static void check(int length, int requestLine) throws UnreadableRequest {
    if (requestLine == 0 && length > LONGEST_REQUEST_LINE) {
      throw UnreadableRequest.of(Status.REQUEST_URI_TOO_LONG_414, "the request line is over 16 KB");
    }
    if (requestLine > 0 && length - requestLine > LARGEST_FIELDS) {
      throw UnreadableRequest.malformed("the headers are over 64 KB");
    }
  }

  private void skipEmptyLines() throws Client.Gone, UnreadableRequest {
    for (var skipped = 0; in.peek() == '\r'; skipped++) {
      if (skipped == MOST_EMPTY_LINES || !in.line(0).isEmpty()) {
        throw UnreadableRequest.malformed("a request must begin with its request line");
      }
    }
  }
}
