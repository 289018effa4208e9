package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.console.Surroundings;
import portside.console.Verbs;
import portside.status.RunningInstance;
import portside.status.RunningInstances;
import portside.wire.Json;

/// The verbs that ask running instances.
@Timeout(60)
class OperatorVerbsTest {
  private static final long HERE = ProcessHandle.current().pid();

  @TempDir private Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... typed) {
    out.reset();
    err.reset();
    var surroundings = new Surroundings(Map.of(), Path.of(""), data, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), false, Surroundings.ANY_WIDTH, Clock.systemUTC(), ZoneOffset.UTC);
    return Verbs.run(typed, surroundings);
  }

  private void awaitNamed(String name) {
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); ; Thread.onSpinWait()) {
      if (new RunningInstances(data).all().stream().anyMatch(instance -> instance.name().equals(name))) {
        return;
      }
      assertTrue(System.nanoTime() < end, name + " is not told of");
    }
  }

  private String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whereNoneRuns() {
    assertEquals(3, run("status"));
    assertEquals("", text(out));
    assertEquals("portside: no instance runs\n  hint: ./start-all-proxies.sh start NAME, in the folder of the project\n", text(err));
    assertEquals(3, run("status", "glm"));
    assertTrue(text(out).contains("glm       down"), text(out));
    assertEquals(1, run("reset", "--yes"));
    assertEquals(3, run("status", "--json"));
    assertEquals("{\"instances\":[]}\n", text(out));
  }

  @Test
  void howTheyStand() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":0}}"));
        var glm = RunningProxy.named("glm", data, provider.url(), "DIALECT=glm", "MIDDLE_MODEL=glm-5.3", "OPERATOR_KEY=an-operators-own-key")) {
      awaitNamed("glm");
      assertEquals(0, run("status"));
      var url = "http://127.0.0.1:" + glm.port();
      assertEquals("INSTANCE  STATE    RUN  LAST REQUEST  TODAY  ADDRESS" + " ".repeat(url.length() - 7) + "  NOTE\nglm       healthy    0  none              -  " + url + "\n",
          text(out));
      glm.post("/v1/messages", RunningProxy.hello(false));
      glm.metricsWith("portside_requests_total{");
      assertEquals(0, run("status", "glm"));
      assertTrue(text(out).matches("(?s).*glm +healthy +0 +\\d+ s ago ok +\\$1\\.40 +http.*"), text(out));
      try (var again = RunningProxy.named("other", data, provider.url())) {
        awaitNamed("other");
        assertEquals(0, run("status", "other"));
        assertTrue(text(out).matches("(?s).*other +healthy +0 +none +-.*"), text(out) + again.port());
      }
      assertEquals(1, run("status", "glm", "kimi"));
      assertTrue(text(out).matches("(?s).*kimi +down +0 +none .*does not run\n"), text(out));
      assertEquals(1, run("status", "glm", "kimi", "--json"));
      var instances = Json.object(text(out)).getJsonArray("instances").getValuesAs(JsonObject.class);
      assertEquals("glm healthy ok", instances.getFirst().getString("name") + " " + instances.getFirst().getString("state") + " "
          + instances.getFirst().getJsonObject("last_request").getString("result"));
      assertEquals("kimi down", instances.getLast().getString("name") + " " + instances.getLast().getString("state"));
      assertEquals(2, run("status", "--yaml"));
    }
  }

  @Test
  void whatIsLeftAloneIsToldAndForgotten() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "retry-after: 3000"));
        var glm = RunningProxy.named("glm", data, provider.url(), "MAX_RETRIES=0")) {
      awaitNamed("glm");
      glm.post("/v1/messages", RunningProxy.hello(false));
      glm.metricsWith("portside_requests_total{");
      run("status");
      assertTrue(text(out).matches("(?s).*  glm: rate limit, \\d{4} s left\n.*"), text(out));
      assertEquals(0, run("reset", "glm"));
      assertEquals("glm: outages forgotten\n", text(out));
      run("status");
      assertFalse(text(out).contains("rate limit,"), text(out));
      assertEquals(0, run("reset", "--budget", "--learned", "-y"));
      assertEquals("glm: used budgets and what was learned forgotten\n", text(out));
      assertEquals(1, run("reset", "glm", "kimi"));
      assertEquals("glm: outages forgotten\n", text(out));
      assertEquals("portside: kimi does not run\n  hint: status shows what runs\n", text(err));
    }
  }

  @Test
  void oneThatDoesNotAnswer() {
    var start = ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    new RunningInstances(data).add(new RunningInstance("mute", HERE, start, "127.0.0.1", 1, "", "", "x".repeat(32), Instant.now()));
    assertEquals(1, run("status"));
    assertTrue(text(out).contains("does not answer"), text(out));
    assertEquals(1, run("reset"));
    assertEquals("portside: mute does not answer at http://127.0.0.1:1\n  hint: status shows how it stands\n", text(err));
  }

  @Test
  void theDayIsThatOfEarlierProcessesToo() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":0}}"))) {
      try (var glm = RunningProxy.named("glm", data, provider.url(), "DIALECT=glm", "MIDDLE_MODEL=glm-5.3", "BILLING=plan")) {
        glm.post("/v1/messages", RunningProxy.hello(false));
      }
      try (var _ = RunningProxy.named("glm", data, provider.url())) {
        awaitNamed("glm");
        assertEquals(0, run("status"));
        assertTrue(text(out).matches("(?s).*glm +healthy +0 +none +plan \\(\\$1\\.40\\) +http.*"), text(out));
      }
    }
  }
}
