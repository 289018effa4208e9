package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// `count_tokens` where the provider counts, on real sockets.
@Timeout(60)
class ProvidersCountTest {
  private static final String PATH = "/v1/messages/count_tokens?beta=true";
  private static final String BODY = "{\"model\":\"claude-sonnet-5-5\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"zeta\":{\"b\":1,\"a\":2},\"tools\":[]}";
  private static final int THEIRS = 4711;
  private static final ScriptedProvider.Script COUNTS = line -> line.whole(200, "application/json", "{\"input_tokens\":" + THEIRS + "}");

  @Test
  void claudeIsAskedInTheClientsOwnWords() throws Exception {
    try (var provider = new ScriptedProvider().then(COUNTS); var proxy = RunningProxy.before(provider.url(), "DIALECT=claude")) {
      assertEquals(THEIRS, count(proxy, BODY, "anthropic-beta", "claude-code-20250219,token-counting-2024-11-01"));
      var asked = provider.take();
      assertEquals("POST /v1/messages/count_tokens?beta=true HTTP/1.1", asked.line());
      assertEquals("claude-code-20250219,token-counting-2024-11-01", asked.head().get("anthropic-beta"));
      assertEquals("sk-provider-secret", asked.head().get("x-api-key"));
      assertEquals(BODY.replace("claude-sonnet-5-5", "middle"), asked.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "\"metadata\":{\"user_id\":\"u\"}", "\"context_management\":{\"edits\":[]}", "\"diagnostics\":{}", "\"max_tokens\":7", "\"stream\":true", "\"temperature\":1"})
  void whatIsRefusedThereIsLeftOut(String member) throws Exception {
    try (var provider = new ScriptedProvider().then(COUNTS); var proxy = RunningProxy.before(provider.url(), "DIALECT=claude")) {
      assertEquals(THEIRS, count(proxy, BODY.replace("\"zeta\"", member + ",\"zeta\"")));
      assertEquals(BODY.replace("claude-sonnet-5-5", "middle"), provider.take().text());
    }
  }

  @Test
  void aRequestThatIsBuiltIsCountedAsItWouldBeSent() throws Exception {
    try (var provider = new ScriptedProvider().then(COUNTS);
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=messages", "DIALECT_TOKEN_COUNT=ask")) {
      assertEquals(THEIRS, count(proxy, BODY));
      var asked = Json.object(provider.take().text());
      assertEquals("middle", asked.getString("model"));
      assertFalse(asked.containsKey("zeta") || asked.containsKey("max_tokens") || asked.containsKey("stream"), asked.toString());
    }
  }

  @Test
  void withTheClientsOwnPlanItsTokenGoesUp() throws Exception {
    try (var provider = new ScriptedProvider().then(COUNTS);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=claude", "OPENAI_API_KEY=from-client:any-host")) {
      assertEquals(THEIRS, count(proxy, BODY, "authorization", "Bearer oat", "x-app", "cli"));
      var asked = provider.take();
      assertEquals("Bearer oat", asked.head().get("authorization"));
      assertEquals("cli", asked.head().get("x-app"));
      assertTrue(count(proxy, BODY) < THEIRS, "without a token nobody is asked");
      assertEquals(0, provider.waiting());
    }
  }

  @ParameterizedTest
  @CsvSource({"400, {}, true", "429, {}, true", "529, {}, true", "200, {}, true", "200, no JSON, true", "200, {\"input_tokens\":\"7\"}, true", "404, {}, false", "405, {}, false"})
  void whereTheProviderGivesNoCountTheProxyCounts(int status, String said, boolean again) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(status, "application/json", said)).then(COUNTS);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=claude")) {
      assertTrue(count(proxy, BODY) < 100);
      provider.take();
      assertEquals(again, count(proxy, BODY) == THEIRS, "where there is no such endpoint it is not asked for again");
    }
  }

  @Test
  void aRowWithoutItIsNotAsked() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=messages")) {
      assertTrue(count(proxy, BODY) < 100);
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aProviderThatIsSilentForTenSecondsIsNotWaitedFor() throws Exception {
    var ticker = new FakeTicker();
    var asked = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          asked.countDown();
          line.awaitClosed();
        });
        var proxy = RunningProxy.ticking(ticker, provider.url(), "DIALECT=claude")) {
      var counted = ScriptedProvider.later(() -> {
        try {
          assertTrue(count(proxy, BODY) < 100);
        } catch (Exception failed) {
          throw new IllegalStateException(failed);
        }
      });
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      while (!counted.await(20, TimeUnit.MILLISECONDS)) {
        ticker.pass(Duration.ofSeconds(1));
      }
    }
  }

  private static long count(RunningProxy proxy, String body, String... headers) throws Exception {
    var answer = proxy.post(PATH, body, headers);
    assertEquals(200, answer.statusCode(), answer.body());
    return Json.object(answer.body()).getJsonNumber("input_tokens").longValue();
  }
}
