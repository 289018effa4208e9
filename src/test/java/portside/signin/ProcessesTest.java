package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that share the files of sign-ins, real ones.
@Timeout(120)
class ProcessesTest {
  private static final String EXCHANGE = "/copilot_internal/v2/token";
  private static final String EXCHANGED = "{\"token\":\"geheim-copilot\",\"refresh_in\":1500}";

  @TempDir Path folder;
  private GivenSignIn given;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.keep("github-default", "client-1", "ghu_geheim");
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    given.close();
  }

  private BufferedReader process() throws Exception {
    var process = OtherProcess.start(folder.resolve("auth"), given.site());
    processes.add(process);
    var out = process.inputReader(StandardCharsets.UTF_8);
    assertEquals("ready", out.readLine());
    return out;
  }

  @Test
  void case36TwoProcessesMakeOneExchange() throws Exception {
    given.onSlowly(EXCHANGE, EXCHANGED, 300);
    var one = process();
    var other = process();
    for (var process : processes) {
      OtherProcess.go(process);
    }
    assertEquals("geheim-copilot geheim-copilot", one.readLine() + " " + other.readLine());
    assertEquals(List.of("GET " + EXCHANGE), given.asked);
    for (var process : processes) {
      assertFalse(process.info().commandLine().orElse("").contains("geheim"));
    }
  }

  /// The lock of a process that was killed is nobody's, and the file is as it was.
  @Test
  void aProcessThatIsKilledAtTheExchangeHoldsNobodyUp() throws Exception {
    var before = Files.readString(folder.resolve("auth/github-default.json"));
    given.onSlowly(EXCHANGE, EXCHANGED, 600_000);
    var _ = process();
    OtherProcess.go(processes.getFirst());
    while (given.asked.isEmpty()) {
      Thread.onSpinWait();
    }
    var waiting = process();
    OtherProcess.go(processes.get(1));
    assertTrue(processes.getFirst().destroyForcibly().waitFor(10, TimeUnit.SECONDS));
    assertEquals(before, Files.readString(folder.resolve("auth/github-default.json")));
    given.anew(EXCHANGE).on(EXCHANGE, EXCHANGED);
    assertEquals("geheim-copilot", waiting.readLine());
    assertEquals("geheim-copilot", given.store().read("github-default").orElseThrow().current().reveal());
  }

  /// Killed at any moment after the answer was sent: the file is that of before or that of after, whole, and the next process gets its token.
  @Test
  void aProcessThatIsKilledBetweenTheAnswerAndTheFileTearsNothing() throws Exception {
    for (var moment = 0; moment < 6; moment++) {
      given.keep("github-default", "client-1", "ghu_geheim");
      given.asked.clear();
      given.anew(EXCHANGE).on(EXCHANGE, EXCHANGED);
      var _ = process();
      var killed = processes.removeLast();
      OtherProcess.go(killed);
      while (given.asked.isEmpty()) {
        Thread.onSpinWait();
      }
      var until = System.nanoTime() + moment * 3_000_000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      killed.destroyForcibly().waitFor();
      var entry = given.store().read("github-default").orElseThrow();
      assertEquals("ghu_geheim", entry.lasting().reveal());
      assertTrue(entry.current().isEmpty() || entry.current().reveal().equals("geheim-copilot"));
      given.clock.pass(Duration.between(given.clock.instant(), Instant.now()));
      assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
    }
  }
}
