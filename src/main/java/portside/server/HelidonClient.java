package portside.server;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.LongSupplier;
import portside.exchange.Client;

/// One HTTP request and its answer, on Helidon.
final class HelidonClient implements Client {
  /// A clock value that happens to be this one is moved by a nanosecond.
  private static final long NOT_SENDING = 0;

  private final ServerRequest request;
  private final ServerResponse response;
  private final String requestId;
  private final LeaveWatch watch;
  private final HelidonSocket socket;
  private final LongSupplier nanoTime;
  private byte[] body = {};
  private OutputStream stream;
  private boolean handled;
  private volatile long sendingSince = NOT_SENDING;

  HelidonClient(ServerRequest request, ServerResponse response, String requestId, LeaveWatch watch, HelidonSocket socket,
      LongSupplier nanoTime) {
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.watch = watch;
    this.socket = socket;
    this.nanoTime = nanoTime;
    response.whenSent(() -> {
      if (handled) {
        watch.settle(); // a stream ends after its handler
      }
    });
  }

  /// Reads the body to its end; not before somebody wants it, and always before the connection is watched.
  void receive() {
    if (request.content().hasEntity()) {
      body = request.content().as(byte[].class);
    }
  }

  /// The handler is done, well or not.
  void handled() {
    handled = true;
  }

  /// Hands the connection back after a whole answer, which was sent while its handler still ran.
  void settle() {
    if (response.isSent()) {
      watch.settle();
    }
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public String header(String name) {
    return request.headers().first(HeaderNames.create(name)).orElse(null);
  }

  @Override
  public byte[] body() {
    var read = body;
    body = new byte[0]; // a stream may be open for long
    return read;
  }

  @Override
  public void answer(int status, Map<String, String> headers, byte[] bytes) throws Gone {
    headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    response.header(Headers.REQUEST_ID, requestId);
    sending();
    try {
      if (request.prologue().method().equals(Method.HEAD)) {
        response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        response.status(Status.create(status)).send(new byte[0]);
      } else {
        response.status(Status.create(status)).send(bytes);
      }
    } catch (ServerConnectionException | UncheckedIOException e) {
      throw new Gone(e);
    } finally {
      sendingSince = NOT_SENDING;
    }
  }

  @Override
  public void open(String contentType) {
    response.header(HeaderNames.CONTENT_TYPE, contentType);
    response.header(Headers.NO_CACHE);
    response.header(Headers.NO_BUFFERING);
    response.header(Headers.REQUEST_ID, requestId);
    stream = response.status(Status.OK_200).outputStream();
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws Gone {
    sending();
    try {
      stream.write(bytes, offset, length);
      stream.flush();
    } catch (IOException | ServerConnectionException | UncheckedIOException e) {
      throw new Gone(e);
    } finally {
      sendingSince = NOT_SENDING;
    }
  }

  @Override
  public void whenLeft(Runnable left) {
    watch.start(left);
  }

  @Override
  public long sendingFor(long nanoTime) {
    var since = sendingSince;
    return since == NOT_SENDING ? 0 : nanoTime - since;
  }

  /// Helidon knows no limit for a write; a closed socket ends it at once.
  @Override
  public void hangUp() {
    try {
      socket.close();
    } catch (UncheckedIOException e) {
      // It was closed already.
    }
  }

  private void sending() {
    var now = nanoTime.getAsLong();
    sendingSince = now == NOT_SENDING ? 1 : now;
  }

  /// Names used on every answer, made once.
  static final class Headers {
    static final HeaderName REQUEST_ID = HeaderNames.create("request-id");
    static final Header NO_CACHE = HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache");
    static final Header NO_BUFFERING = HeaderValues.create("x-accel-buffering", "no");

    private Headers() {}
  }
}
