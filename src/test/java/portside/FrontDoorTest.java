package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import portside.wire.Json;

/// What the front door serves, refuses and hides.
class FrontDoorTest {
  private static ScriptedProvider provider;
  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
        "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}"));
    proxy = RunningProxy.before(provider.url(), "MAX_BODY_MB=1");
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    provider.close();
  }

  @Test
  void healthHasTheSeedsShapeAndNoKey() throws Exception {
    var answer = proxy.get("/health");
    var health = json(answer);
    assertEquals(200, answer.statusCode());
    assertEquals("healthy", health.getString("status"));
    assertEquals("{\"big_model\":\"big\",\"middle_model\":\"middle\",\"small_model\":\"small\"}", health.getJsonObject("models").toString());
    assertEquals(provider.url().toString(), health.getJsonObject("api_status").getString("openai_base_url"));
    assertTrue(health.isNull("missing_setting"));
    assertFalse(answer.body().contains("sk-provider-secret"));
  }

  @Test
  void theRealPortIsToldWhenAnyWasAskedFor() throws Exception {
    assertEquals(proxy.port(), json(proxy.get("/health")).getJsonObject("server").getInt("port"));
    assertTrue(json(proxy.get("/")).getString("claude").startsWith("ANTHROPIC_BASE_URL=http://127.0.0.1:" + proxy.port() + " "));
  }

  @Test
  void aWholeMessage() throws Exception {
    var answer = proxy.post("/v1/messages?beta=true", RunningProxy.hello(false));
    assertEquals(200, answer.statusCode(), answer.body());
    var message = json(answer);
    assertTrue(message.getString("id").matches("msg_[0-9a-z]{10,26}"), message.getString("id"));
    assertEquals("[{\"type\":\"text\",\"text\":\"hi\"}]", message.getJsonArray("content").toString());
    assertEquals("claude-sonnet-5-5", message.getString("model"));
    assertEquals("end_turn", message.getString("stop_reason"));
    assertTrue(answer.headers().firstValue("request-id").orElseThrow().startsWith("req_"));
  }

  @Test
  void modelsInBothShapes() throws Exception {
    var list = json(proxy.get("/v1/models?limit=1000"));
    assertEquals("list", list.getString("object"));
    assertFalse(list.getBoolean("has_more"));
    var ids = list.getJsonArray("data").getValuesAs(JsonObject.class).stream().map(model -> model.getString("id")).toList();
    assertTrue(ids.contains("big") && ids.contains("middle") && ids.contains("small"), ids.toString());
    assertTrue(ids.stream().anyMatch(id -> id.startsWith("claude") && id.endsWith("big")), ids.toString());
    for (var id : ids) {
      assertEquals(id, json(proxy.get("/v1/models/" + id)).getString("id"));
    }
    assertEquals(ids.getFirst(), list.getString("first_id"));
    assertEquals(404, proxy.get("/v1/models/none").statusCode());
  }

  @Test
  void aModelHasEveryMemberThatSdksInsistOn() throws Exception {
    var model = json(proxy.get("/v1/models/big"));
    assertEquals("active", model.getString("lifecycle"));
    assertEquals("model model", model.getString("type") + " " + model.getString("object"));
    for (var unknown : List.of("capabilities", "deprecated_at", "line", "max_input_tokens", "max_tokens", "retires_at")) {
      assertEquals(JsonValue.NULL, model.get(unknown), unknown);
    }
    try (var known = RunningProxy.before("http://127.0.0.1:9/v1", "DIALECT_CONTEXT_WINDOW=200000", "DIALECT_MAX_OUTPUT=32000")) {
      model = json(known.get("/v1/models/big"));
      assertEquals(200_000, model.getInt("max_input_tokens"));
      assertEquals(32_000, model.getInt("max_tokens"));
    }
  }

  @Test
  void theProbesOfTheClient() throws Exception {
    assertEquals(200, proxy.send("HEAD", "/").statusCode());
    assertEquals(200, proxy.send("HEAD", "/api/hello").statusCode());
    assertEquals(204, proxy.post("/api/event_logging/batch", "{\"events\":[]}").statusCode());
    assertEquals(204, proxy.post("/api/event_logging/v2/batch", "{\"events\":[]}").statusCode());
  }

  @Test
  void headSendsNoBody() throws Exception {
    try (var socket = new Socket("127.0.0.1", proxy.port())) {
      socket.getOutputStream().write("HEAD /api/hello HTTP/1.1\r\nhost: localhost\r\n\r\nGET /api/hello HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var all = new StringBuilder();
      while (all.indexOf("{}") < 0) {
        all.append((char) socket.getInputStream().read());
      }
      assertEquals(2, all.toString().split("HTTP/1.1 200", -1).length - 1, all.toString());
      assertEquals(2, all.toString().split("(?i)content-length: 2\r\n", -1).length - 1, "both tell the length: " + all);
    }
  }

  @Test
  void countTokensNeedsNoMaxTokens() throws Exception {
    var answer = proxy.post("/v1/messages/count_tokens?beta=true", "{\"model\":\"claude-opus-5-5\",\"messages\":[{\"role\":\"user\",\"content\":\"foo\"}]}");
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(json(answer).getInt("input_tokens") > 0);
  }

  @Test
  void chatCompletionsPassWithTheModelMapped() throws Exception {
    while (provider.waiting() > 0) {
      provider.take();
    }
    var answer = proxy.post("/v1/chat/completions", "{\"messages\":[],\"model\":\"claude-haiku-5-5\",\"x\":{\"y\":1}}");
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"content\":\"hi\""));
    assertEquals("{\"messages\":[],\"model\":\"small\",\"x\":{\"y\":1}}", provider.take().text());
  }

  @Test
  void unknownPathsAndMethodsHaveTheEnvelope() throws Exception {
    envelope(404, "not_found_error", proxy.get("/nowhere"));
    envelope(404, "not_found_error", proxy.post("/v1/complete", "{}"));
    var wrong = proxy.get("/v1/messages");
    envelope(405, "invalid_request_error", wrong);
    assertEquals("POST", wrong.headers().firstValue("allow").orElseThrow());
  }

  /// As base URLs of OpenAI's kind end.
  @Test
  void aBaseUrlThatEndsInV1IsServed() throws Exception {
    assertEquals(200, proxy.post("/v1/v1/messages?beta=true", RunningProxy.hello(false)).statusCode());
    assertEquals(200, proxy.post("/v1/v1/messages/count_tokens", RunningProxy.hello(false)).statusCode());
    assertEquals("big", json(proxy.get("/v1/v1/models/big")).getString("id"));
    envelope(405, "invalid_request_error", proxy.get("/v1/v1/messages"));
    envelope(404, "not_found_error", proxy.get("/v1/v1/v1/models"));
    try (var guarded = RunningProxy.before(provider.url(), "ANTHROPIC_API_KEY=one-key")) {
      envelope(401, "authentication_error", guarded.post("/v1/v1/messages", RunningProxy.hello(false)));
    }
  }

  /// It shows words of its own for 401, 403 and 404, and asks six times before it shows a 400.
  @Test
  void claudeCodeIsToldInAStatusItShows() throws Exception {
    envelope(424, "not_found_error", proxy.get("/nowhere", "x-app", "cli"));
    envelope(424, "not_found_error", proxy.get("/nowhere", "user-agent", "claude-cli/2.1.332 (external, cli)"));
    envelope(404, "not_found_error", proxy.get("/nowhere", "user-agent", "Anthropic/Python 0.80.0"));
    try (var keyless = RunningProxy.before(provider.url(), "OPENAI_API_KEY=")) {
      envelope(424, "authentication_error", keyless.post("/v1/messages", RunningProxy.hello(true), "x-app", "cli"));
    }
    try (var guarded = RunningProxy.before(provider.url(), "ANTHROPIC_API_KEY=one-key")) {
      envelope(401, "authentication_error", guarded.post("/v1/messages", RunningProxy.hello(false), "x-app", "cli"));
    }
  }

  @Test
  void badBodiesNameTheField() throws Exception {
    envelope(400, "invalid_request_error", proxy.post("/v1/messages", "{"));
    assertTrue(proxy.post("/v1/messages", "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}").body().contains("messages: at least one message is required"));
    assertTrue(proxy.post("/v1/messages", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}").body().contains("max_tokens: Field required"));
  }

  @Test
  void aBodyOverTheLimitIs413InTheEnvelope() throws Exception {
    envelope(413, "request_too_large", raw("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2000000\r\n\r\n"));
    envelope(413, "request_too_large", raw("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n1e8480\r\n"));
  }

  @Test
  void headersAndUrlsOverTheLimitHaveTheEnvelope() throws Exception {
    envelope(414, "invalid_request_error", raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nhost: localhost\r\n\r\n"));
    envelope(400, "invalid_request_error", raw("GET / HTTP/1.1\r\nhost: localhost\r\nx-long: " + "a".repeat(70_000) + "\r\n\r\n"));
  }

  @Test
  void browsersAndForeignHostNamesAreRefused() throws Exception {
    envelope(403, "permission_error", raw("GET /health HTTP/1.1\r\nhost: evil.example:8082\r\n\r\n"));
    envelope(403, "permission_error", raw("GET /health HTTP/1.1\r\nhost: 127.evil.example\r\n\r\n"));
    envelope(403, "permission_error", proxy.post("/v1/messages", RunningProxy.hello(false), "origin", "https://evil.example"));
    envelope(403, "permission_error", proxy.post("/v1/messages", RunningProxy.hello(false), "origin", "null"));
    for (var host : new String[] {"localhost", "localhost:1", "127.0.0.1:9", "[::1]:9", "[::1]", "claude.localhost", "127.1.2.3"}) {
      assertTrue(raw("GET /health HTTP/1.1\r\nhost: " + host + "\r\n\r\n").startsWith("HTTP/1.1 200"), host);
    }
  }

  @Test
  void whatCostsSomethingIsNotForImagesAndLinksOfWebPages() throws Exception {
    for (var site : new String[] {"cross-site", "same-site", "anything"}) {
      envelope(403, "permission_error", proxy.get("/test-connection", "sec-fetch-site", site));
      envelope(403, "permission_error", proxy.post("/v1/messages", RunningProxy.hello(false), "sec-fetch-site", site));
    }
    assertEquals(200, proxy.get("/health", "sec-fetch-site", "cross-site").statusCode(), "a link to it may be followed");
    for (var site : new String[] {"same-origin", "none"}) {
      assertEquals(200, proxy.get("/test-connection", "sec-fetch-site", site).statusCode());
    }
  }

  @Test
  void aNameOfAContainerIsToldWhatToSet() throws Exception {
    var answer = raw("GET /health HTTP/1.1\r\nhost: host.docker.internal:8082\r\n\r\n");
    assertTrue(answer.contains("host.docker.internal:8082") && answer.contains("HOST=0.0.0.0") && answer.contains("ANTHROPIC_API_KEY"), answer);
  }

  @Test
  void whereOtherMachinesReachThePortStrangersSeeNothingOfIt() throws Exception {
    try (var open = RunningProxy.before(provider.url(), "HOST=0.0.0.0", "ANTHROPIC_API_KEY=a-key")) {
      for (var path : List.of("/health", "/healthz")) {
        var bare = raw(open, "GET " + path + " HTTP/1.1\r\nhost: claude.example\r\n\r\n");
        assertTrue(bare.endsWith("\r\n\r\n{\"status\":\"healthy\"}"), bare);
        assertTrue(raw(open, "GET " + path + " HTTP/1.1\r\nhost: claude.example\r\nx-api-key: a-key\r\n\r\n").contains("\"big_model\""), path);
      }
      envelope(401, "authentication_error", raw(open, "GET /metrics HTTP/1.1\r\nhost: claude.example\r\n\r\n"));
      assertTrue(raw(open, "GET /metrics HTTP/1.1\r\nhost: claude.example\r\nauthorization: Bearer a-key\r\n\r\n").startsWith("HTTP/1.1 200 "));
      assertEquals("test", json(open.get("/health")).getString("name"), "this machine asks itself, as its supervisor does");
    }
  }

  @Test
  void telemetryIsTakenAndDropped() throws Exception {
    assertTrue(raw(RawClient.post("/api/event_logging/batch", "x".repeat(1024 * 1024))).startsWith("HTTP/1.1 204 "));
    envelope(413, "request_too_large", raw(RawClient.post("/api/event_logging/batch", "x".repeat(1024 * 1024 + 1))));
    envelope(400, "invalid_request_error", raw(RawClient.chunked("/api/event_logging/batch", "what?\r\n")));
  }

  @Test
  void oldReverseProxiesAndLoadBalancersAreServed() throws Exception {
    try (var nginx = new RawClient(proxy.port())) { // as its proxy_pass speaks without further lines
      var body = RunningProxy.hello(true);
      var all = nginx.send("POST /v1/messages HTTP/1.0\r\nHost: 127.0.0.1:8082\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
          .rest();
      assertTrue(all.startsWith("HTTP/1.1 200 OK\r\n") && all.contains("\r\n\r\nevent: message_start\n") && all.endsWith("{\"type\":\"message_stop\"}\n\n"), all);
    }
    try (var haproxy = new RawClient(proxy.port())) {
      assertTrue(haproxy.send("OPTIONS / HTTP/1.0\r\n\r\n").rest().startsWith("HTTP/1.1 204 "));
    }
    try (var curl = new RawClient(proxy.port())) {
      assertTrue(curl.send("GET /health HTTP/1.0\r\n\r\n").rest().contains("\"status\":\"healthy\""));
    }
  }

  @Test
  void clientKeysAreAskedForUnderV1() throws Exception {
    try (var guarded = RunningProxy.before(provider.url(), "ANTHROPIC_API_KEY=one-key, two-key")) {
      envelope(401, "authentication_error", guarded.post("/v1/messages", RunningProxy.hello(false)));
      envelope(401, "authentication_error", guarded.post("/v1/messages", RunningProxy.hello(false), "x-api-key", "wrong"));
      envelope(401, "authentication_error", guarded.get("/test-connection"));
      assertEquals(200, guarded.post("/v1/messages", RunningProxy.hello(false), "x-api-key", "two-key").statusCode());
      assertEquals(200, guarded.post("/v1/messages", RunningProxy.hello(false), "authorization", "Bearer one-key").statusCode());
      assertEquals(200, guarded.get("/health").statusCode());
    }
  }

  @Test
  void aMissingKeyIsNamedEverywhere() throws Exception {
    try (var keyless = RunningProxy.before(provider.url(), "OPENAI_API_KEY=")) {
      var health = json(keyless.get("/health"));
      assertEquals("unconfigured", health.getString("status"));
      assertTrue(health.getString("missing_setting").startsWith("OPENAI_API_KEY in "));
      var answer = keyless.post("/v1/messages", RunningProxy.hello(true));
      envelope(401, "authentication_error", answer);
      assertTrue(answer.body().contains(health.getString("missing_setting")), answer.body());
    }
  }

  @Test
  void aSignInThatIsNotThereYetIsNamedEverywhere() throws Exception {
    try (var barred = RunningProxy.before("https://api.githubcopilot.com")) {
      var health = json(barred.get("/health"));
      assertEquals("unconfigured", health.getString("status"));
      assertTrue(health.isNull("missing_setting"));
      assertTrue(health.getString("obstacle").startsWith("GitHub Copilot asks for a sign-in"), health.getString("obstacle"));
      for (var answer : List.of(barred.post("/v1/messages", RunningProxy.hello(true)), barred.get("/test-connection"))) {
        assertTrue(answer.body().contains(health.getString("obstacle")), answer.body());
      }
      envelope(401, "authentication_error", barred.post("/v1/messages", RunningProxy.hello(false)));
    }
  }

  @Test
  void testConnectionSaysHowItWent() throws Exception {
    var good = proxy.get("/test-connection");
    assertEquals(200, good.statusCode());
    assertEquals("{\"status\":\"success\",\"provider\":\"test\",\"base_url\":\"" + provider.url() + "\",\"model_used\":\"small\",\"timestamp\":\"…\","
        + "\"message\":\"the provider answered\"}", good.body().replaceFirst("(timestamp\":\")[^\"]+", "$1…"));
    try (var broken = new ScriptedProvider().then(line -> line.whole(401, "application/json", "{\"error\":{\"message\":\"Invalid API Key\"}}"));
        var failing = RunningProxy.before(broken.url())) {
      var answer = failing.get("/test-connection");
      assertEquals(503, answer.statusCode());
      assertTrue(json(answer).getString("message").contains("Invalid API Key"), answer.body());
      assertEquals("failed 401", json(answer).getString("status") + " " + json(answer).getInt("http_status"));
      assertEquals("failing", json(failing.get("/health")).getString("status"));
    }
  }

  @Test
  void metricsCountRequests() throws Exception {
    proxy.post("/v1/messages", RunningProxy.hello(false));
    var text = proxy.get("/metrics").body();
    assertTrue(text.contains("portside_requests_total{model=\"middle\",provider=\"test\",result=\"ok\"}"), text);
    assertTrue(text.contains("portside_output_tokens_total"), text);
  }

  private static void envelope(int status, String type, HttpResponse<String> answer) throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    check(type, answer.body(), answer.headers().firstValue("request-id").orElseThrow());
  }

  private static void envelope(int status, String type, String raw) throws Exception {
    assertTrue(raw.startsWith("HTTP/1.1 " + status + " "), raw);
    var id = raw.lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("request-id:")).findFirst().orElseThrow();
    check(type, raw.substring(raw.indexOf("\r\n\r\n") + 4), id.substring(id.indexOf(':') + 1).strip());
  }

  private static void check(String type, String body, String requestId) throws Exception {
    var envelope = Json.object(body);
    assertEquals("error", envelope.getString("type"));
    assertEquals(type, envelope.getJsonObject("error").getString("type"));
    assertFalse(envelope.getJsonObject("error").getString("message").isBlank());
    assertEquals(requestId, envelope.getString("request_id"));
  }

  private static JsonObject json(HttpResponse<String> answer) throws Exception {
    return Json.object(answer.body());
  }

  private static String raw(String request) throws Exception {
    return raw(proxy, request);
  }

  private static String raw(RunningProxy asked, String request) throws Exception {
    try (var client = new RawClient(asked.port())) {
      return client.send(request).answer();
    }
  }
}
