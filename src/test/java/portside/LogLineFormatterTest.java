package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/// How a log record is written: one line, whatever is in it.
class LogLineFormatterTest {
  private static String line(Level level, String text, Throwable thrown) {
    var line = new LogRecord(level, text);
    line.setInstant(LocalDateTime.of(2026, 3, 4, 5, 6, 7, 89_000_000).atZone(ZoneId.systemDefault()).toInstant());
    line.setThrown(thrown);
    return new LogLineFormatter().format(line);
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
