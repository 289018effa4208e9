package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Every shape of a request's line in the log.
@Isolated("what others log would be read as well")
class LogLedgerTest {
  private static final Logger LOG = Logger.getLogger("portside.requests");
  private static final LedgerEntry.Tokens TOKENS = new LedgerEntry.Tokens(120, 30, OptionalLong.of(4_000), OptionalLong.empty());

  @Test
  void aStream() {
    check("INFO req_1 200 ok claude-sonnet-5-5 -> glm:glm-5 stream first=350ms total=2100ms in=120 out=30 cached=4000",
        entry("claude-sonnet-5-5", "glm-5", true, 1, LedgerEntry.Result.OK, "", Duration.ofMillis(350), TOKENS));
  }

  @Test
  void aWholeAnswerWithoutCacheAfterTwoTries() {
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole first=2050ms total=2100ms tries=2 in=120 out=30",
        entry("glm-5", "glm-5", false, 2, LedgerEntry.Result.OK, "", Duration.ofMillis(2050),
            new LedgerEntry.Tokens(120, 30, OptionalLong.empty(), OptionalLong.empty())));
  }

  @Test
  void whoWasAskedFirst() {
    var attempts = new ArrayList<>(Attempts.of(1));
    attempts.add(new AttemptRecord("kimi", "k2", 2, "next", "answered", "", Duration.ZERO, Duration.ZERO, LedgerEntry.Tokens.NONE));
    check("INFO req_1 200 ok claude-opus-5-5 -> kimi:k2 whole total=2100ms tries=2 failover_from=glm",
        new LedgerEntry(Instant.EPOCH, "req_1", "kimi", "claude-opus-5-5", "k2", false, attempts, LedgerEntry.Result.OK, "", null, Duration.ofMillis(2100),
            LedgerEntry.Tokens.NONE));
  }

  @Test
  void aCacheThatWasNotHit() {
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole total=2100ms in=0 out=0 cached=0",
        entry("glm-5", "glm-5", false, 1, LedgerEntry.Result.OK, "", null, new LedgerEntry.Tokens(0, 0, OptionalLong.of(0), OptionalLong.of(7))));
  }

  @Test
  void whatItCost() {
    var entry = entry("glm-5", "glm-5", false, 1, LedgerEntry.Result.OK, "", null, TOKENS);
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole total=2100ms in=120 out=30 cached=4000 cost=0.001235USD",
        entry.priced(new Cost(1_234_567L, 1_234_567L, "USD", "list", "")));
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole total=2100ms in=120 out=30 cached=4000 plan=2.1CNY",
        entry.priced(new Cost(0L, 2_100_000_000L, "CNY", "plan", "")));
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole total=2100ms in=120 out=30 cached=4000", entry.priced(new Cost(0L, null, "", "free", "")));
    check("INFO req_1 200 ok glm-5 -> glm:glm-5 whole total=2100ms in=120 out=30 cached=4000", entry.priced(Cost.UNKNOWN));
  }

  @Test
  void countsThatAreEstimates() {
    check("INFO req_1 499 left glm-5 -> glm:glm-5 whole total=2100ms in=7 out=8 estimated",
        entry("glm-5", "glm-5", false, 1, LedgerEntry.Result.LEFT, "", null, LedgerEntry.Tokens.estimated(7, new Begun.PassedOn(8, 0))));
  }

  @Test
  void aFaultIsAWarningWithItsWords() {
    check("WARNING req_1 429 rate_limit_error claude-opus-5-5 -> glm:glm-5 stream total=2100ms tries=3 \"slow down\"",
        entry("claude-opus-5-5", "glm-5", true, 3, new LedgerEntry.Result("rate_limit_error", 429), "slow down", null, LedgerEntry.Tokens.NONE));
  }

  @Test
  void aRequestThatCouldNotBeRead() {
    check("WARNING req_1 400 invalid_request_error whole total=2100ms \"messages: Field required\"",
        entry("", "", false, 0, new LedgerEntry.Result("invalid_request_error", 400), "messages: Field required", null, LedgerEntry.Tokens.NONE));
  }

  @Test
  void aClientThatLeftIsNoWarning() {
    check("INFO req_1 499 left claude-opus-5-5 -> glm:glm-5 stream first=5ms total=2100ms",
        entry("claude-opus-5-5", "glm-5", true, 1, LedgerEntry.Result.LEFT, "", Duration.ofMillis(5), LedgerEntry.Tokens.NONE));
  }

  private static LedgerEntry entry(String asked, String served, boolean stream, int tries, LedgerEntry.Result result, String detail, Duration first,
      LedgerEntry.Tokens tokens) {
    return new LedgerEntry(Instant.EPOCH, "req_1", served.isEmpty() ? "" : "glm", asked, served, stream, Attempts.of(tries), result, detail, first,
        Duration.ofMillis(2100), tokens);
  }

  private static void check(String line, LedgerEntry entry) {
    var written = new AtomicReference<String>();
    var handler = new Handler() {
      @Override
      public void publish(LogRecord log) {
        written.set(log.getLevel() + " " + log.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    var before = LOG.getLevel();
    LOG.setLevel(Level.ALL); // other tests are silenced
    LOG.addHandler(handler);
    try {
      new LogLedger("here", Journal.Project.FOLDER).append(entry);
    } finally {
      LOG.removeHandler(handler);
      LOG.setLevel(before);
    }
    assertEquals(line, written.get());
  }
}
