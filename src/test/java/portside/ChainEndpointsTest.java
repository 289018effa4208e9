package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.RunningChain.Member;
import portside.wire.Json;

/// What a person sees of a chain and does to it while it runs, each case on real sockets.
class ChainEndpointsTest extends ChainFolderScenario {
  @Test
  void aChainToWhichNothingHasHappened() throws Exception {
    var chain = chain("WEIGHTS=a:2", "STRATEGY=weighted");
    assertEquals("""
        {"name":"chain","strategy":"weighted","generation":1,"reload_error":null,"tiers":[TIER,OTHER]}"""
        .replace("TIER", quiet("a", 1)).replace("OTHER", quiet("b", 2)), chain.get("/api/status").body());
  }

  private static String quiet(String name, int order) {
    return """
        {"name":"NAME","state":"healthy","available":true,"order":ORDER,"circuit_breaker":{"state":"closed","failure_count":0,"success_count":0,
        "current_recovery_seconds":0.3,"last_failure_time":null},"rate_limit":{"is_rate_limited":false,"remaining_seconds":0.0},
        "keys":[{"key":1,"state":"in","reason":null,"until":null,"models":[],"quotas":[]}],
        "models":[{"model":"NAME-big","state":"in","failures":0,"level":0,"reason":null,"until":null},
        {"model":"NAME-mid","state":"in","failures":0,"level":0,"reason":null,"until":null},
        {"model":"NAME-small","state":"in","failures":0,"level":0,"reason":null,"until":null}],"speed":null}"""
        .replace("\n", "").replace("NAME", name).replace("ORDER", "" + order);
  }

  @Test
  void case01AnAnswerThatBrokeOffCountsOnce() throws Exception {
    a.then(line -> {
      line.stream();
      line.text("Hel");
      line.cut();
    });
    var chain = chain();
    chain.ask();
    var tier = tier(chain, "a");
    assertEquals(1, model(tier, "a-big").getInt("failures"));
    assertEquals("closed 1", tier.getJsonObject("circuit_breaker").getString("state") + " " + tier.getJsonObject("circuit_breaker").getInt("failure_count"));
    assertEquals("healthy", json(chain.get("/health")).getString("status"));
  }

  @Test
  void case04AThrottledKeyIsOutAndTheBreakerClosed() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30"));
    b.then(ok("B"));
    var chain = chain();
    chain.ask();
    var tier = tier(chain, "a");
    var key = tier.getJsonArray("keys").getJsonObject(0);
    assertEquals("in", key.getString("state"));
    assertEquals("[{\"model\":\"a-big\",\"state\":\"out\",\"reason\":\"rate_limit\",\"until\":\"2026-01-01T00:00:30Z\"}]", key.getJsonArray("models").toString());
    assertEquals("{\"is_rate_limited\":true,\"remaining_seconds\":30.0}", tier.getJsonObject("rate_limit").toString());
    assertEquals("closed 0", tier.getJsonObject("circuit_breaker").getString("state") + " " + tier.getJsonObject("circuit_breaker").getInt("failure_count"));
    assertEquals("degraded true", tier.getString("state") + " " + tier.getBoolean("available"));
    chain.pass(Duration.ofSeconds(40));
    assertEquals("healthy", tier(chain, "a").getString("state"));
  }

  @Test
  void case13StrangersAndWebPagesChangeNothing() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30"));
    b.then(ok("B"));
    var chain = chain("ANTHROPIC_API_KEY=s");
    chain.ask("x-api-key", "s");
    var before = chain.get("/api/status", "x-api-key", "s").body();
    for (var request : List.of("POST /api/reset", "POST /providers/reload", "POST /providers/reset", "GET /providers", "GET /api/status", "PUT /api/session-vendor",
        "GET /api/session-vendor", "DELETE /api/session-vendor/s", "POST /cleanup")) {
      var method = request.split(" ")[0];
      var path = request.split(" ")[1];
      assertEquals(401, chain.send(method, path, "").status(), request);
      assertEquals(403, chain.send(method, path, "", "x-api-key", "s", "origin", "http://evil.example").status(), request);
      assertEquals(403, chain.send(method, path, "", "x-api-key", "s", "sec-fetch-site", "cross-site").status(), request);
    }
    assertTrue(before.contains("\"is_rate_limited\":true"), before);
    assertEquals(before, chain.get("/api/status", "x-api-key", "s").body());
  }

  @Test
  void case16OneModelIsOut() throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain("BREAKER_RECOVERY=10s");
    for (int n = 0; n < 3; n++) {
      chain.ask();
    }
    assertEquals("from B", chain.ask().text());
    assertEquals("from A", chain.askFor(RunningChain.body("claude-haiku-4-5", "hello")).text());
    var tier = tier(chain, "a");
    assertEquals("degraded", tier.getString("state"));
    assertEquals("out in", model(tier, "a-big").getString("state") + " " + model(tier, "a-small").getString("state"));
    assertEquals("open", tier.getJsonObject("circuit_breaker").getString("state"));
    var health = json(chain.get("/health"));
    assertEquals("degraded", health.getString("status"));
    assertEquals("a degraded api", health.getJsonArray("providers").getJsonObject(0).getString("name") + " "
        + health.getJsonArray("providers").getJsonObject(0).getString("state") + " " + health.getJsonArray("providers").getJsonObject(0).getString("reason"));
    assertEquals("b healthy", health.getJsonArray("providers").getJsonObject(1).getString("name") + " "
        + health.getJsonArray("providers").getJsonObject(1).getString("state"));
    assertEquals("{\"status\":\"ok\",\"message\":\"All providers have been reset to healthy state\",\"providers\":[\"a\",\"b\"]}",
        chain.send("POST", "/providers/reset", "").body());
    assertEquals("healthy", tier(chain, "a").getString("state"));
    assertEquals("from A", chain.ask().text());
  }

  @Test
  void case36ASessionHasAMember() throws Exception {
    a.then(ok("A"));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("{\"status\":\"ok\",\"session_key\":\"s\",\"vendors\":[\"b\"]}",
        chain.send("PUT", "/api/session-vendor", "{\"session_key\":\"s\",\"vendors\":[\"b\"]}").body());
    assertEquals("from B from A", chain.askIn("s").text() + " " + chain.askIn("t").text());
    chain.close();
    var again = chain();
    assertEquals("{\"bindings\":{\"s\":[\"b\"]}}", again.get("/api/session-vendor").body());
    assertEquals("from B", again.askIn("s").text());
    assertEquals("{\"status\":\"ok\",\"session_key\":\"s\"}", again.send("DELETE", "/api/session-vendor/s", "").body());
    assertEquals("from A", again.askIn("s").text());
    assertEquals(404, again.send("DELETE", "/api/session-vendor/s", "").status());
  }

  @Test
  void case37AnotherOrder() throws Exception {
    a.then(ok("A"));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("{\"status\":\"ok\",\"tier_order\":[\"b\",\"a\"]}", chain.send("POST", "/api/reset", "{\"vendors\":[\"b\"]}").body());
    assertEquals("from B", chain.ask().text());
    chain.close();
    var again = chain();
    assertEquals("from B", again.ask().text());
    assertEquals(400, again.send("POST", "/api/reset", "{\"vendors\":[\"zz\"]}").status());
    assertEquals("{\"status\":\"ok\",\"tier_order\":[\"b\",\"a\"]}", again.send("POST", "/api/reset", "").body());
    again.close();
    var turned = in(List.of(new Member("b", b.url()), new Member("a", a.url())), new FakeClock());
    assertEquals("{\"status\":\"ok\",\"tier_order\":[\"a\",\"b\"]}", turned.send("POST", "/api/reset", "{\"vendors\":[\"a\",\"b\"]}").body());
  }

  @Test
  void case39AQuotaOfThePersonsOwn() throws Exception {
    a.then(line -> {
      line.stream();
      line.text("from A");
      line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":100,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":400}}}");
      line.event("[DONE]");
    });
    b.then(ok("B"));
    var members = List.of(new Member("a", a.url(), "QUOTA_5H=1000"), new Member("b", b.url()));
    var clock = new FakeClock();
    var chain = in(members, clock);
    assertEquals("from A from A from B", chain.ask().text() + " " + chain.ask().text() + " " + chain.ask().text());
    var tier = tier(chain, "a");
    assertEquals("{\"state\":\"quota_exceeded\",\"window_usage_tokens\":1200,\"budget_tokens\":1000,\"usage_percent\":120.0,\"threshold_percent\":99}",
        tier.getJsonObject("quota_guard").toString());
    assertEquals("quota_exceeded false", tier.getString("state") + " " + tier.getBoolean("available"));
    assertEquals("degraded", json(chain.get("/health")).getString("status"));
    chain.close();
    var again = in(members, clock);
    assertEquals("from B", again.ask().text());
    again.send("POST", "/api/reset", "");
    assertEquals("from A", again.ask().text());
  }

  @Test
  void aToldOutageIsKeptOverARestart() throws Exception {
    a.then(refusal(429, "busy", "retry-after: 90"));
    b.then(ok("B"));
    var clock = new FakeClock();
    var members = List.of(new Member("a", a.url()), new Member("b", b.url()));
    var chain = in(members, clock);
    chain.ask();
    chain.close();
    assertEquals(1, a.waiting());
    assertEquals("from B", in(members, clock).ask().text());
    assertEquals(1, a.waiting());
  }

  @Test
  void whatChangesIsKeptSoonAndNotOnlyAtTheEnd() throws Exception {
    a.then(refusal(429, "busy", "retry-after: 90"));
    b.then(ok("B"));
    chain().ask();
    var file = folder.resolve("data/routing-chain.json");
    while (!Files.exists(file) || !Files.readString(file).contains("\"reason\":\"RATE_LIMIT\"")) {
      Thread.yield();
    }
    assertFalse(Files.readString(file).contains("ka\""), Files.readString(file));
  }

  @Test
  void aStateThatIsDamagedHindersNothing() throws Exception {
    a.then(ok("A"));
    Files.writeString(Files.createDirectories(folder.resolve("data")).resolve("routing-chain.json"), "{\"version\":1,\"outs\":7}");
    assertEquals("from A", chain().ask().text());
  }

  @Test
  void nobodyCanBeAsked() throws Exception {
    a.then(refusal(401, "no"));
    b.then(refusal(429, "busy", "retry-after: 90"));
    var chain = chain();
    chain.ask();
    for (var model : List.of("claude-sonnet-5-5", "claude-haiku-4-5")) {
      chain.askFor(RunningChain.body(model, "hello"));
    }
    assertEquals("unavailable cooling_down", tier(chain, "a").getString("state") + " " + tier(chain, "b").getString("state"));
    assertEquals("failing", json(chain.get("/health")).getString("status"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "POST | /api/reset          | nonsense                                 | the body is no JSON object",
    "POST | /api/reset          | [1]                                      | the body is no JSON object",
    "POST | /api/reset          | {\"vendors\":\"b\"}                          | vendors: a list of names is needed",
    "POST | /api/reset          | {\"vendors\":[1]}                          | vendors: a list of names is needed",
    "POST | /api/reset          | {\"vendors\":[]}                           | vendors: at least one name is needed",
    "POST | /api/reset          | {\"vendors\":[\"b\",\"b\"]}                    | vendors: a name stands there twice",
    "POST | /api/reset          | {\"vendors\":[\"zz\"]}                       | there are a, b",
    "PUT  | /api/session-vendor | {\"vendors\":[\"b\"]}                        | session_key: the session",
    "PUT  | /api/session-vendor | {\"session_key\":7,\"vendors\":[\"b\"]}        | session_key: the session",
    "PUT  | /api/session-vendor | {\"session_key\":\"\",\"vendors\":[\"b\"]}       | session_key: a name of 1 to 256",
    "PUT  | /api/session-vendor | {\"session_key\":\"s\"}                      | vendors: a list of names is needed",
    "PUT  | /api/session-vendor | {\"session_key\":\"s\",\"vendors\":[\"zz\"]}     | there are a, b",
    "PUT  | /api/session-vendor | {                                        | the body is no JSON object",
  })
  void whatIsWrongIsToldAndChangesNothing(String method, String path, String body, String told) throws Exception {
    var chain = chain();
    var before = chain.get("/api/status").body();
    var answer = chain.send(method, path, body);
    assertEquals(400, answer.status());
    assertTrue(json(answer).getJsonObject("error").getString("message").contains(told), answer.body());
    assertEquals(before, chain.get("/api/status").body());
    assertEquals("{\"bindings\":{}}", chain.get("/api/session-vendor").body());
  }

  @Test
  void theListOfMembers() throws Exception {
    a.then(ok("A"));
    var members = List.of(new Member("a", a.url(), "QUOTA_WEEK=1000 requests"), new Member("b", b.url(), "OPENAI_API_KEY="));
    var chain = in(members, new FakeClock(), "CHAIN_SMALL=b,a", "ROUTE_1=glm-* -> b:passthrough");
    chain.ask();
    awaitCounted(chain);
    var page = json(chain.get("/providers"));
    assertEquals("true a 2 1 priority 4", page.getBoolean("enabled") + " " + page.getString("bestProvider") + " " + page.getInt("total_providers") + " "
        + page.getInt("healthy_providers") + " " + page.getString("selection_strategy") + " " + page.getInt("total_model_routes"));
    assertEquals("""
        {"name":"a","provider":"a","type":"chat","base_url":"URL","enabled":true,"state":"healthy","available":true,"healthy":true,"status":"healthy",
        "priority":1,"failure_count":0,"last_failure_time":null,"proxy":null,"models":[{"pattern":"*opus*","model":"a-big","priority":1},
        {"pattern":"*sonnet*","model":"a-mid","priority":1},{"pattern":"*haiku*","model":"a-small","priority":2}],
        "metrics":{"totalRequests":1,"successfulRequests":1,"failedRequests":0,"rateLimitHits":0,"contextWindowErrors":0,"consecutiveErrors":0,"averageLatency":0},
        "quota":{"limit":1000,"used":1,"remaining":999,"percentageUsed":0.1,"weekStart":"2025-12-29"}}""".replace("\n", "").replace("URL", a.url().toString()),
        page.getJsonArray("providers").getJsonObject(0).toString());
    var other = page.getJsonArray("providers").getJsonObject(1);
    assertEquals("unconfigured disabled false", other.getString("state") + " " + other.getString("status") + " " + other.getBoolean("enabled"));
    assertEquals("{\"pattern\":\"glm-*\",\"model\":\"passthrough\",\"priority\":1}", other.getJsonArray("models").getLast().toString());
    assertEquals("{\"status\":\"cleanup completed\"}", chain.send("POST", "/cleanup?force=true", "").body());
  }

  /// A request is counted just after its answer was sent.
  private static void awaitCounted(RunningChain chain) throws Exception {
    while (!chain.get("/metrics").body().contains("portside_requests_total{")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void allModelsOfAllMembers() throws Exception {
    var chain = chain();
    var page = json(chain.get("/v1/models"));
    assertEquals(List.of("claude-portside/a/a-big", "a-big", "claude-portside/a/a-mid", "a-mid", "claude-portside/a/a-small", "a-small",
        "claude-portside/b/b-big", "b-big", "claude-portside/b/b-mid", "b-mid", "claude-portside/b/b-small", "b-small"),
        page.getJsonArray("data").getValuesAs(JsonObject.class).stream().map(model -> model.getString("id")).toList());
    assertEquals("b", json(chain.get("/v1/models/claude-portside/b/b-big")).getString("owned_by"));
    assertEquals("[\"a\",\"b\"]", json(chain.get("/")).getJsonArray("providers").toString());
  }

  @Test
  void aTestOfOneMember() throws Exception {
    a.then(ok("A"));
    b.then(refusal(429, "busy"));
    var chain = chain();
    var all = json(chain.get("/test-connection"));
    assertEquals("success a a-small", all.getString("status") + " " + all.getString("provider") + " " + all.getString("model_used"));
    var answer = chain.get("/test-connection?provider=b");
    var one = json(answer);
    assertEquals("503 failed b b-small 429", answer.status() + " " + one.getString("status") + " " + one.getString("provider") + " " + one.getString("model_used")
        + " " + one.getInt("http_status"));
    assertEquals("1 1", a.waiting() + " " + b.waiting());
    assertEquals(400, chain.get("/test-connection?provider=zz").status());
  }

  @Test
  void aPlainInstanceHasOneMember() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30")).then(ok("A"));
    try (var proxy = RunningProxy.before(a.url())) {
      proxy.post("/v1/messages", RunningProxy.hello(true));
      var tiers = Json.object(proxy.get("/api/status").body()).getJsonArray("tiers");
      assertEquals(1, tiers.size());
      assertEquals("test degraded true", tiers.getJsonObject(0).getString("name") + " " + tiers.getJsonObject(0).getString("state") + " "
          + tiers.getJsonObject(0).getBoolean("available"));
      assertEquals("{\"status\":\"ok\",\"tier_order\":[\"test\"]}", proxy.post("/api/reset", "").body());
      assertEquals("healthy", Json.object(proxy.get("/api/status").body()).getJsonArray("tiers").getJsonObject(0).getString("state"));
      assertEquals("test", Json.object(proxy.get("/providers").body()).getString("bestProvider"));
    }
  }
}
