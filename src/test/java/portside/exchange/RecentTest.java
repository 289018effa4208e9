package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.ledger.Attempts;
import portside.ledger.Entry;
import portside.ledger.Entry.Result;

class RecentTest {
  private final Recent recent = new Recent();

  @Test
  void theLastRequestIsShownInOneLine() {
    recent.append(entry(1, new Result("overloaded_error", 529), "busy\n" + "x".repeat(2_000)));
    var shown = recent.last().orElseThrow().json();
    assertEquals("{\"at\":\"1970-01-01T00:00:00Z\",\"result\":\"overloaded_error\",\"status\":529,\"message\":\"busy\\\\n" + "x".repeat(995) + "…\"}",
        shown.toString());
  }

  @Test
  void whatDidNotReachTheProviderOrWasLeftSaysNothingOfIt() {
    recent.append(entry(0, Result.OK, ""));
    assertEquals(Optional.empty(), recent.last());
    recent.append(entry(1, Result.LEFT, ""));
    assertEquals(Optional.empty(), recent.last());
  }

  @ParameterizedTest
  @CsvSource({"200, true", "400, true", "401, false", "402, false", "403, false", "404, true", "429, true", "499, true", "500, false", "529, false"})
  void theProviderOrOurKeyIsAtFaultOrNot(int status, boolean good) {
    recent.append(entry(1, new Result("any", status), ""));
    assertEquals(good, recent.last().orElseThrow().good());
  }

  private static Entry entry(int tries, Result result, String detail) {
    return new Entry(Instant.EPOCH, "req_1", "glm", "m", "m", true, Attempts.of(tries), result, detail, null, Duration.ZERO, Entry.Tokens.NONE);
  }
}
