package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.console.Surroundings;
import portside.console.Verbs;

/// The verb where there is no terminal, or none is wanted.
class TopTest {
  @TempDir private Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(boolean terminal, int columns, String... typed) {
    return Verbs.run(typed, new Surroundings(Map.of("TERM", "dumb"), Path.of(""), data, new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), terminal, columns, Clock.fixed(Told.NOW, Told.BERLIN), Told.BERLIN));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "top --once"})
  void withoutATerminalItIsOnePictureWithoutEscapes(String typed) throws Exception {
    try (var glm = ScriptedInstance.full("glm"); var kimi = ScriptedInstance.full("kimi-k2"); var deepseek = ScriptedInstance.full("deepseek")) {
      for (var instance : List.of(glm, kimi, deepseek)) {
        instance.tellIn(data);
      }
      assertEquals(0, run(false, Surroundings.ANY_WIDTH, typed.split(" ")));
      assertEquals(Told.text("once-120.txt"), out.toString(StandardCharsets.UTF_8));
      assertEquals("", err.toString(StandardCharsets.UTF_8));
      assertTrue(glm.seen.stream().noneMatch(request -> request.line().contains("events")), "no stream is followed for one picture");
    }
  }

  @Test
  void onATerminalItIsAsWideAsThat() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      glm.tellIn(data);
      assertEquals(0, run(true, 60, "top", "--once"));
      assertTrue(lines().stream().allMatch(line -> line.length() <= 60), out.toString(StandardCharsets.UTF_8));
      assertFalse(out.toString(StandardCharsets.UTF_8).contains("\033"));
    }
  }

  @Test
  void coloursCanBeAskedFor() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      glm.tellIn(data);
      run(false, Surroundings.ANY_WIDTH, "top", "--once", "--color=always");
      assertTrue(lines().getFirst().startsWith("\033[1mportside top\033[0m  14:03:12"), lines().getFirst());
    }
  }

  @Test
  void whereNothingRunsItSaysHowToStart() {
    assertEquals(0, run(false, Surroundings.ANY_WIDTH, "top"));
    assertEquals(List.of("portside top  14:03:12   0 of 0 up   0 running", "", "No instance runs in this folder. Start all: ./start-all-proxies.sh",
        "One, without an account: java -jar proxy.jar --env env/.env-demo.example"), lines());
  }

  /// The journal is off: no sums, and still what runs.
  @Test
  void itWorksWithoutAJournal() throws Exception {
    try (var demo = new ScriptedInstance("demo")) {
      demo.answers.put("/dashboard/data/overview", """
          {"at":"2026-11-29T13:03:12Z","instance":"demo","journal":"off","today":null,"instances":[{"name":"demo","state":"healthy","note":"","running":1,"requests_5m":4,"failed_5m":0,
          "first_ms_p50":null,"tokens_per_second":null,"today":null}],"running_requests":[]}""");
      demo.tellIn(data);
      assertEquals(0, run(false, Surroundings.ANY_WIDTH, "top"));
      assertEquals(List.of("portside top  14:03:12   1 of 1 up   0 running   today 0 tokens   journal off", "INSTANCE  STATE    RUN  REQ/5m  ERR%  FIRST p50  TOK/S  TODAY  NOTE",
          "demo      healthy    1       4     0", "━ requests " + "━".repeat(109), "no request yet"), lines());
    }
  }

  @Test
  void anInstanceThatDoesNotAnswerIsNoFailure() throws Exception {
    try (var glm = new ScriptedInstance("glm")) {
      glm.tellIn(data);
      assertEquals(0, run(false, Surroundings.ANY_WIDTH, "top"));
      assertEquals("glm       no answer    0       0                                 HTTP 404 at " + glm.instance().url(), lines().get(2));
    }
  }

  @Test
  void argumentsAreRefused() {
    assertEquals(Verbs.MISUSED, run(false, Surroundings.ANY_WIDTH, "top", "glm"));
    assertEquals("portside: top: 'glm' is not understood\n  hint: top shows all instances; in it, / filters\n", err.toString(StandardCharsets.UTF_8));
  }
}
