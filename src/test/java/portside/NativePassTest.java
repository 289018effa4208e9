package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests in the provider's own language that pass untranslated, on real sockets.
@Timeout(60)
class NativePassTest {
  private static final String USED = "{\"odd\":1e2,\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4}}";

  @Test
  void bytesPassBothWaysAndTheKeyIsChanged() throws Exception {
    var sent = "{\"model\":\"big\", \"x\":-0, \"y\":\"\\ud83d\"}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(201, "application/vnd.x+json", USED, "x-own: 7", "set-cookie: c=1", "request-id: theirs"));
        var proxy = RunningProxy.before(provider.url(), "ANTHROPIC_API_KEY=portside-key-1", "CUSTOM_HEADER_X_TEAM=blue")) {
      var answer = proxy.post("/api/openai/embeddings?a=b%20c", sent, "authorization", "Bearer portside-key-1", "x-client", "c", "cookie", "c=1");
      var asked = provider.take();
      assertEquals("POST /v1/embeddings?a=b%20c HTTP/1.1", asked.line());
      assertEquals(sent, asked.text());
      assertEquals("Bearer sk-provider-secret", asked.head().get("authorization"));
      assertEquals("c", asked.head().get("x-client"));
      assertEquals("blue", asked.head().get("x-team"));
      assertFalse(asked.written().contains("portside-key") || asked.head().containsKey("cookie"), asked.written());
      assertEquals(201, answer.statusCode());
      assertEquals(USED, answer.body());
      assertEquals("application/vnd.x+json", answer.headers().firstValue("content-type").orElse(""));
      assertEquals(List.of("7"), answer.headers().allValues("x-own"));
      assertEquals(List.of("theirs"), answer.headers().allValues("request-id"));
      assertEquals(List.of(), answer.headers().allValues("set-cookie"));
      var metrics = proxy.metricsWith("portside_input_tokens_total{model=\"big\",provider=\"test\",result=\"ok\"} 30.0");
      assertTrue(metrics.contains("portside_requests_total{model=\"big\",provider=\"test\",result=\"ok\"} 1.0"), metrics);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
  void anyMethodPasses(String method) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          if (method.equals("HEAD")) {
            line.say("HTTP/1.1 200 OK\ncontent-length: 1000\nx-own: 7\n\n");
          } else {
            line.whole(200, "application/json", "{}", "x-own: 7");
          }
        });
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.send(method, "/api/openai/files/file-1");
      assertEquals(200, answer.statusCode());
      assertEquals("7", answer.headers().firstValue("x-own").orElse(""));
      assertEquals(method + " /v1/files/file-1 HTTP/1.1", provider.take().line());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "messages, /api/anthropic/v1/messages,      /v1/messages",
    "messages, /api/openai/chat/completions,    ''",
    "chat,     /api/openai/chat/completions,    /v1/chat/completions",
    "chat,     /api/openai/v1/chat/completions, /v1/chat/completions",
    "responses, /api/openai/responses,          /v1/responses",
    "chat,     /api/anthropic/v1/messages,      ''",
  })
  void thePathIsBelowTheBaseOfOneWhoSpeaksTheLanguage(String wire, String asked, String reached) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=" + wire)) {
      var answer = proxy.post(asked, "{}");
      if (reached.isEmpty()) {
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("/v1/messages and /v1/chat/completions serve every one"), answer.body());
        assertEquals(0, provider.waiting());
      } else {
        assertEquals("POST " + reached + " HTTP/1.1", provider.take().line());
      }
    }
  }

  @Test
  void nothingLeadsOutOfTheBase() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url())) {
      for (var target : List.of("/api/openai/../v2/secret", "/api/openai/%2e%2e/secret", "/api/openai/a%2f..%2f..%2fsecret", "/api/openai//evil.example/",
          "/api/openai/..;/secret", "/api/openai/http://evil.example/", "http://evil.example/api/openai/x", "/api/openai/a%00", "/api/openai/\\..\\x")) {
        try (var client = new RawClient(proxy.port())) {
          var line = client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("\r\n");
          assertTrue(line.contains(" 400 ") || line.contains(" 404 ") || line.contains(" 403 "), target + ": " + line);
        }
      }
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(307, "text/plain", "", "location: http://evil.example/"));
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/api/openai/chat/completions", "{}");
      assertEquals(502, answer.statusCode());
      assertTrue(answer.body().contains("redirect") && !answer.body().contains("evil"), answer.body());
      assertFalse(answer.headers().firstValue("location").isPresent());
    }
  }

  @Test
  void anErrorPassesAsItCame() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "text/html", "<p>slow", "retry-after: 7")); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/api/openai/chat/completions", "{\"model\":\"m\"}");
      assertEquals(429, answer.statusCode());
      assertEquals("<p>slow", answer.body());
      assertEquals("7", answer.headers().firstValue("retry-after").orElse(""));
      proxy.metricsWith("portside_requests_total{model=\"m\",provider=\"test\",result=\"rate_limit_error\"} 1.0");
    }
  }

  @Test
  void piecesPassWhenTheyCome() throws Exception {
    var seen = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"choices\":[{\"delta\":{\"content\":\"one\"}}]}");
          seen.await();
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url()); var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/api/openai/chat/completions", "{\"model\":\"m\"}", "Connection: close"));
      assertTrue(client.readUntil("one").contains("200 OK"));
      seen.countDown();
      assertTrue(client.rest().contains("data: [DONE]"));
      proxy.metricsWith("portside_output_tokens_total{model=\"m\",provider=\"test\",result=\"ok\"} 2.0");
    }
  }

  @Test
  void anAnswerThatBreaksOffBreaksOff() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"choices\":[]}");
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url()); var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/api/openai/chat/completions", "{\"model\":\"m\"}"));
      assertFalse(client.rest().endsWith("0\r\n\r\n"), "the last chunk would say that all is there");
      proxy.metricsWith("portside_requests_total{model=\"m\",provider=\"test\",result=\"api_error\"} 1.0");
    }
  }

  @Test
  void whenTheClientLeavesTheCallEnds() throws Exception {
    var left = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"choices\":[]}");
          line.awaitClosed();
          left.countDown();
        });
        var proxy = RunningProxy.before(provider.url())) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/api/openai/chat/completions", "{\"model\":\"m\"}")).readUntil("choices");
      }
      assertTrue(left.await(10, TimeUnit.SECONDS));
      proxy.metricsWith("portside_requests_total{model=\"m\",provider=\"test\",result=\"left\"} 1.0");
    }
  }

  @Test
  void strangersAndPagesAreTurnedAway() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), "ANTHROPIC_API_KEY=portside-key-1")) {
      assertEquals(401, proxy.post("/api/openai/chat/completions", "{}").statusCode());
      assertEquals(403, proxy.post("/api/openai/chat/completions", "{}", "origin", "http://evil.example", "x-api-key", "portside-key-1").statusCode());
      assertEquals(403, proxy.post("/api/openai/chat/completions", "{}", "sec-fetch-site", "cross-site", "x-api-key", "portside-key-1").statusCode());
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void theClientsOwnTokenStaysWhereTheFileSaysSo() throws Exception {
    try (var logged = new Logged(""); var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=from-client:any-host", "DIALECT_WIRE=messages", "ANTHROPIC_API_KEY=portside-key-1")) {
      var answer = proxy.post("/api/anthropic/v1/messages", "{}", "authorization", "Bearer geheim-token-1", "x-portside-key", "portside-key-1");
      assertEquals(200, answer.statusCode(), answer.body());
      var asked = provider.take();
      assertEquals("Bearer geheim-token-1", asked.head().get("authorization"));
      assertFalse(asked.written().contains("portside-key-1"));
      assertEquals(401, proxy.post("/api/anthropic/v1/messages", "{}", "x-portside-key", "portside-key-1").statusCode());
      assertEquals(0, provider.waiting());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim") || line.contains("portside-key-1")).toList());
    }
  }

  @Test
  void aRequestDoesNotGoRound() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}")); var proxy = RunningProxy.before(provider.url())) {
      proxy.post("/api/openai/models", "");
      var hops = provider.take().head().get("portside-hops");
      assertEquals(508, proxy.post("/api/openai/models", "", "portside-hops", hops).statusCode());
      assertEquals(0, provider.waiting());
    }
  }
}
