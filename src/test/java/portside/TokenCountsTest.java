package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.counting.CalibrationFile;
import portside.counting.TokenCounter;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// What a provider reports becomes what the proxy counts, over a restart too.
@Timeout(60)
class TokenCountsTest {
  private static final double RATIO = 1.3;
  private static final int TURNS = 14;

  @TempDir private Path folder;

  /// What the provider counts next.
  private final AtomicLong reported = new AtomicLong();

  @Test
  void afterTenAnswersTheCountsAreTheProvidersAndStayThatOverARestart() throws Exception {
    try (var provider = new ScriptedProvider().then(this::count)) {
      try (var proxy = RunningProxy.keeping(CalibrationFile.in(folder, "test"), provider.url())) {
        for (int turn = 1; turn <= 10; turn++) {
          ask(proxy, turn);
        }
        assertCountsFit(proxy);
        var health = Json.object(proxy.get("/health").body()).getJsonObject("token_counts");
        assertEquals(RATIO, health.getJsonObject(provider.url().getAuthority() + " middle").getJsonNumber("ratio").doubleValue(), 0.01);
      }
      var kept = Files.readString(folder.resolve("counts-test.json"));
      assertFalse(kept.contains("sk-") || kept.contains("word"), kept);
      try (var proxy = RunningProxy.keeping(CalibrationFile.in(folder, "test"), provider.url())) {
        while (Json.object(proxy.get("/health").body()).getJsonObject("token_counts").isEmpty()) {
          Thread.onSpinWait(); // it is read while the port opens
        }
        assertCountsFit(proxy);
      }
      try (var proxy = RunningProxy.before(provider.url())) {
        assertTrue(ask(proxy, TURNS) < 0.85 * reported.get(), "what was learned elsewhere is not known here");
      }
    }
  }

  @Test
  void ourOwnEstimateTeachesNothing() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          finish(line, 0);
        });
        var proxy = RunningProxy.keeping(CalibrationFile.in(folder, "test"), provider.url())) {
      ask(proxy, 1);
      ask(proxy, 1);
      assertEquals("{}", Json.object(proxy.get("/health").body()).getJsonObject("token_counts").toString());
    }
    assertFalse(Files.exists(folder.resolve("counts-test.json")));
  }

  private void assertCountsFit(RunningProxy proxy) throws Exception {
    for (int turn = 11; turn <= TURNS; turn++) {
      assertEquals(reportedFor(turn), count(proxy, turn), 0.05 * reportedFor(turn));
      assertEquals(reportedFor(turn), ask(proxy, turn), 0.05 * reportedFor(turn));
    }
  }

  /// What `count_tokens` says.
  private static long count(RunningProxy proxy, int turn) throws Exception {
    return Json.object(proxy.post("/v1/messages/count_tokens", conversation(turn)).body()).getJsonNumber("input_tokens").longValue();
  }

  /// What `message_start` says.
  private long ask(RunningProxy proxy, int turn) throws Exception {
    reported.set(reportedFor(turn));
    var events = StreamJudge.read(proxy.post("/v1/messages", conversation(turn)).body().getBytes(StandardCharsets.UTF_8));
    return events.stream().filter(StreamEvent.MessageStart.class::isInstance).map(StreamEvent.MessageStart.class::cast).findFirst().orElseThrow().usage().input();
  }

  private static long reportedFor(int turn) throws Exception {
    return Math.round(RATIO * TokenCounter.quick(MessagesReader.read(conversation(turn).getBytes(StandardCharsets.UTF_8))).tokens());
  }

  private static String conversation(int turns) {
    var messages = new StringBuilder("{\"role\":\"user\",\"content\":\"" + "A first word, then others. ".repeat(40) + "\"}");
    for (int turn = 2; turn <= turns; turn++) {
      messages.append(",{\"role\":\"assistant\",\"content\":\"ok\"},{\"role\":\"user\",\"content\":\"");
      messages.append("And another word. ".repeat(20 * turn)).append("\"}");
    }
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"messages\":[" + messages
        + "],\"tools\":[{\"name\":\"Read\",\"description\":\"Reads a file\",\"input_schema\":{\"type\":\"object\"}}]}";
  }

  private void count(Line line) throws Exception {
    line.stream();
    finish(line, reported.get());
  }

  private static void finish(Line line, long promptTokens) throws Exception {
    line.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":" + promptTokens
        + ",\"completion_tokens\":1}}");
    line.event("[DONE]");
    line.chunkEnd();
  }
}
