package portside.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks an instance of this machine for one of its pages, with the token of its process. No proxy stands between, and no redirect is followed.
public final class InstanceCall {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final int MOST_BYTES = 8 << 20;

  private final RunningInstance instance;
  private final Duration limit;

  /// @param limit for the whole answer, and for a silence of a stream
  public InstanceCall(RunningInstance instance, Duration limit) {
    this.instance = instance;
    this.limit = limit;
  }

  /// What an instance answered.
  ///
  /// @param status of HTTP, also one of an error
  /// @param body as it came
  public record Answer(int status, String body) {}

  /// Gets the answer to a path.
  ///
  /// @throws IOException when it cannot be reached, or does not answer in time
  public Answer get(String path) throws IOException {
    return answer(open(path));
  }

  /// Posts JSON.
  ///
  /// @throws IOException when it cannot be reached, or does not answer in time
  public Answer post(String path, byte[] json) throws IOException {
    var connection = open(path);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("content-type", "application/json");
    connection.setFixedLengthStreamingMode(json.length); // or it would be sent again when the connection breaks
    try (var out = connection.getOutputStream()) {
      out.write(json);
    }
    return answer(connection);
  }

  /// A stream of events; closing it ends the connection.
  ///
  /// @throws IOException when it cannot be reached, or refuses
  public InputStream stream(String path) throws IOException {
    var connection = open(path);
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      throw new IOException("status " + connection.getResponseCode());
    }
    return connection.getInputStream();
  }

  private HttpURLConnection open(String path) throws IOException {
    var connection = (HttpURLConnection) URI.create(instance.url() + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) Math.min(CONNECT.toMillis(), limit.toMillis()));
    connection.setReadTimeout((int) limit.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("authorization", "Bearer " + instance.token());
    connection.setRequestProperty("connection", "close");
    return connection;
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    var until = System.nanoTime() + limit.toNanos();
    try (var body = Optional.<@Nullable InputStream>ofNullable(connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream())
        .orElseGet(InputStream::nullInputStream)) {
      var bytes = new ByteArrayOutputStream();
      var piece = new byte[16 << 10];
      for (int read; (read = body.read(piece)) >= 0; ) {
        bytes.write(piece, 0, read);
        if (bytes.size() > MOST_BYTES || System.nanoTime() > until) {
          throw new SocketTimeoutException("the answer takes too long");
        }
      }
      return new Answer(connection.getResponseCode(), bytes.toString(StandardCharsets.UTF_8));
    } finally {
      connection.disconnect();
    }
  }
}
