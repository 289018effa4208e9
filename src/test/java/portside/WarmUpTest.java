package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("looks at all threads, and at the log")
class WarmUpTest {
  @Test
  void theFirstRequestIsAnsweredAndNothingIsLeftOfItsProxy() throws Exception {
    var before = Thread.getAllStackTraces().keySet();
    try (var logged = new Logged("portside")) {
      var answer = WarmUp.answer();
      assertTrue(answer.startsWith("POST /v1/messages?beta=true: HTTP/1.1 200 OK, "), answer);
      assertEquals(List.of(), logged.from(Level.INFO));
    }
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().matches("first-answer|pulse|front-door|time-limits.*|.*-listener")) {
        assertTrue(thread.join(Duration.ofSeconds(10)), thread.getName());
      }
    }
  }
}
