package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.ScriptedCopilot.model;
import static portside.SignedInCopilot.EXCHANGE;
import static portside.SignedInCopilot.OPERATOR;
import static portside.SignedInCopilot.ask;
import static portside.SignedInCopilot.path;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Request;
import portside.signin.GivenSignIn;
import portside.wire.Json;

/// An instance before GitHub Copilot, with the sign-in of a person.
@Timeout(60)
class CopilotTest {
  private static final String[] LIST = {
    model("claude-sonnet-4.6", "/v1/messages", "\"vision\":true,\"adaptive_thinking\":true,\"reasoning_effort\":[\"low\",\"medium\",\"high\"]"),
    model("claude-opus-4.5", "/v1/messages", "\"vision\":true,\"min_thinking_budget\":1024,\"max_thinking_budget\":8000"),
    model("claude-opus-4.6", "/v1/messages", "\"vision\":true,\"min_thinking_budget\":1024,\"max_thinking_budget\":32000"),
    model("claude-opus-4.6-1m", "/v1/messages", "\"vision\":true,\"min_thinking_budget\":1024,\"max_thinking_budget\":32000"),
    model("claude-haiku-4.5", "/chat/completions", "\"vision\":true"),
    model("gpt-5.6", "/responses", "\"vision\":true,\"reasoning_effort\":[\"low\",\"medium\"]"),
    model("grok-9", "/chat/completions", "\"vision\":false").replace("enabled\"}", "disabled\"}"),
    "{\"id\":\"embed-3\",\"capabilities\":{\"type\":\"embeddings\"}}",
  };

  @TempDir Path folder;
  private SignedInCopilot signedIn;
  private GivenSignIn given;
  private ScriptedCopilot copilot;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    signedIn = new SignedInCopilot(folder);
    given = signedIn.given;
    copilot = signedIn.copilot.lists(LIST);
    proxy = signedIn.before();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    signedIn.close();
  }

  private static JsonObject body(Request request) throws Json.Malformed {
    return Json.object(request.body());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "claude-sonnet-4-6          | /v1/messages      | claude-sonnet-4.6",
    "claude-opus-4-6            | /v1/messages      | claude-opus-4.6",
    "claude-opus-4-6[1m]        | /v1/messages      | claude-opus-4.6-1m",
    "claude-sonnet-4-6[1m]      | /v1/messages      | claude-sonnet-4.6",
    "haiku                      | /chat/completions | claude-haiku-4.5", // no haiku 9 is listed, and this is the newest of its family
    "gpt-5.6                    | /responses        | gpt-5.6",
    "claude-opus-4.5            | /v1/messages      | claude-opus-4.6", // BIG_MODEL; another name of the family is what it stands for
  })
  void case38AModelIsAskedInTheLanguageTheListNames(String asked, String path, String model) throws Exception {
    var answer = proxy.post("/v1/messages", ask(asked));
    assertTrue(answer.body().contains("well"), answer.body());
    assertTrue(answer.body().contains("message_stop"), answer.body());
    var request = copilot.take();
    assertEquals(path + " " + model, path(request) + " " + body(request).getString("model"));
    assertEquals("Bearer geheim-copilot", request.head().get("authorization"));
    assertEquals("test/" + model, answer.headers().firstValue("x-portside-model").orElseThrow());
    assertEquals(1, copilot.lists.size(), copilot.lists::toString);
    assertEquals("Bearer geheim-copilot", copilot.lists.getFirst().head().get("authorization"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "grok-9  | it is switched off for this account",
    "embed-3 | it is no model for conversations",
    "gpt-4   | this account is not offered it, but claude-sonnet-4.6, claude-opus-4.5, claude-opus-4.6, claude-opus-4.6-1m, claude-haiku-4.5, gpt-5.6",
  })
  void case38WhatTheAccountIsNotOfferedIsNotAsked(String asked, String why) throws Exception {
    var answer = proxy.post("/v1/messages", ask(asked));
    assertEquals(404, answer.statusCode());
    assertTrue(answer.body().contains("not_found_error") && answer.body().contains(why), answer.body());
    assertEquals(0, copilot.waiting());
  }

  @Test
  void case39WhatCopilotTakesOfARequestOfClaudeCode() throws Exception {
    var body = """
        {"model":"claude-sonnet-4-6","max_tokens":20000,"stream":true,"thinking":{"type":"adaptive"},"output_config":{"effort":"max"},"diagnostics":{},
         "context_management":{"edits":[]},"zeta":1,
         "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","scope":"global","ttl":"1h"}}],
         "tools":[{"name":"t","input_schema":{"$schema":"x","type":"object"},"defer_loading":true}],
         "messages":[{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"t","input":{}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
           {"type":"text","text":"<system-reminder>mind</system-reminder>"}]},{"role":"system","content":"later"}]}""";
    proxy.post("/v1/messages?beta=true", body, "anthropic-version", "2023-06-01", "anthropic-beta",
        "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,advanced-tool-use-2025-11-20,effort-2025-11-24,"
            + "prompt-caching-scope-2026-01-05,extended-cache-ttl-2025-04-11,cache-diagnosis-2026-04-07");
    var request = copilot.take();
    assertEquals("/v1/messages", path(request));
    assertEquals("interleaved-thinking-2025-05-14,context-management-2025-06-27,advanced-tool-use-2025-11-20", request.head().get("anthropic-beta"));
    var headers = new TreeMap<>(request.head());
    headers.keySet().retainAll(List.of("x-initiator", "openai-intent", "x-github-api-version", "copilot-vision-request", "user-agent", "editor-version", "copilot-integration-id"));
    assertEquals("{copilot-vision-request=true, openai-intent=conversation-edits, user-agent=portside/test, x-github-api-version=2025-05-01, x-initiator=agent}", headers.toString());
    assertTrue(request.head().get("x-request-id").startsWith("msg_"), request.head().toString());
    var sent = body(request);
    assertEquals("[\"model\",\"max_tokens\",\"stream\",\"thinking\",\"output_config\",\"context_management\",\"zeta\",\"system\",\"tools\",\"messages\"]",
        Json.text(Json.BUILD.createArrayBuilder(sent.keySet()).build()), "the diagnosis stays behind with its beta");
    assertEquals("{\"type\":\"adaptive\"} {\"effort\":\"high\"}", sent.get("thinking") + " " + sent.get("output_config"));
    assertEquals("[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}]", sent.get("system").toString());
    assertEquals("[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"},\"defer_loading\":true}]", sent.get("tools").toString());
    var messages = sent.getJsonArray("messages");
    assertFalse(messages.toString().contains("\"role\":\"system\""), messages.toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "opus    | {\"type\":\"adaptive\"}                            | {\"type\":\"enabled\",\"budget_tokens\":4096}",
    "opus    | {\"type\":\"enabled\",\"budget_tokens\":9000}      | {\"type\":\"enabled\",\"budget_tokens\":9000}",
    "opus    | {\"type\":\"enabled\",\"budget_tokens\":90000}     | {\"type\":\"enabled\",\"budget_tokens\":14976}", // below the limit of the answer
    "opus    | {\"type\":\"disabled\"}                            | {\"type\":\"disabled\"}",
    "sonnet  | {\"type\":\"enabled\",\"budget_tokens\":9000}      | {\"type\":\"adaptive\"}",
  })
  void thinkingIsAskedForAsTheModelTakesIt(String asked, String thinking, String sent) throws Exception {
    proxy.post("/v1/messages", ask(asked, ",\"thinking\":" + thinking + ",\"output_config\":{\"effort\":\"xhigh\"}"));
    var body = body(copilot.take());
    assertEquals(sent, body.get("thinking").toString());
    assertEquals(asked.equals("opus") ? "null" : "{\"effort\":\"high\"}", String.valueOf(body.get("output_config")), "no effort is listed for Opus");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "[{\"role\":\"user\",\"content\":\"a\"}]                                                                                                        | user",
    "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"r\"}]}]                                    | agent",
    "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"r\"},{\"type\":\"text\",\"text\":\"now\"}]}] | user",
    "[{\"role\":\"user\",\"content\":\"<system-reminder>x</system-reminder>\"}]                                                                       | user",
    "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]                                                             | agent",
  })
  void whoBeganTheTurnIsSaidOnEveryWire(String messages, String initiator) throws Exception {
    var before = messages.contains("tool_result") ? "[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"t\",\"input\":{}}]}," + messages.substring(1)
        : messages;
    for (var model : List.of("sonnet", "gpt-5.6", "haiku")) {
      proxy.post("/v1/messages", "{\"model\":\"" + model + "\",\"max_tokens\":100,\"stream\":true,\"messages\":" + before + "}");
      assertEquals(initiator, copilot.take().head().get("x-initiator"), model);
    }
  }

  @Test
  void theAddressIsThatOfTheAccount() throws Exception {
    try (var other = new ScriptedCopilot().lists(LIST)) {
      assertTrue(proxy.post("/v1/messages", ask("sonnet")).body().contains("well")); // what the first instance fetches is kept before another signs in
      copilot.take();
      given.anew(EXCHANGE).on(EXCHANGE, "{\"token\":\"geheim-other\",\"refresh_in\":1500,\"endpoints\":{\"api\":\"" + other.url() + "\"}}");
      given.keep("github-default", "client-1", "ghu_other");
      try (var moved = signedIn.before()) {
        assertTrue(moved.post("/v1/messages", ask("sonnet")).body().contains("well"));
        assertEquals("Bearer geheim-other", other.take().head().get("authorization"));
        assertEquals("127.0.0.1:" + other.url().getPort(), other.lists.getFirst().head().get("host"));
        assertEquals(0, copilot.waiting());
        assertEquals(other.url().toString(), Json.object(moved.get("/api/copilot/diagnostics", OPERATOR).body()).getString("base_url"));
        SignedInCopilot.until(() -> Files.exists(folder.resolve("auth/github-default.note"))); // what is left is asked for meanwhile
      }
    }
  }

  @Test
  void withoutAListTheTableHolds() throws Exception {
    copilot.listsNothing(500);
    try (var fresh = signedIn.before()) {
      assertTrue(fresh.post("/v1/messages", ask("sonnet")).body().contains("well"));
      var chat = copilot.take();
      assertEquals("/chat/completions claude-sonnet-4.6", path(chat) + " " + body(chat).getString("model"));
      assertEquals("user", chat.head().get("x-initiator"));
      fresh.post("/v1/messages", ask("gpt-5.6"));
      assertEquals("/responses", path(copilot.take()));
      var page = fresh.get("/api/copilot/models", OPERATOR);
      assertEquals("502 error HTTP 500", page.statusCode() + " " + Json.object(page.body()).getString("probe_status") + " " + Json.object(page.body()).getString("error"));
    }
  }

  @Test
  void aModelThatIsRefusedHasTheListReadAnew() throws Exception {
    proxy.post("/v1/messages", ask("sonnet"));
    copilot.take();
    copilot.then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"The requested model is not supported.\",\"code\":\"model_not_supported\"}}"));
    copilot.lists(LIST[2]);
    var refused = proxy.post("/v1/messages", ask("sonnet"));
    assertEquals(404, refused.statusCode());
    copilot.take();
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (copilot.lists.size() < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(2, copilot.lists.size());
  }

  @ParameterizedTest
  @CsvSource({"sonnet, true", "gpt-5.6, true", "haiku, true", "sonnet, false"})
  void case40AUsedUpPlanIsNotAskedAgain(String asked, boolean date) throws Exception {
    var free = date ? DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1)) : "3600";
    copilot.then(line -> line.whole(402, "application/json", "{\"error\":{\"code\":\"quota_exceeded:individual\",\"message\":\"You have no quota left\"}}", "retry-after: " + free));
    var refused = proxy.post("/v1/messages", ask(asked));
    assertEquals(429, refused.statusCode());
    assertTrue(refused.body().contains("no quota left"), refused.body());
    var seconds = Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow());
    assertTrue(date ? seconds > 3_500 && seconds <= 3_600 : seconds == 3_600, "retry-after " + seconds);
    copilot.take();
    assertEquals(0, copilot.waiting());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "401 | {\"message\":\"no\"}                                                  | 401 | authentication_error",
    "403 | {\"error\":{\"message\":\"no seat\",\"code\":\"x\"}}                   | 403 | permission_error",
    "422 | {\"message\":\"filtered\"}                                            | 400 | invalid_request_error",
    "424 | failed dependency                                                     | 529 | overloaded_error",
    "499 | gone                                                                  | 529 | overloaded_error",
    "502 | bad                                                                   | 529 | overloaded_error",
    "503 | busy                                                                  | 529 | overloaded_error",
    "429 | {\"error\":{\"code\":\"user_global_rate_limited:enterprise\",\"message\":\"slow\"}} | 429 | rate_limit_error",
    "403 | {\"error\":{\"code\":\"extension_blocked\",\"message\":\"blocked\"}}  | 403 | permission_error",
    "466 | {\"message\":\"missing Editor-Version header for IDE auth\"}          | 403 | permission_error",
  })
  void whatItsErrorsMean(int status, String said, int told, String type) throws Exception {
    for (int i = 0; i < 6; i++) {
      copilot.then(line -> line.whole(status, said.startsWith("{") ? "application/json" : "text/plain", said));
    }
    var answer = proxy.post("/v1/messages", ask("sonnet"));
    assertEquals(told + " " + type, answer.statusCode() + " " + Json.object(answer.body()).getJsonObject("error").getString("type"), answer.body());
  }

  @Test
  void theAccountIsShownToTheOperatorAlone() throws Exception {
    given.on("/copilot_internal/user", "{\"copilot_plan\":\"individual\",\"quota_reset_date\":\"2026-12-01\",\"quota_snapshots\":{\"premium_interactions\":"
        + "{\"entitlement\":300,\"remaining\":211.5,\"percent_remaining\":70.5,\"unlimited\":false},\"chat\":{\"entitlement\":0,\"remaining\":0,\"percent_remaining\":100,\"unlimited\":true}}}");
    assertEquals(401, proxy.get("/api/copilot/models").statusCode());
    assertEquals(401, proxy.get("/api/copilot/diagnostics").statusCode());
    var page = Json.object(proxy.get("/api/copilot/models", OPERATOR).body());
    assertEquals("ok true [\"claude-sonnet-4.6\",\"claude-opus-4.5\",\"claude-opus-4.6\",\"claude-opus-4.6-1m\",\"claude-haiku-4.5\",\"gpt-5.6\"]",
        page.getString("probe_status") + " " + page.getBoolean("has_claude_opus_4_6") + " " + page.get("available_models"));
    assertEquals("{\"id\":\"claude-sonnet-4.6\",\"usable\":true,\"wire\":\"messages\",\"context_window\":128000,\"max_output\":16000}", page.getJsonArray("models").getFirst().toString());
    var status = "";
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); !status.contains("premium_interactions") && System.nanoTime() < end; ) {
      status = proxy.get("/api/status", OPERATOR).body();
    }
    var account = Json.object(status).getJsonArray("tiers").getJsonObject(0).getJsonObject("account");
    assertEquals("individual 2026-12-01 {\"premium_interactions\":{\"entitlement\":300,\"remaining\":211.5,\"percent_remaining\":70.5,\"unlimited\":false},"
        + "\"chat\":{\"entitlement\":0,\"remaining\":0,\"percent_remaining\":100,\"unlimited\":true}}",
        account.getString("copilot_plan") + " " + account.getString("quota_reset_date") + " " + account.get("quota_snapshots"));
    proxy.get("/api/status", OPERATOR);
    assertEquals(1, given.asked.stream().filter("GET /copilot_internal/user"::equals).count(), "at most every five minutes");
    var diagnostics = Json.object(proxy.get("/api/copilot/diagnostics", OPERATOR).body());
    assertEquals("held 6 a sign-in at GitHub", diagnostics.getJsonObject("token").getString("state") + " " + diagnostics.getInt("models") + " "
        + diagnostics.getJsonObject("token").getString("from"));
    assertFalse(diagnostics.toString().contains("geheim"), diagnostics.toString());
  }

  @Test
  void withoutASignInThereIsNoListAndNothingIsAsked() throws Exception {
    try (var nobody = new GivenSignIn(folder.resolve("empty")); var fresh = RunningProxy.signedIn(nobody.store(), copilot.url(), "OPENAI_API_KEY=", "COPILOT_CLIENT_ID=client-1",
        "GITHUB_URL=" + nobody.site(), "DIALECT=copilot", "OPERATOR_KEY=the-operators-own-key"); var other = RunningProxy.before(copilot.url())) {
      assertEquals(401, fresh.post("/v1/messages", ask("sonnet")).statusCode());
      var page = fresh.get("/api/copilot/models", OPERATOR);
      assertEquals("503 error", page.statusCode() + " " + Json.object(page.body()).getString("probe_status"));
      assertEquals("missing", Json.object(fresh.get("/api/copilot/diagnostics", OPERATOR).body()).getJsonObject("token").getString("state"));
      assertEquals(List.of(), nobody.asked);
      assertEquals("404 {\"error\":{\"type\":\"not_found\",\"message\":\"copilot backend not enabled\"}}",
          other.get("/api/copilot/models").statusCode() + " " + other.get("/api/copilot/models").body());
      assertEquals(404, other.get("/api/copilot/diagnostics").statusCode());
    }
  }
}
