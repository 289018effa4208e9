package portside.upstream;

import io.helidon.http.ClientResponseHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of a provider, read from its connection.
final class HelidonAnswer implements UpstreamAnswer {
  private static final int NO_CONTENT = 204;

  private final HelidonUpstream upstream;
  private final Lifeline lifeline;
  private final UpstreamConnection connection;
  private final int status;
  private final ClientResponseHeaders headers;
  private final AnswerBody body;
  private final ProgressDetector progress = new ProgressDetector();
  private @Nullable InputStream content;
  private boolean closed;

  /// @param bodiless whether it was asked for without its body
  HelidonAnswer(HelidonUpstream upstream, Lifeline lifeline, UpstreamConnection connection, int status,
      ClientResponseHeaders headers, boolean bodiless) throws IOException {
    this.upstream = upstream;
    this.lifeline = lifeline;
    this.connection = connection;
    this.status = status;
    this.headers = headers;
    this.body = new AnswerBody(connection, lifeline, upstream.timeouts(), bodiless ? NO_CONTENT : status, header("content-length"), header("transfer-encoding"));
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public @Nullable String header(String name) {
    return headers.first(HeaderNames.create(name)).orElse(null);
  }

  @Override
  public Map<String, String> headers() {
    var all = new LinkedHashMap<String, String>();
    headers.forEach(header -> all.put(header.headerName().lowerCase(), String.join(", ", header.allValues())));
    return all;
  }

  @Override
  public int read(byte[] buffer) throws Broken {
    try {
      if (content == null) {
        content = ContentDecoding.of(body, header("content-encoding"));
      }
      var count = content.read(buffer);
      // What comes of an error in drops says no more than the status did, so its whole body has one limit.
      if (status < 400 && progress.isMoreThanThat(buffer, count)) {
        body.heard();
      }
      return count;
    } catch (IOException e) {
      // Our own cut looks like a broken connection to the reader; it is the better reason.
      var cut = lifeline.severed();
      var fault = cut.map(upstream.diagnosis()::cut).orElseGet(() -> upstream.diagnosis().cutShort(e));
      throw new Broken(fault, cut.filter(by -> by == Lifeline.Cut.CANCELLED).isPresent());
    }
  }

  /// Whether the next read returns at once; false for a compressed body: what is here may not be enough for one byte of content.
  @Override
  public boolean ready() {
    return content == body && body.ready();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    endUnpacking();
    var whole = lifeline.letGo();
    if (whole && connection.sent() && body.leavesConnectionFree() && !headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
      upstream.pool().give(connection);
    } else {
      connection.close();
    }
    upstream.limits().forget(lifeline);
  }

  /// Gives the decompressor's memory back, which is not on the heap.
  private void endUnpacking() {
    try {
      if (content != null) {
        content.close();
      }
    } catch (IOException e) {
      // The body's own end does not depend on it.
    }
  }
}
