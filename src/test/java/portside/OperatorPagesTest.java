package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Line;
import portside.status.RunningInstance;
import portside.status.RunningInstances;
import portside.wire.Json;

/// What an instance serves to its operator, and to nobody else.
@Timeout(60)
class OperatorPagesTest {
  private static final String OPERATOR = "the-operators-own-key";
  private static final String[] ROWS = {"/dashboard/data/overview", "/dashboard/data/instance", "/dashboard/data/usage", "/dashboard/data/requests", "/dashboard/data/request/req_1",
    "/dashboard/data/log", "/dashboard/data/events", "/usage", "/logs", "/logs/stream", "/config"};

  @TempDir private Path data;

  /// A stream of a few words, with usage.
  private static void counted(Line line) throws Exception {
    line.stream();
    line.text("hello");
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":800},\"completion_tokens_details\":{\"reasoning_tokens\":20}}}");
    line.event("[DONE]");
    line.chunkEnd();
  }

  private static void until(BooleanSupplier condition, String what) {
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); !condition.getAsBoolean(); Thread.onSpinWait()) {
      assertTrue(System.nanoTime() < end, what);
    }
  }

  private RunningInstance told(String name) {
    var found = new RunningInstances(data);
    until(() -> found.all().stream().anyMatch(instance -> instance.name().equals(name)), name + " is not told of");
    return found.all().stream().filter(instance -> instance.name().equals(name)).findFirst().orElseThrow();
  }

  private static JsonObject json(RunningProxy proxy, String path, String... headers) throws Exception {
    var answer = proxy.get(path, headers);
    assertEquals(200, answer.statusCode(), answer.body());
    return Json.object(answer.body());
  }

  private static String get(RunningProxy proxy, String path, String... headers) throws Exception {
    try (var client = new RawClient(proxy.port())) {
      var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return client.send("GET " + path + " HTTP/1.1\r\n" + lines + "\r\n").readUntil("\r\n");
    }
  }

  @Test
  void onThisMachineEverybodySees() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      for (var row : ROWS) {
        var line = get(proxy, row, "Host: localhost");
        assertTrue(line.startsWith(row.contains("request/") ? "HTTP/1.1 404" : "HTTP/1.1 200"), row + ": " + line);
      }
    }
  }

  @Test
  void elsewhereItTakesTheOperatorsKeyAndAClientsDoesNotDo() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1", "HOST=0.0.0.0", "ANTHROPIC_API_KEY=a-client-key")) {
      for (var row : ROWS) {
        for (var headers : List.of(new String[] {}, new String[] {"x-api-key", "a-client-key"}, new String[] {"authorization", "Bearer a-client-key"})) {
          var answer = proxy.get(row, headers);
          assertEquals(403, answer.statusCode(), row);
          assertTrue(answer.body().contains("OPERATOR_KEY") && answer.body().contains("permission_error"), answer.body());
        }
      }
      assertEquals(403, proxy.get("/dashboard").statusCode());
      var token = told("glm").token();
      assertEquals(200, proxy.get("/dashboard/data/overview", "authorization", "Bearer " + token).statusCode());
    }
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1", "HOST=0.0.0.0", "ANTHROPIC_API_KEY=a-client-key", "OPERATOR_KEY=" + OPERATOR)) {
      assertEquals(401, proxy.get("/dashboard/data/overview").statusCode());
      assertEquals(401, proxy.get("/dashboard/data/overview", "x-api-key", "a-client-key").statusCode());
      assertEquals(200, proxy.get("/dashboard/data/overview", "authorization", "Bearer " + OPERATOR).statusCode());
      assertEquals(200, proxy.get("/dashboard/data/overview", "x-portside-operator", OPERATOR).statusCode());
      assertFalse(proxy.get("/dashboard").statusCode() == 403);
      assertEquals(401, proxy.post("/v1/messages", RunningProxy.hello(false), "authorization", "Bearer " + OPERATOR).statusCode(), "it is no client key");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host: evil.example",
    "Host: localhost; Origin: http://evil.example",
    "Host: localhost; Origin: http://localhost:1",
    "Host: localhost; Sec-Fetch-Site: cross-site",
    "Host: localhost; Sec-Fetch-Site: same-site",
    "Host: localhost; X-Forwarded-For: 192.0.2.1",
  })
  void pagesOfOthersAreTurnedAway(String headers) throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      for (var row : ROWS) {
        var line = get(proxy, row, headers.split("; "));
        assertTrue(line.startsWith("HTTP/1.1 403"), row + ": " + line);
      }
    }
  }

  @Test
  void anInstanceIsFoundWhileItRuns() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      var told = told("glm");
      assertEquals(List.of("glm", "127.0.0.1", proxy.port(), ProcessHandle.current().pid(), "test"),
          List.of(told.name(), told.host(), told.port(), told.pid(), told.version()));
      assertTrue(told.envFile().endsWith(".env-glm"), told.envFile());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run/glm.json"))));
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run"))));
    }
    assertFalse(Files.exists(data.resolve("run/glm.json")));
  }

  @Test
  void whatTheDayCameToAndHowItStands() throws Exception {
    try (var provider = new ScriptedProvider().then(OperatorPagesTest::counted);
        var proxy = RunningProxy.named("glm", data, provider.url(), "DIALECT=glm", "SMALL_MODEL=glm-5.3")) {
      told("glm");
      proxy.post("/v1/messages", RunningProxy.hello(true).replace("sonnet", "haiku"));
      proxy.metricsWith("portside_requests_total{");
      var overview = json(proxy, "/dashboard/data/overview");
      assertEquals("glm test on", overview.getString("instance") + " " + overview.getString("version") + " " + overview.getString("journal"));
      var today = overview.getJsonObject("today");
      assertEquals("{\"input\":200,\"cache_read\":800,\"cache_write\":0,\"cache_write_1h\":0,\"output\":50,\"thinking\":20}", today.getJsonObject("tokens").toString());
      assertEquals("1 0 {\"USD\":0.000708} 0.8", today.getInt("requests") + " " + today.getInt("failed") + " " + today.get("cost") + " " + today.get("hit"));
      assertTrue(today.getInt("first_ms_p50") >= 0);
      var instance = overview.getJsonArray("instances").getJsonObject(0);
      var url = "http://127.0.0.1:" + proxy.port();
      assertEquals(List.of("glm", url, url + "/dashboard", "healthy", "", 0, 1, 0), List.of(instance.getString("name"), instance.getString("url"),
          instance.getString("dashboard"), instance.getString("state"), instance.getString("note"), instance.getInt("running"), instance.getInt("requests_5m"),
          instance.getInt("failed_5m")));
      assertEquals("{\"big\":\"big\",\"middle\":\"middle\",\"small\":\"glm-5.3\"}", instance.getJsonObject("models").toString());
      assertEquals("[] []", overview.get("budgets") + " " + overview.get("running_requests"));
    }
  }

  @Test
  void whyAnInstanceFails() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(500, "application/json", "{}"));
        var proxy = RunningProxy.named("glm", data, provider.url(), "MAX_RETRIES=0")) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      proxy.metricsWith("portside_requests_total{");
      var instance = json(proxy, "/dashboard/data/overview").getJsonArray("instances").getJsonObject(0);
      var host = provider.url().toString().replaceAll("^http://|/v1$", "");
      assertEquals("failing 500 from " + host + " 1", instance.getString("state") + " " + instance.getString("note") + " " + instance.getInt("failed_5m"));
    }
  }

  @Test
  void whatRunsIsThereWithItsWordsSoFar() throws Exception {
    var go = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
      line.stream();
      line.text("x".repeat(400));
      go.await();
      line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
      line.event("[DONE]");
      line.chunkEnd();
    }); var proxy = RunningProxy.named("glm", data, provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/messages", RunningProxy.hello(true), "content-type: application/json", "x-portside-project: shop",
          "x-claude-code-session-id: s-1", "x-claude-code-agent-id: a-1"));
      client.readUntil("xxxx");
      var running = json(proxy, "/dashboard/data/overview").getJsonArray("running_requests").getJsonObject(0);
      assertEquals(List.of("glm", "glm", "claude-sonnet-5-5", "middle", "subagent", "shop", "s-1", 100), List.of(running.getString("instance"),
          running.getString("provider"), running.getString("asked"), running.getString("served"), running.getString("class"), running.getString("project"),
          running.getString("conversation"), running.getInt("out")));
      go.countDown();
      client.readUntil("message_stop");
      until(() -> {
        try {
          return json(proxy, "/dashboard/data/overview").getJsonArray("running_requests").isEmpty();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }, "it still runs");
    } finally {
      go.countDown();
    }
  }

  @Test
  void aRequestTellsItsAttempts() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(503, "application/json", "{}")).then(OperatorPagesTest::counted);
        var proxy = RunningProxy.named("glm", data, provider.url(), "LEDGER=off")) {
      proxy.post("/v1/messages", RunningProxy.hello(true));
      proxy.metricsWith("portside_requests_total{");
      var row = json(proxy, "/dashboard/data/requests").getJsonArray("requests").getJsonObject(0);
      assertEquals(List.of("glm", "middle", "ok", "end_turn", 2, 200, 800, 50, 20), List.of(row.getString("instance"), row.getString("served"),
          row.getString("result"), row.getString("stop"), row.getInt("tries"), row.getInt("in"), row.getInt("read"), row.getInt("out"), row.getInt("think")));
      assertEquals("null null unknown", row.get("cost") + " " + row.get("currency") + " " + row.getString("cost_source"));
      var details = json(proxy, "/dashboard/data/request/" + row.getString("id"));
      assertEquals(List.of("1 first refused \"overloaded\"", "2 repeat answered null"), details.getJsonArray("attempts").getValuesAs(JsonObject.class).stream()
          .map(attempt -> attempt.getInt("n") + " " + attempt.getString("why") + " " + attempt.getString("outcome") + " " + attempt.get("fault")).toList());
      assertFalse(details.getBoolean("records"));
      for (var none : List.of("?instance=kimi", "?result=left", "?model=big", "?q=nowhere")) {
        assertEquals("[]", json(proxy, "/dashboard/data/requests" + none).get("requests").toString(), none);
      }
      for (var some : List.of("?instance=glm", "?result=ok", "?model=middle", "?q=SONNET", "?limit=1", "?order=slowest", "?order=newest")) {
        assertEquals(1, json(proxy, "/dashboard/data/requests" + some).getJsonArray("requests").size(), some);
      }
      assertEquals(404, proxy.get("/dashboard/data/request/req_none").statusCode());
      assertEquals(404, proxy.get("/dashboard/data/request/").statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/dashboard/data/usage?days=0                | days: a whole number from 1 to 3650",
    "/dashboard/data/usage?days=x                | days: a whole number from 1 to 3650",
    "/usage?by=day,colour                        | by: some of class, client, conversation, day, hour, instance, key, model, month, project, prompt, provider, week, with commas between them",
    "/usage?zone=Nowhere/Else                    | zone: a time zone such as Europe/Berlin or UTC",
    "/usage?since=yesterday                      | since: a day such as 2026-11-01, or a time such as 2026-11-01T10:00",
    "/usage?until=2026-11-31                     | until: a day such as 2026-11-01, or a time such as 2026-11-01T10:00",
    "/dashboard/data/requests?limit=1001         | limit: a whole number from 1 to 1000",
    "/dashboard/data/requests?order=oldest       | order: newest or slowest",
    "/logs?limit=-1                              | limit: a whole number from 1 to 1000",
  })
  void whatMeansNothingIsToldByItsName(String path, String message) throws Exception {
    try (var proxy = RunningProxy.before("http://127.0.0.1:1/v1")) {
      var answer = proxy.get(path);
      assertEquals("400 " + message, answer.statusCode() + " " + Json.object(answer.body()).getJsonObject("error").getString("message"));
    }
  }

  @Test
  void theSpanOfAQuestionIsInDaysOfItsZone() throws Exception {
    try (var proxy = RunningProxy.before("http://127.0.0.1:1/v1")) {
      var usage = json(proxy, "/usage?zone=Asia/Kathmandu&since=2026-11-01&until=2026-11-02T10:30");
      assertEquals("2026-10-31T18:15:00Z 2026-11-02T04:45:00Z Asia/Kathmandu", usage.getString("since") + " " + usage.getString("until") + " " + usage.getString("zone"));
    }
  }

  @Test
  void aResetAlwaysTakesTheTokenOrTheKey() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      assertEquals(401, proxy.post("/reset", "").statusCode());
      var token = new String[] {"authorization", "Bearer " + told("glm").token()};
      assertEquals("{\"status\":\"ok\",\"reset\":[\"breaker\"]}", proxy.post("/reset", "", token).body());
      assertEquals("{\"status\":\"ok\",\"reset\":[\"breaker\"]}", proxy.post("/reset", "{}", token).body());
      assertEquals("{\"status\":\"ok\",\"reset\":[\"budget\",\"learned\"]}", proxy.post("/reset", "{\"budget\":true,\"learned\":true,\"breaker\":false}", token).body());
      assertEquals(400, proxy.post("/reset", "{\"everything\":true}", token).statusCode());
      assertEquals(400, proxy.post("/reset", "{\"budget\":1}", token).statusCode());
      assertEquals(405, proxy.get("/reset", token).statusCode());
    }
  }

  @Test
  void aNewKeyCountsAfterAReload() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1", "OPERATOR_KEY=" + OPERATOR)) {
      var file = Path.of(told("glm").envFile());
      Files.writeString(file, Files.readString(file).replace(OPERATOR, "another-key-of-the-operator"));
      proxy.instance().reload();
      assertEquals(401, proxy.get("/usage", "authorization", "Bearer " + OPERATOR).statusCode());
      assertEquals(200, proxy.get("/usage", "authorization", "Bearer another-key-of-the-operator").statusCode());
    }
  }

  @Test
  void settingsAreShownAndKeysAreNot() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1", "OPERATOR_KEY=" + OPERATOR)) {
      var config = proxy.get("/config", "authorization", "Bearer " + OPERATOR).body();
      assertTrue(config.contains("\"key\":\"BIG_MODEL\",\"value\":\"big\"") && config.contains("OPERATOR_KEY"), config);
      assertFalse(config.contains(OPERATOR) || config.contains("sk-provider-secret"), config);
    }
  }

  @Test
  void whatWasRecordedIsThereAfterARestart() throws Exception {
    try (var provider = new ScriptedProvider().then(OperatorPagesTest::counted).then(line -> line.whole(400, "application/json", "{}"));
        var proxy = RunningProxy.named("glm", data, provider.url(), "DIALECT=glm", "SMALL_MODEL=glm-5.3")) {
      proxy.post("/v1/messages", RunningProxy.hello(true).replace("sonnet", "haiku"), "x-portside-project", "shop");
      proxy.post("/v1/messages", RunningProxy.hello(true).replace("sonnet", "haiku"));
      proxy.metricsWith("result=\"invalid_request_error\"");
      assertFalse(Files.exists(data.resolve("usage.db")), "nobody has looked");
    }
    try (var proxy = RunningProxy.named("kimi", data, "http://127.0.0.1:1/v1")) {
      var usage = json(proxy, "/dashboard/data/usage?by=model,project");
      assertEquals("2 1 {\"USD\":0.000708}", usage.getJsonObject("total").getInt("requests") + " " + usage.getJsonObject("total").getInt("failed") + " "
          + usage.getJsonObject("total").get("cost"));
      var shop = usage.getJsonArray("groups").getValuesAs(JsonObject.class).stream().filter(group -> group.getString("project", "").equals("shop")).findFirst().orElseThrow();
      assertEquals("glm-5.3 {\"input\":200,\"cache_read\":800,\"cache_write\":0,\"cache_write_1h\":0,\"output\":50,\"thinking\":20}",
          shop.getString("model") + " " + shop.get("tokens"));
      assertEquals("0", json(proxy, "/usage?since=2020-01-01&until=2020-01-02").getJsonObject("total").get("requests").toString());
      assertEquals("1", json(proxy, "/usage?project=shop&backend=glm&model=glm*").getJsonObject("total").get("requests").toString());
      var overview = json(proxy, "/dashboard/data/overview");
      assertEquals("2 0.000708", overview.getJsonObject("today").getInt("requests") + " " + overview.getJsonObject("today").getJsonObject("cost").get("USD"));
      assertEquals("{\"USD\":0.000708}", overview.get("burn_per_hour").toString());
      var page = json(proxy, "/dashboard/data/requests?limit=1");
      var last = page.getJsonArray("requests").getJsonObject(0);
      assertEquals("glm invalid_request_error", last.getString("instance") + " " + last.getString("result"));
      var next = json(proxy, "/dashboard/data/requests?limit=1&before=" + page.getString("before")).getJsonArray("requests").getJsonObject(0);
      assertEquals("glm ok shop 0.000708", next.getString("instance") + " " + next.getString("result") + " " + next.getString("project") + " " + next.get("cost"));
      var all = json(proxy, "/dashboard/data/requests").getJsonArray("requests").getValuesAs(JsonObject.class);
      var longest = all.stream().mapToInt(row -> row.getInt("ms")).max().orElseThrow();
      var slowest = json(proxy, "/dashboard/data/requests?order=slowest&limit=1");
      assertEquals(longest + " null", slowest.getJsonArray("requests").getJsonObject(0).getInt("ms") + " " + slowest.get("before"), "one page, the longest first");
      assertEquals(all.stream().map(row -> row.getInt("ms")).sorted(Comparator.reverseOrder()).toList(), json(proxy, "/dashboard/data/requests?order=slowest")
          .getJsonArray("requests").getValuesAs(JsonObject.class).stream().map(row -> row.getInt("ms")).toList());
      var details = json(proxy, "/dashboard/data/request/" + last.getString("id"));
      assertEquals("refused", details.getJsonArray("attempts").getJsonObject(0).getString("outcome"));
      assertEquals(404, proxy.get("/dashboard/data/request/" + next.getString("id") + "/records").statusCode());
    }
  }

  @Test
  void anIndexThatCannotBeMadeIsSaidAndHindersNothingElse() throws Exception {
    Files.createDirectories(data.resolve("ledger"));
    Files.createDirectories(data.resolve("usage.db"));
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      assertEquals("500 what was recorded cannot be read; the log of this instance says why", proxy.get("/usage").statusCode() + " "
          + Json.object(proxy.get("/usage").body()).getJsonObject("error").getString("message"));
      assertEquals(0, json(proxy, "/dashboard/data/overview").getJsonObject("today").getInt("requests"));
    }
  }
}
