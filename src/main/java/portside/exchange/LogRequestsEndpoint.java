package portside.exchange;

import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import portside.ledger.requests.RequestLog;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;

/// `POST /log-requests` with `{"minutes":15}`: has every request recorded whole for a while, whatever `LOG_REQUESTS` says; 0 ends that. The answer says what
/// is recorded from now on: `{"log_requests":"all","until":"2026-11-30T12:15:00Z"}`.
public final class LogRequestsEndpoint {
  private static final Logger LOG = System.getLogger(LogRequestsEndpoint.class.getName());
  private static final int MOST_MINUTES = 24 * 60;

  private final RequestLog log;

  /// @param log records requests
  public LogRequestsEndpoint(RequestLog log) {
    this.log = log;
  }

  /// Serves one request.
  ///
  /// @throws Client.Gone when the client has left
  public void serve(Client client) throws Client.Gone {
    var minutes = minutes(client.body());
    if (minutes.isEmpty()) {
      Faults.answer(client, Fault.of(FaultKind.INVALID_REQUEST, "minutes: a whole number from 0 to " + MOST_MINUTES + " is needed, as {\"minutes\":15}"));
      return;
    }
    log.recordAll(Duration.ofMinutes(minutes.get()));
    var until = log.until();
    LOG.log(Level.INFO, () -> until.map(end -> "every request is recorded, text included, until " + end).orElse("requests are recorded as LOG_REQUESTS says"));
    var page = Json.BUILD.createObjectBuilder().add("log_requests", log.mode().name().toLowerCase(Locale.ROOT));
    until.ifPresentOrElse(end -> page.add("until", end.toString()), () -> page.addNull("until"));
    client.answer(200, Map.of("content-type", "application/json"), Json.bytes(page.build()));
  }

  private static Optional<Integer> minutes(byte[] body) {
    try {
      JsonValue named = Json.object(body).get("minutes");
      return named instanceof JsonNumber number && number.isIntegral() && number.longValue() >= 0 && number.longValue() <= MOST_MINUTES
          ? Optional.of(number.intValue())
          : Optional.empty();
    } catch (Json.Malformed noObject) {
      return Optional.empty();
    }
  }
}
