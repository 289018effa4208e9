package portside.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.Client;

/// One HTTP request and its answer, on Helidon.
final class HelidonClient implements Client {
  /// Stands for "nothing is being sent"; a clock value that happens to be this one is moved by a nanosecond.
  private static final long NOT_SENDING = 0;

  /// The headers of a stream, so that nothing on the way keeps it back (nginx obeys the second one).
  private static final Map<String, String> UNBUFFERED = Map.of("cache-control", "no-cache", "x-accel-buffering", "no");

  private final ServerRequest request;
  private final ServerResponse response;
  private final String requestId;
  private final FramedConnection connection;
  private final BodyMemoryBudget.Share memory;
  private final LongSupplier nanoTime;
  private byte[] body = {};
  private @Nullable Sending stream;
  private volatile long sendingSince = NOT_SENDING;

  /// Sends a piece of an answer that has begun.
  @FunctionalInterface
  private interface Sending {
    void send(byte[] bytes, int offset, int length) throws IOException;
  }

  HelidonClient(ServerRequest request, ServerResponse response, String requestId, FramedConnection connection, BodyMemoryBudget.Share memory,
      LongSupplier nanoTime) {
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.connection = connection;
    this.memory = memory;
    this.nanoTime = nanoTime;
  }

  /// Reads the body, as the endpoint wants it; always before the connection is watched.
  ///
  /// @throws Gone when the client leaves before its end
  void receive(Endpoints.Body wanted) throws Gone, UnreadableRequest {
    try {
      switch (wanted) {
        case KEPT -> body = connection.reader().body(memory);
        case DROPPED -> connection.reader().drop();
        case NONE -> {}
      }
    } catch (CloseConnectionException e) { // it took too long, or cannot be written to
      throw new Gone(e);
    }
  }

  /// Whether nothing of an answer has been sent.
  boolean unanswered() {
    return stream == null && !response.isSent();
  }

  /// Ends the request when its handler is done.
  void handled() {
    memory.release();
    if (stream != null) {
      sending(); // Helidon writes the last chunk
    }
  }

  /// Whether the end of the connection is the end of the answer, of which Helidon knows nothing.
  boolean endsWithConnection() {
    return stream != null && connection.reader().head().old();
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public @Nullable String header(String name) {
    return request.headers().first(HeaderNames.create(name)).orElse(null);
  }

  @Override
  public Map<String, String> headers() {
    var all = new LinkedHashMap<String, String>();
    request.headers().forEach(header -> all.put(header.headerName().lowerCase(), String.join(", ", header.allValues())));
    return all;
  }

  @Override
  public String method() {
    return request.prologue().method().text();
  }

  @Override
  public String path() {
    return request.path().rawPath();
  }

  @Override
  public String query() {
    return request.query().rawValue();
  }

  @Override
  public byte[] body() {
    var read = body;
    body = new byte[0]; // a stream may be open for long
    return read;
  }

  @Override
  public void bodySent() {
    memory.shrink();
  }

  @Override
  public void answer(int status, Map<String, String> headers, byte[] bytes) throws Gone {
    headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    nameUnlessNamed(headers);
    if (connection.reader().closes()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
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
  public void open(int status, Map<String, String> headers) throws Gone {
    if (connection.reader().head().old()) {
      stream = connection::write;
      openWithoutChunks(status, headers);
      return;
    }
    UNBUFFERED.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    nameUnlessNamed(headers);
    var chunks = response.status(Status.create(status)).outputStream();
    stream = (bytes, offset, length) -> {
      chunks.write(bytes, offset, length);
      chunks.flush();
    };
  }

  /// Helidon has only chunks for an answer of unknown length, and an HTTP/1.0 client knows none.
  private void openWithoutChunks(int status, Map<String, String> headers) throws Gone {
    var all = new LinkedHashMap<>(UNBUFFERED);
    all.put("request-id", requestId);
    all.putAll(headers);
    var head = ConnectionCloseAnswer.head(status, all);
    send(head, 0, head.length);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws Gone {
    sending();
    try {
      Objects.requireNonNull(stream).send(bytes, offset, length);
    } catch (IOException | ServerConnectionException | UncheckedIOException e) {
      throw new Gone(e);
    } finally {
      sendingSince = NOT_SENDING;
    }
  }

  @Override
  public void whenLeft(Runnable left) {
    connection.bytes().watch(left);
  }

  @Override
  public long sendingFor(long nanoTime) {
    var since = sendingSince;
    return since == NOT_SENDING ? 0 : nanoTime - since;
  }

  /// Helidon knows no limit for a write; a closed socket ends it at once.
  @Override
  public void hangUp() {
    connection.hangUp();
  }

  /// A provider of the client's language has named the request already, and by that name its support finds it.
  private void nameUnlessNamed(Map<String, String> headers) {
    if (!headers.containsKey("request-id")) {
      response.header(Headers.REQUEST_ID, requestId);
    }
  }

  private void sending() {
    var now = nanoTime.getAsLong();
    sendingSince = now == NOT_SENDING ? 1 : now;
  }

  /// The header names that every answer uses, made once.
  static final class Headers {
    static final HeaderName REQUEST_ID = HeaderNames.create("request-id");

    private Headers() {}
  }
}
