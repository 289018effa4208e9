package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// A person is asked before something is forgotten.
class ResetTest {
  @TempDir private Path data;

  @ParameterizedTest
  @CsvSource({
    "true,  y,   --breaker, asked done",
    "true,  YES, --breaker, asked done",
    "true,  n,   --breaker, asked",
    "true,  '',  --breaker, asked",
    "true,  n,   --yes,     done",
    "false, n,   --breaker, done",
  })
  void onATerminalItIsAskedFirst(boolean terminal, String answer, String flag, String expected) {
    var start = ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    new RunningInstances(data).add(new RunningInstance("glm", ProcessHandle.current().pid(), start, "127.0.0.1", 1, "", "", "x".repeat(32), Instant.EPOCH));
    var err = new ByteArrayOutputStream();
    var surroundings = new Surroundings(Map.of(), Path.of(""), data, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), terminal, 80, Clock.systemUTC(), ZoneOffset.UTC);
    var typed = answer.isEmpty() ? "" : answer + "\n";
    assertEquals(1, Verbs.run(List.of(new Reset(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)))), new String[] {"reset", flag}, surroundings));
    var said = err.toString(StandardCharsets.UTF_8);
    var asked = said.startsWith("Forget outages of glm? [y/N] ") ? "asked" : "";
    var done = said.contains("does not answer at") ? "done" : said.endsWith("Nothing was reset.\n") ? "" : "nothing was said";
    assertEquals(expected, (asked + " " + done).strip());
  }
}
