package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import portside.wire.Json;

/// A provider that cuts prompts without a word is found out by what it counts; the client is then told in time, in the words it compacts on.
class SilentCutsTest {
  private static final String CUTS = "DIALECT_CUTS_SILENTLY=true";

  /// What the provider counts next.
  private final AtomicLong counted = new AtomicLong();

  private final ScriptedProvider.Script answers = line -> {
    line.stream();
    line.text("hi");
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":" + counted + ",\"completion_tokens\":1}}");
    line.event("[DONE]");
    line.chunkEnd();
  };

  @Test
  void aCountOfWholePagesIsTheWindow() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      assertEquals(200, ask(proxy, 20_000, 4_096).statusCode());
      provider.take();
      var refused = ask(proxy, 21_000, 4_096);
      assertEquals(400, refused.statusCode());
      var message = Json.object(refused.body()).getJsonObject("error").getString("message");
      assertTrue(message.matches("prompt is too long: 2\\d{4} tokens > 4096 maximum"), message);
      assertEquals(0, provider.waiting(), "the provider was not asked");
      assertEquals(200, ask(proxy, 2_000, 2_000).statusCode());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned");
      assertEquals("DIALECT_CONTEXT_WINDOW=4096", learned.getJsonObject(0).getString("setting"));
    }
  }

  @Test
  void soIsTheSameCountOfTwoDifferentPrompts() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      assertEquals(200, ask(proxy, 20_000, 5_000).statusCode());
      assertEquals(200, ask(proxy, 20_000, 5_000).statusCode());
      assertEquals(200, ask(proxy, 25_000, 4_990).statusCode());
      assertEquals(400, ask(proxy, 25_000, 5_000).statusCode());
    }
  }

  @Test
  void aCountThatGrowsWithThePromptsIsHonest() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      for (int words = 20_000; words <= 60_000; words += 5_000) {
        assertEquals(200, ask(proxy, words, words * 4 / 10 + 1).statusCode(), words + " words");
      }
    }
  }

  @Test
  void nobodyIsSuspectedWhoseRowDoesNotSaySo() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url())) {
      for (int n = 0; n < 3; n++) {
        assertEquals(200, ask(proxy, 20_000 + 3_000 * n, 4_096).statusCode());
      }
    }
  }

  @Test
  void aKnownWindowIsDefendedFromTheFirstRequestOn() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS, "DIALECT_CONTEXT_WINDOW=8000")) {
      assertEquals(400, ask(proxy, 14_000, 8_000).statusCode());
      assertEquals(0, provider.waiting());
      assertEquals(200, ask(proxy, 9_000, 8_000).statusCode(), "an estimate of our own may be wrong");
      assertEquals(400, ask(proxy, 9_000, 8_000).statusCode(), "but it was not");
    }
  }

  private HttpResponse<String> ask(RunningProxy proxy, int words, long count) throws Exception {
    counted.set(count);
    return proxy.post("/v1/messages", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
        + "word ".repeat(words) + "\"}]}");
  }
}
