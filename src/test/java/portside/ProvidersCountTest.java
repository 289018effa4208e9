package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

  private static final ScriptedProvider.Script GEMINI_COUNTS = line -> line.whole(200, "application/json", "{\"totalTokens\":" + THEIRS + ",\"cachedContentTokenCount\":9}");

  @ParameterizedTest
  @CsvSource({"gemini-3-native, x-goog-api-key, sk-provider-secret, true", "express-gemini-3-native, x-goog-api-key, sk-provider-secret, false",
    "vertex-gemini-3-native, authorization, Bearer sk-provider-secret, false"})
  void geminiIsAskedForThePromptAlone(String row, String header, String key, boolean inside) throws Exception {
    var body = BODY.replace("\"tools\":[]", "\"max_tokens\":9,\"system\":\"be brief\",\"tool_choice\":{\"type\":\"any\"},"
        + "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}]");
    try (var provider = new ScriptedProvider().then(GEMINI_COUNTS); var proxy = RunningProxy.before(provider.url(), "DIALECT=" + row, "MIDDLE_MODEL=models/a b")) {
      assertEquals(THEIRS, count(proxy, body));
      var asked = provider.take();
      assertEquals("POST /v1/models/a%20b:countTokens HTTP/1.1", asked.line());
      assertEquals(key, asked.head().get(header));
      var sent = Json.object(asked.text());
      assertEquals(inside ? Set.of("generateContentRequest") : Set.of("systemInstruction", "contents", "tools"), sent.keySet());
      var prompt = inside ? sent.getJsonObject("generateContentRequest") : sent;
      assertEquals(inside ? "models/a b" : "-", prompt.getString("model", "-"));
      assertEquals("hi", prompt.getJsonArray("contents").getJsonObject(0).getJsonArray("parts").getJsonObject(0).getString("text"));
      assertEquals("be brief", prompt.getJsonObject("systemInstruction").getJsonArray("parts").getJsonObject(0).getString("text"));
      assertEquals("t", prompt.getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations").getJsonObject(0).getString("name"));
      assertEquals(Set.of(), prompt.keySet().stream().filter(name -> !Set.of("model", "systemInstruction", "contents", "tools").contains(name)).collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @CsvSource({"400, '{\"error\":{\"code\":400,\"message\":\"Unknown name\",\"status\":\"INVALID_ARGUMENT\"}}', true", "429, {}, true", "503, {}, true", "200, {}, true",
    "200, '[]', true", "200, '{\"totalTokens\":\"7\"}', true", "200, '{\"totalTokens\":-1}', true", "404, {}, false"})
  void whereGeminiGivesNoCountTheProxyCounts(int status, String said, boolean again) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(status, "application/json", said)).then(GEMINI_COUNTS);
        var proxy = RunningProxy.before(provider.url(), "DIALECT=gemini-3-native")) {
      assertTrue(count(proxy, BODY) < 100);
      provider.take();
      assertEquals(again, count(proxy, BODY) == THEIRS);
      assertEquals(THEIRS, count(proxy, BODY.replace("sonnet", "opus")), "of another model nothing is known yet");
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

  @ParameterizedTest
  @ValueSource(strings = {"claude", "gemini-3-native"})
  void aProviderThatIsSilentForTenSecondsIsNotWaitedFor(String row) throws Exception {
    var ticker = new FakeTicker();
    var asked = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          asked.countDown();
          line.awaitClosed();
        });
        var proxy = RunningProxy.ticking(ticker, provider.url(), "DIALECT=" + row)) {
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
