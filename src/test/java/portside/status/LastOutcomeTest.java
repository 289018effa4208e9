package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.ledger.Attempts;
import portside.ledger.LedgerEntry;
import portside.ledger.LedgerEntry.Result;

class LastOutcomeTest {
  private final LastOutcome lastOutcome = new LastOutcome();

  @Test
  void theLastRequestIsShownInOneLine() {
    lastOutcome.append(entry(1, new Result("overloaded_error", 529), "busy\n" + "x".repeat(2_000)));
    var shown = lastOutcome.last().orElseThrow().json();
    assertEquals("{\"at\":\"1970-01-01T00:00:00Z\",\"result\":\"overloaded_error\",\"status\":529,\"message\":\"busy\\\\n" + "x".repeat(995) + "…\"}",
        shown.toString());
  }

  @Test
  void whatDidNotReachTheProviderOrWasLeftSaysNothingOfIt() {
    lastOutcome.append(entry(0, Result.OK, ""));
    assertEquals(Optional.empty(), lastOutcome.last());
    lastOutcome.append(entry(1, Result.LEFT, ""));
    assertEquals(Optional.empty(), lastOutcome.last());
  }

  @ParameterizedTest
  @CsvSource({"200, true", "400, true", "401, false", "402, false", "403, false", "404, true", "429, true", "499, true", "500, false", "529, false"})
  void theProviderOrOurKeyIsAtFaultOrNot(int status, boolean good) {
    lastOutcome.append(entry(1, new Result("any", status), ""));
    assertEquals(good, lastOutcome.last().orElseThrow().good());
  }

  private static LedgerEntry entry(int tries, Result result, String detail) {
    return new LedgerEntry(Instant.EPOCH, "req_1", "glm", "m", "m", true, Attempts.of(tries), result, detail, null, Duration.ZERO,
        LedgerEntry.Tokens.NONE);
  }
}
