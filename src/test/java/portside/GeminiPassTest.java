package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// Requests in Gemini's own language that pass untranslated, on real sockets. What holds for every language is in [NativePassTest].
@Timeout(60)
class GeminiPassTest {
  private static final String GEMINI = "DIALECT=gemini-3-native";
  private static final String CLIENT_KEY = "portside-key-1";
  private static final String FIRST = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"one\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":100}}";
  private static final String LAST = "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":30,\"cachedContentTokenCount\":10,"
      + "\"candidatesTokenCount\":3,\"thoughtsTokenCount\":4}}";

  @ParameterizedTest
  @CsvSource({
    "/api/gemini/models/gemini-3.8-flash:generateContent,                      /v1/models/gemini-3.8-flash:generateContent",
    "/api/gemini/v1/models/gemini-3.8-flash:streamGenerateContent?alt=sse,     /v1/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
    "/api/gemini/cachedContents?pageSize=2,                                    /v1/cachedContents?pageSize=2",
    "/api/gemini/models?key=portside-key-1&pageSize=2,                         /v1/models?pageSize=2",
    "/api/gemini/models?a=1&%6bey=portside-key-1&key=other&access_token=t&b=%20, /v1/models?a=1&b=%20",
    "/api/gemini/models?key=portside-key-1,                                    /v1/models",
  })
  void thePathIsBelowTheBaseAndNoKeyStandsInIt(String asked, String reached) throws Exception {
    try (var logged = new Logged(""); var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      assertEquals(200, proxy.post(asked, "{}", "x-goog-api-key", CLIENT_KEY, "authorization", "Bearer " + CLIENT_KEY).statusCode());
      var sent = provider.take();
      assertEquals("POST " + reached + " HTTP/1.1", sent.line());
      assertEquals("sk-provider-secret", sent.head().get("x-goog-api-key"));
      assertFalse(sent.written().contains(CLIENT_KEY), sent.written());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains(CLIENT_KEY) || line.contains("sk-provider")).toList());
    }
  }

  /// What Google's own libraries ask below the address they are given begins with the version.
  @Test
  void theVersionStandsOnce() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url().toString().replace("/v1", "/v1beta"), GEMINI)) {
      assertEquals(200, proxy.send("GET", "/api/gemini/v1beta/models/m").statusCode());
      assertEquals("GET /v1beta/models/m HTTP/1.1", provider.take().line());
    }
  }

  @ParameterizedTest
  @CsvSource({"x-goog-api-key, '', 200", "x-goog-api-key:wrong, '', 401", "'', ?key=portside-key-1, 200", "'', ?a=b&k%65y=portside-key-1, 200", "'', ?key=wrong, 401", "'', '', 401",
    "x-goog-api-key:wrong, ?key=portside-key-1, 401"})
  void aKeyInGooglesPlacesIsAClientKey(String header, String query, int status) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), GEMINI, "ANTHROPIC_API_KEY=" + CLIENT_KEY)) {
      var headers = header.isEmpty() ? new String[0] : new String[] {"x-goog-api-key", header.endsWith("wrong") ? "wrong" : CLIENT_KEY};
      assertEquals(status, proxy.post("/api/gemini/models/m:generateContent" + query, "{}", headers).statusCode());
      assertEquals(status == 200 ? 1 : 0, provider.waiting());
    }
  }

  @Test
  void aKeyInTheQueryOpensNothingElse() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), GEMINI, "ANTHROPIC_API_KEY=" + CLIENT_KEY)) {
      assertEquals(401, proxy.post("/v1/messages?key=" + CLIENT_KEY, RunningProxy.hello(true)).statusCode());
      assertEquals(0, provider.waiting());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void anyMethodPasses(String method) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{}")); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      assertEquals(200, proxy.send(method, "/api/gemini/cachedContents/c1").statusCode());
      assertEquals(method + " /v1/cachedContents/c1 HTTP/1.1", provider.take().line());
    }
  }

  /// The last chunk counts, in whatever form it comes, and each request has one entry.
  @ParameterizedTest
  @ValueSource(strings = {"events", "array", "whole"})
  void usageIsReadOnTheWay(String form) throws Exception {
    var seen = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          switch (form) {
            case "whole" -> line.whole(200, "application/json", LAST);
            case "array" -> {
              line.stream();
              line.chunk(("[" + FIRST + "\n,").getBytes(StandardCharsets.UTF_8));
              seen.await();
              line.chunk((LAST + "]").getBytes(StandardCharsets.UTF_8));
              line.chunkEnd();
            }
            default -> {
              line.stream();
              line.chunk(("data: " + FIRST + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
              seen.await();
              line.chunk(("data: " + LAST + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
              line.chunkEnd();
            }
          }
        });
        var proxy = RunningProxy.before(provider.url(), GEMINI); var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/api/gemini/models/g%2Dx:streamGenerateContent", "{}", "Connection: close"));
      if (!form.equals("whole")) {
        assertTrue(client.readUntil("one").contains("200 OK"), "pieces pass when they come");
      }
      seen.countDown();
      client.rest();
      var metrics = proxy.metricsWith("portside_requests_total{model=\"g-x\",provider=\"test\",result=\"ok\"} 1.0");
      assertTrue(metrics.contains("portside_input_tokens_total{model=\"g-x\",provider=\"test\",result=\"ok\"} 20.0"), metrics);
      assertTrue(metrics.contains("portside_output_tokens_total{model=\"g-x\",provider=\"test\",result=\"ok\"} 7.0"), metrics);
    }
  }

  @Test
  void nothingLeadsOutOfTheBase() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      for (var target : List.of("/api/gemini/../v2/secret", "/api/gemini/%2e%2e/secret", "/api/gemini/a%2f..%2fsecret", "/api/gemini//evil.example/",
          "/api/gemini/http://evil.example/", "http://evil.example/api/gemini/x", "/api/gemini/models/..;/x")) {
        try (var client = new RawClient(proxy.port())) {
          var line = client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("\r\n");
          assertTrue(line.contains(" 400 ") || line.contains(" 404 ") || line.contains(" 403 "), target + ": " + line);
        }
      }
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void ourErrorsAreInItsLanguageAndItsOwnPass() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{\"error\":{\"code\":429}}", "retry-after: 7"));
        var proxy = RunningProxy.before(provider.url(), GEMINI)) {
      var theirs = proxy.post("/api/gemini/models/m:generateContent", "{}");
      assertEquals(429, theirs.statusCode());
      assertEquals("{\"error\":{\"code\":429}}", theirs.body());
      var ours = proxy.send("GET", "/api/gemini/models/%2e%2e");
      assertEquals(400, ours.statusCode());
      var error = Json.object(ours.body()).getJsonObject("error");
      assertEquals("400 INVALID_ARGUMENT", error.getInt("code") + " " + error.getString("status"));
      assertTrue(error.getString("message").startsWith("path: "), error.toString());
    }
  }

  @Test
  void otherLanguagesAreNotAskedThere() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=chat")) {
      var answer = proxy.post("/api/gemini/models/m:generateContent", "{}");
      assertEquals(404, answer.statusCode());
      assertTrue(answer.body().contains("\"NOT_FOUND\"") && answer.body().contains("/api/gemini"), answer.body());
      assertEquals(0, provider.waiting());
    }
  }
}
