package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.FakeClock;
import portside.ledger.requests.RequestLog;

/// `POST /log-requests`.
class LogRequestsEndpointTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();

  private RequestLog log() {
    return new RequestLog(new RequestLog.Settings(folder, "here", RequestLog.Mode.ERRORS, 1 << 20, 3), clock);
  }

  private static RecordedClient.Answer asked(RequestLog log, String body) throws Exception {
    var client = new RecordedClient(body);
    new LogRequestsEndpoint(log).serve(client);
    return client.answers.getFirst();
  }

  private static String text(RecordedClient.Answer answer) {
    return answer.status() + " " + answer.body();
  }

  @Test
  void everythingIsRecordedForSoManyMinutes() throws Exception {
    var log = log();
    assertEquals("200 {\"log_requests\":\"all\",\"until\":\"2026-01-01T00:15:00Z\"}", text(asked(log, "{\"minutes\":15}")));
    assertEquals(RequestLog.Mode.ALL, log.mode());
    clock.pass(Duration.ofMinutes(15));
    assertEquals(RequestLog.Mode.ERRORS, log.mode());
    asked(log, "{\"minutes\":1440}");
    assertEquals("200 {\"log_requests\":\"errors\",\"until\":null}", text(asked(log, "{\"minutes\":0}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"minutes\":-1}", "{\"minutes\":1441}", "{\"minutes\":1.5}", "{\"minutes\":\"15\"}", "{\"minutes\":99999999999999999999}"})
  void anythingElseIsRefused(String body) throws Exception {
    var log = log();
    var told = text(asked(log, body));
    assertTrue(told.startsWith("400 ") && told.contains("minutes: a whole number from 0 to 1440 is needed"), told);
    assertEquals(RequestLog.Mode.ERRORS, log.mode());
  }
}
