package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.fake.Line;
import portside.wire.Json;

/// The client's own plan behind the proxy, on real sockets; each case begins with its number.
@Timeout(60)
class ClientsPlanTest {
  private static final String TOKEN = "sk-ant-oat01-geheim-0815-abcdefghijklmnop";
  private static final String BEARER = "Bearer " + TOKEN;
  private static final String[] PLAN = {
    "OPENAI_API_KEY=from-client:any-host", "DIALECT_WIRE=messages", "DIALECT_MANNER=raw", "DIALECT_BETAS=all", "MAX_RETRIES=2"};
  private static final String BODY = "{\"model\":\"middle\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"middle\","
      + "\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
      + "\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}";

  @Test
  void a3TheTokenGoesUpAndNowhereElse() throws Exception {
    try (var logged = new Logged(""); var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER));
        var proxy = before(provider, "ANTHROPIC_API_KEY=portside-key-1", "LOG_LEVEL=TRACE")) {
      var answer = proxy.post("/v1/messages", BODY, "Authorization", BEARER, "x-portside-key", "portside-key-1");
      assertEquals(200, answer.statusCode(), answer.body());
      var asked = provider.take();
      assertEquals(BEARER, asked.head().get("authorization"));
      assertFalse(asked.written().contains("portside-key"), asked.written());
      for (var path : List.of("/health", "/metrics", "/v1/models", "/")) {
        var shown = proxy.get(path, "Authorization", BEARER, "x-portside-key", "portside-key-1").body();
        assertFalse(shown.contains("geheim") || shown.contains("portside-key-1"), shown);
      }
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim") || line.contains("portside-key-1")).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void a3WithoutTheProxysOwnKeyNobodyIsAsked(String key) throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = before(provider, "ANTHROPIC_API_KEY=portside-key-1")) {
      var answer = key.isEmpty()
          ? proxy.post("/v1/messages", BODY, "Authorization", "Bearer portside-key-1")
          : proxy.post("/v1/messages", BODY, "Authorization", BEARER, "x-portside-key", key);
      assertEquals(401, answer.statusCode());
      assertEquals("authentication_error", type(answer));
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void a4WithoutATokenNobodyIsAsked() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = before(provider)) {
      var answer = proxy.post("/v1/messages", BODY);
      assertEquals(401, answer.statusCode());
      assertEquals("authentication_error", type(answer));
      assertTrue(answer.body().contains("log in in Claude Code"), answer.body());
      assertEquals(0, provider.waiting());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a5WhatIsWrongWithTheTokenIsTheClientsAffair(boolean stream) throws Exception {
    var said = "{\"type\":\"error\",\n \"error\":{\"type\":\"authentication_error\",\"message\":\"OAuth token has expired.\"},\"request_id\":\"req_up\"}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(401, "application/json", said)); var proxy = before(provider)) {
      var answer = proxy.post("/v1/messages", stream ? BODY.replace("{\"model\"", "{\"stream\":true,\"model\"") : BODY, "Authorization", BEARER, "x-app", "cli",
          "user-agent", "claude-cli/2.1.332 (external, cli)");
      assertEquals(401, answer.statusCode());
      assertEquals(said, answer.body());
      provider.take();
      assertEquals(0, provider.waiting(), "no second try");
    }
  }

  @Test
  void aTokenThatAnErrorQuotesIsInNoLog() throws Exception {
    var token = "geheim/of another form"; // not one that looks like a key
    var said = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"bad token " + token + "\"}}";
    try (var logged = new Logged(""); var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", said));
        var proxy = before(provider, "LOG_LEVEL=TRACE")) {
      assertEquals(said, proxy.post("/v1/messages", BODY, "x-api-key", token).body(), "the client knows it");
      proxy.metricsWith("invalid_request_error");
      assertFalse(proxy.get("/health").body().contains("geheim"));
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim")).toList());
      assertTrue(logged.from(Level.ALL).stream().anyMatch(line -> line.contains("bad token (hidden)")), logged.from(Level.ALL).toString());
    }
  }

  @Test
  void a6WhatAPlanSaysOfItsEndReachesTheClient() throws Exception {
    var headers = Map.of("anthropic-ratelimit-unified-status", "rejected", "anthropic-ratelimit-unified-reset", "1796000000", "retry-after", "7200",
        "x-should-retry", "true");
    var said = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"This request would exceed your account's rate limit.\"}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", said, lines(headers))); var proxy = before(provider)) {
      var answer = proxy.post("/v1/messages", BODY, "Authorization", BEARER, "x-app", "cli");
      assertEquals(429, answer.statusCode());
      assertEquals(said, answer.body());
      headers.forEach((name, value) -> assertEquals(List.of(value), answer.headers().allValues(name)));
    }
  }

  @Test
  void a7NoTimeIsMadeUp() throws Exception {
    var said = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"20,000,000 prompt bytes per hour\"}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", said, "x-should-retry: true")); var proxy = before(provider)) {
      var answer = proxy.post("/v1/messages", BODY, "Authorization", BEARER);
      assertEquals(429, answer.statusCode());
      assertEquals(List.of(), answer.headers().allValues("retry-after"));
      assertEquals(List.of("true"), answer.headers().allValues("x-should-retry"));
      assertEquals(said, answer.body());
    }
  }

  @Test
  void a8AWaitingTimeOnAnAnswerMeansNothing() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER, "retry-after: 60")); var proxy = before(provider)) {
      for (var turn = 0; turn < 2; turn++) {
        var answer = proxy.post("/v1/messages", BODY, "Authorization", BEARER);
        assertEquals(200, answer.statusCode());
        assertEquals("60", answer.headers().firstValue("retry-after").orElse(""));
        provider.take();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "user-agent,                                true",
    "x-app,                                     true",
    "x-claude-code-session-id,                  true",
    "x-stainless-arch,                          true",
    "anthropic-dangerous-direct-browser-access, true",
    "anthropic-version,                         true",
    "anthropic-beta,                            true",
    "x-portside-key,                            false",
    "x-portside-provider,                       false",
    "cookie,                                    false",
    "accept-encoding,                           false",
    "te,                                        false",
    "x-forwarded-for,                           false",
    "x-other,                                   false",
  })
  void whichHeadersGoUp(String name, boolean goes) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER)); var proxy = before(provider)) {
      proxy.post("/v1/messages?beta=true", BODY, "Authorization", BEARER, name, "sent-by,the client");
      var asked = provider.take();
      assertEquals("POST /v1/messages?beta=true HTTP/1.1", asked.line());
      assertEquals(goes, "sent-by,the client".equals(asked.head().get(name)), asked.written());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_MANNER=built", "DIALECT_WIRE=chat"})
  void toOtherWiresTheTokenAloneGoesUp(String wire) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(500, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=from-client:any-host", wire.contains("chat") ? wire : wire + "\nDIALECT_WIRE=messages")) {
      proxy.post("/v1/messages", BODY, "Authorization", BEARER, "x-app", "cli", "user-agent", "claude-cli/1", "x-stainless-os", "Linux");
      var asked = provider.take();
      assertEquals(BEARER, asked.head().get("authorization"));
      assertFalse(asked.written().contains("claude-cli") || asked.head().containsKey("x-app") || asked.written().contains("stainless"), asked.written());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic-ratelimit-requests-remaining, true",
    "anthropic-organization-id,              true",
    "retry-after,                            true",
    "x-should-retry,                         true",
    "request-id,                             true",
    "set-cookie,                             false",
    "server,                                 false",
    "cf-ray,                                 false",
  })
  void whichHeadersComeDown(String name, boolean comes) throws Exception {
    for (var status : List.of(200, 529)) {
      for (var stream : List.of(false, true)) {
        try (var provider = new ScriptedProvider().then(line -> answer(line, status, stream, name + ": theirs")); var proxy = before(provider, "MAX_RETRIES=0")) {
          var answer = proxy.post("/v1/messages", stream ? BODY.replace("{\"model\"", "{\"stream\":true,\"model\"") : BODY, "Authorization", BEARER);
          assertEquals(status, answer.statusCode(), answer.body());
          assertEquals(comes ? List.of("theirs") : List.of(), answer.headers().allValues(name));
          assertEquals(1, answer.headers().allValues("request-id").size());
        }
      }
    }
  }

  @Test
  void withAKeyOfOursARefusedKeyIsOurAffair() throws Exception {
    var said = "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key sk-ours-geheim-4711\"}}";
    var wrong = said.replace("authentication_error", "invalid_request_error");
    try (var provider = new ScriptedProvider().then(line -> line.whole(401, "application/json", said)).then(line -> line.whole(400, "application/json", wrong));
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=sk-ours-geheim-4711", "DIALECT_WIRE=messages", "DIALECT_MANNER=raw")) {
      for (var status : List.of(401, 400)) {
        var answer = proxy.post("/v1/messages", BODY, "Authorization", BEARER);
        assertFalse(answer.body().contains("geheim"), answer.body());
        assertEquals(status == 400 ? wrong.replace("sk-ours-geheim-4711", "(hidden)") : "upstream test rejected the configured API key: invalid x-api-key (hidden)",
            status == 400 ? answer.body() : Json.object(answer.body()).getJsonObject("error").getString("message"));
        assertFalse(provider.take().written().contains(TOKEN));
      }
    }
  }

  @Test
  void theConnectionTestUsesNobodysPlan() throws Exception {
    try (var provider = new ScriptedProvider(); var proxy = before(provider)) {
      var answer = proxy.get("/test-connection", "Authorization", BEARER);
      assertEquals(503, answer.statusCode());
      assertTrue(answer.body().contains("from-client"), answer.body());
      assertEquals(0, provider.waiting());
    }
  }

  private static void answer(Line line, int status, boolean stream, String header) throws Exception {
    if (status != 200) {
      line.whole(status, "application/json", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", header);
    } else if (stream) {
      line.whole(200, "text/event-stream", """
          event: message_start
          data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"middle","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}

          event: content_block_start
          data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

          event: content_block_stop
          data: {"type":"content_block_stop","index":0}

          event: message_delta
          data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}

          event: message_stop
          data: {"type":"message_stop"}

          """, header);
    } else {
      line.whole(200, "application/json", ANSWER, header);
    }
  }

  private static RunningProxy before(ScriptedProvider provider, String... lines) throws Exception {
    var all = new ArrayList<>(List.of(PLAN));
    for (var line : lines) {
      all.removeIf(other -> other.startsWith(line.substring(0, line.indexOf('='))));
      all.add(line);
    }
    return RunningProxy.before(provider.url(), all.toArray(String[]::new));
  }

  private static String type(HttpResponse<String> answer) throws Exception {
    return Json.object(answer.body()).getJsonObject("error").getString("type");
  }

  private static String[] lines(Map<String, String> headers) {
    return headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()).toArray(String[]::new);
  }
}
