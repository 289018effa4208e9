package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Line;
import portside.status.RunningInstances;
import portside.wire.Json;

/// What clients and operators see of budgets.
@Timeout(60)
class BudgetedRequestsTest {
  private static final String[] STOP = {"DIALECT=glm", "MIDDLE_MODEL=glm-5.3", "BUDGET_DAY=0.0005", "BUDGET_ACTION=stop"};

  @TempDir private Path data;

  /// A prompt of 1000 tokens, 800 of them cached, and an answer of 50: 0.000708 USD.
  private static void counted(Line line) throws Exception {
    line.stream();
    line.text("hello");
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":800},\"completion_tokens_details\":{\"reasoning_tokens\":20}}}");
    line.event("[DONE]");
    line.chunkEnd();
  }

  private static String[] and(String... more) {
    var lines = Arrays.copyOf(STOP, STOP.length + more.length);
    System.arraycopy(more, 0, lines, STOP.length, more.length);
    return lines;
  }

  private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @Test
  void theRequestBehindTheLastOfABudgetIsRefused() throws Exception {
    try (var provider = new ScriptedProvider().then(BudgetedRequestsTest::counted); var proxy = RunningProxy.named("glm", data, provider.url(), STOP)) {
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
      var refused = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals("402 false", refused.statusCode() + " " + refused.headers().firstValue("x-should-retry").orElse(""));
      assertEquals("billing_error", Json.object(refused.body()).getJsonObject("error").getString("type"));
      assertTrue(refused.body().contains("BUDGET_DAY in ") && refused.body().contains(".env-glm is used up: 0.000708 of 0.0005 USD today"), refused.body());
      assertEquals(1, provider.calls());
      var budget = Json.object(proxy.get("/health").body()).getJsonArray("budgets").getJsonObject(0);
      assertEquals("glm BUDGET_DAY day USD 0.000708 true stop", budget.getString("instance") + " " + budget.getString("setting") + " " + budget.getString("window") + " "
          + budget.getString("currency") + " " + budget.getJsonNumber("spent").bigDecimalValue().stripTrailingZeros().toPlainString() + " " + budget.getBoolean("refusing") + " "
          + budget.getString("action"));
      assertEquals(budget.getString("setting"), Json.object(proxy.get("/dashboard/data/overview").body()).getJsonArray("budgets").getJsonObject(0).getString("setting"));
      assertTrue(proxy.get("/dashboard/data/overview").body().contains("BUDGET_DAY is used up"), "the note of the instance");
      proxy.metricsWith("portside_budget_ratio{window=\"day\"} 1.416");
    }
    var lines = "";
    try (var files = Files.list(data.resolve("ledger"))) {
      for (var file : files.toList()) {
        lines += Files.readString(file);
      }
    }
    var refused = lines.lines().filter(line -> line.contains("\"billing_error\"")).toList();
    assertEquals(1, refused.size(), lines);
    assertTrue(refused.getFirst().contains("\"cost\":null") && refused.getFirst().contains("\"tries\":[]"), refused.getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/chat/completions, 402", "POST, /v1/responses, 402", "POST, /api/openai/chat/completions, 402", "POST, /api/openai/embeddings, 402", "GET, /api/openai/models, 200",
    "POST, /v1/messages/count_tokens, 200", "GET, /v1/models, 200", "GET, /health, 200"
  })
  void everyDoorIsClosedAndWhatCostsNothingIsOpen(String method, String path, int status) throws Exception {
    try (var provider = new ScriptedProvider().then(BudgetedRequestsTest::counted).then(line -> line.whole(200, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), STOP)) {
      proxy.post("/v1/messages", RunningProxy.hello(true));
      var body = path.endsWith("responses") ? "{\"model\":\"gpt-x\",\"input\":\"hello\"}" : path.endsWith("tokens") ? RunningProxy.hello(false) : CHAT;
      var answer = method.equals("GET") ? proxy.get(path) : proxy.post(path, body);
      assertEquals(status, answer.statusCode(), answer.body());
      if (status == 402) {
        var error = Json.object(answer.body()).getJsonObject("error");
        assertTrue(error.getString("message").startsWith("BUDGET_DAY in ") && !answer.body().contains("\"type\":\"error\""), answer.body());
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
      }
    }
  }

  @Test
  void aRestartForgetsNothingAndAResetOpens() throws Exception {
    try (var provider = new ScriptedProvider().then(BudgetedRequestsTest::counted)) {
      try (var proxy = RunningProxy.named("glm", data, provider.url(), STOP)) {
        proxy.post("/v1/messages", RunningProxy.hello(true));
      }
      try (var proxy = RunningProxy.named("glm", data, provider.url(), STOP)) {
        assertEquals(402, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
        var found = new RunningInstances(data);
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); found.all().isEmpty() && System.nanoTime() < end; ) {
          Thread.onSpinWait();
        }
        assertEquals(200, proxy.post("/reset", "{\"budget\":true}", "authorization", "Bearer " + found.all().getFirst().token()).statusCode());
        assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
      }
    }
  }

  @Test
  void aReloadTakesOtherBudgetsOver() throws Exception {
    try (var provider = new ScriptedProvider().then(BudgetedRequestsTest::counted); var proxy = RunningProxy.before(provider.url(), STOP)) {
      proxy.post("/v1/messages", RunningProxy.hello(true));
      var file = Path.of(proxy.instance().settings().source());
      Files.writeString(file, Files.readString(file).replace("BUDGET_DAY=0.0005", "BUDGET_DAY=0.001"));
      assertEquals(402, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
      proxy.instance().reload();
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
      assertEquals(402, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
    }
  }

  @Test
  void anAddressIsToldOnceOfEachPartAndNobodyWaits() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var alerts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    alerts.createContext("/", exchange -> {
      told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.getResponseHeaders().add("location", "/elsewhere");
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    });
    alerts.start();
    try (var log = new Logged("portside.ledger.budget"); var provider = new ScriptedProvider().then(BudgetedRequestsTest::counted);
        var proxy = RunningProxy.before(provider.url(), and("BUDGET_ACTION=warn", "ALERT_URL=http://127.0.0.1:" + alerts.getAddress().getPort() + "/T0/s3cret"))) {
      proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(true)).statusCode());
      var thresholds = new TreeSet<Integer>();
      for (var number = 0; number < 2; number++) {
        var post = told.poll(10, TimeUnit.SECONDS);
        assertTrue(post != null && post.startsWith("POST /T0/s3cret {"), String.valueOf(post));
        var json = Json.object(post.substring(post.indexOf('{')));
        assertEquals("budget test BUDGET_DAY day USD warn", json.getString("event") + " " + json.getString("instance") + " " + json.getString("setting") + " "
            + json.getString("window") + " " + json.getString("currency") + " " + json.getString("action"));
        assertTrue(json.getJsonNumber("ratio").doubleValue() > 1 && json.getString("text").contains("BUDGET_DAY"), post);
        thresholds.add(json.getInt("threshold"));
      }
      assertEquals("[80, 100]", thresholds.toString());
      for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); failures(log) == 0 && System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      assertEquals(1, failures(log), "a redirect is a failure, told once");
      assertFalse(String.join("\n", log.from(Level.ALL)).contains("s3cret"));
      assertTrue(told.isEmpty(), told.toString());
      assertFalse(proxy.get("/config").body().contains("s3cret"));
    } finally {
      alerts.stop(0);
    }
  }

  private static long failures(Logged log) {
    return log.from(Level.WARNING).stream().filter(line -> line.startsWith("ALERT_URL at 127.0.0.1 was not told of a budget: it answers with status 302")).count();
  }
}
