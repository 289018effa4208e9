package portside.ledger.budget;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Posts JSON to the address that the operator named, each on a thread of its own. Nobody waits for it. A redirect is not followed; that it failed is
/// said once, until it works again. The address is not logged beyond its host, since it may hold a secret.
final class AlertSender {
  /// So many at a time; what comes meanwhile is dropped.
  static final int MOST = 8;

  private static final Logger LOG = System.getLogger(AlertSender.class.getName());

  private final Duration patience;
  private final Semaphore free = new Semaphore(MOST);
  private final AtomicBoolean failing = new AtomicBoolean();

  /// @param patience for the connection, and for the answer
  AlertSender(Duration patience) {
    this.patience = patience;
  }

  /// Sends it, or not.
  void send(URI to, byte[] json) {
    if (!free.tryAcquire()) {
      failed(to, "too many wait for an answer");
      return;
    }
    Thread.ofVirtual().name("alert").start(() -> {
      try {
        var status = post(to, json);
        if (status >= 200 && status < 300) {
          failing.set(false);
        } else {
          failed(to, "it answers with status " + status);
        }
      } catch (IOException | RuntimeException e) {
        failed(to, e.getClass().getSimpleName()); // its message may hold the address
      } finally {
        free.release();
      }
    });
  }

  private int post(URI to, byte[] json) throws IOException {
    var connection = (HttpURLConnection) to.toURL().openConnection();
    try {
      connection.setConnectTimeout((int) patience.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setRequestProperty("content-type", "application/json");
      connection.setRequestProperty("user-agent", "portside");
      connection.setFixedLengthStreamingMode(json.length); // or it would be sent again when the connection breaks
      try (var out = connection.getOutputStream()) {
        out.write(json);
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private void failed(URI to, String why) {
    if (!failing.getAndSet(true)) {
      LOG.log(Level.WARNING, "ALERT_URL at " + to.getHost() + " was not told of a budget: " + why);
    }
  }
}
