package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.console.Paint;
import portside.ledger.Journal;
import portside.ledger.LedgerEntry;
import portside.ledger.LogLedger;
import portside.ledger.LoggedRequest;
import portside.wire.Json;

/// How a log record is written: one line, whatever is in it.
@Isolated("sets the level of a logger that others write to")
class LogLineFormatterTest {
  private static String line(Level level, String text, Throwable thrown) {
    var line = new LogRecord(level, text);
    line.setInstant(LocalDateTime.of(2026, 3, 4, 5, 6, 7, 89_000_000).atZone(ZoneId.systemDefault()).toInstant());
    line.setThrown(thrown);
    return new LogLineFormatter(Paint.NONE).format(line);
  }

  @Test
  void aLineHasTimeLevelAndText() {
    assertEquals("2026-03-04 05:06:07.089 INFO  stopped\n", line(Level.INFO, "stopped", null));
    assertEquals("2026-03-04 05:06:07.089 WARN  {0} stays\n", line(Level.WARNING, "{0} stays", null));
    assertEquals("2026-03-04 05:06:07.089 ERROR x\n", line(Level.SEVERE, "x", null));
    assertEquals("2026-03-04 05:06:07.089 DEBUG x\n", line(Level.FINER, "x", null));
  }

  @Test
  void aNameForgesNoLineAndDrivesNoTerminal() {
    assertEquals("2026-03-04 05:06:07.089 INFO  req_1 200 ok a\\n2026-01-01 00:00:00.000 INFO  req_forged 200 ok\\u001b[2J\n",
        line(Level.INFO, "req_1 200 ok a\n2026-01-01 00:00:00.000 INFO  req_forged 200 ok\u001b[2J", null));
  }

  @Test
  void onATerminalPartsHaveTheirColours() {
    var formatter = new LogLineFormatter(Paint.COLOURS);
    var record = new LogRecord(Level.WARNING, "hot\u001b[2J");
    record.setInstant(LocalDateTime.of(2026, 3, 4, 5, 6, 7, 89_000_000).atZone(ZoneId.systemDefault()).toInstant());
    assertEquals("\033[2m2026-03-04 05:06:07.089\033[0m \033[33mWARN\033[0m  hot\\u001b[2J\n", formatter.format(record));
    record.setLevel(Level.SEVERE);
    assertEquals("\033[2m2026-03-04 05:06:07.089\033[0m \033[31mERROR\033[0m hot\\u001b[2J\n", formatter.format(record));
  }

  @ParameterizedTest
  @CsvSource({"200, 32", "499, 33", "429, 33", "503, 31"})
  void theStatusOfARequestHasOneToo(int status, int colour) {
    try (var logged = new Requests()) {
      new LogLedger("here", Journal.Project.OFF).append(entry(new LedgerEntry.Result("word", status)));
      var line = new LogLineFormatter(Paint.COLOURS).format(logged.last);
      assertTrue(line.contains("req_1 \033[" + colour + "m" + status + "\033[0m word "), line);
      assertFalse(new LogLineFormatter(Paint.NONE).format(logged.last).contains("\033"));
    }
  }

  @ParameterizedTest
  @CsvSource({"/dev/pts/3, true", "/dev/tty1, true", "/dev/console, true", "pipe:[77], false", "/dev/null, false", "/var/log/proxy.log, false", "socket:[1], false"})
  void onlyATerminalIsOne(String device, boolean is) {
    assertEquals(is, StandardError.isTerminal(device));
  }

  @Test
  void asJsonItIsOneObjectWithWhatTheJournalHas() throws Exception {
    try (var logged = new Requests()) {
      new LogLedger("here", Journal.Project.OFF).append(entry(new LedgerEntry.Result("rate_limit_error", 429)));
      var json = Json.object(new JsonLogFormatter().format(logged.last));
      assertEquals(List.of("warn", "portside.requests", "req_1", "here", "glm", "glm-5", "rate_limit_error", "429", "30", "2100"),
          List.of(json.getString("level"), json.getString("logger"), json.getString("id"), json.getString("instance"), json.getString("provider"),
              json.getString("served"), json.getString("result"), json.get("status").toString(), json.get("out").toString(), json.get("ms").toString()));
      assertTrue(json.getString("message").startsWith("req_1 429 rate_limit_error"), json.getString("message"));
    }
  }

  @Test
  void asJsonNothingForgesALineAndTheRequestIsNamed() throws Exception {
    var record = new LogRecord(Level.INFO, "req_abc9 a\n{\"id\":1}\u009b2J\u202e");
    record.setThrown(new IllegalStateException("x\ny"));
    var line = new JsonLogFormatter().format(record);
    assertEquals(1, line.lines().count());
    assertTrue(line.chars().allMatch(letter -> letter == '\n' || letter >= ' ' && letter <= '~'), line);
    assertEquals("req_abc9", Json.object(line).getString("id"));
    assertTrue(Json.object(line).getString("thrown").startsWith("java.lang.IllegalStateException: x"), line);
    assertEquals("req_abc9 a\n{\"id\":1}\u009b2J\u202e", Json.object(line).getString("message"));
    assertFalse(Json.object(new JsonLogFormatter().format(new LogRecord(Level.INFO, "stopped"))).containsKey("id"));
  }

  /// Keeps what the log of requests is handed.
  private static final class Requests extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("portside.requests");
    private LogRecord last = new LogRecord(Level.OFF, "nothing");

    Requests() {
      logger.setLevel(Level.ALL);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      last = record instanceof LoggedRequest request && request.requestId().equals("req_1") ? record : last;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setLevel(null);
    }
  }

  private static LedgerEntry entry(LedgerEntry.Result result) {
    return new LedgerEntry(Instant.EPOCH, "req_1", "glm", "claude", "glm-5", true, List.of(), result, "", null, Duration.ofMillis(2100),
        new LedgerEntry.Tokens(10, 30, OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void aBodyByMistakeIsCut() {
    var line = line(Level.INFO, "x".repeat(1_000_000), null);
    assertEquals("2026-03-04 05:06:07.089 INFO  " + "x".repeat(4_000) + "…\n", line);
  }

  @Test
  void onlyFaultsOfOurOwnHaveMoreLinesAndTheirWordsNone() {
    var lines = line(Level.SEVERE, "req_1 failed", new IllegalStateException("a\nb", new RuntimeException("c\r"))).lines().toList();
    assertEquals("  java.lang.IllegalStateException: a\\nb", lines.get(1));
    assertTrue(lines.contains("  java.lang.RuntimeException: c\\r"), lines.toString());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("  ")), lines.toString());
  }
}
