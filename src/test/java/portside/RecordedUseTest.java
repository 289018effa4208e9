package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.console.Surroundings;
import portside.console.Verbs;
import portside.fake.Line;
import portside.wire.Json;

/// What the verbs tell of requests that instances answered.
@Timeout(120)
class RecordedUseTest {
  private static final String USAGE = "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50,\"prompt_tokens_details\":{\"cached_tokens\":800},"
      + "\"completion_tokens_details\":{\"reasoning_tokens\":20}";
  private static final String TOKENS =
      "{\"input\":200,\"cache_read\":800,\"cache_write\":0,\"cache_write_1h\":0,\"output\":50,\"thinking\":20}";

  @TempDir private Path data;
  private String remarks = "";

  private static void counted(Line line) throws Exception {
    reporting(line, "");
  }

  private static void reporting(Line line, String more) throws Exception {
    line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]," + USAGE + more + "}}");
  }

  private RunningProxy proxy(ScriptedProvider provider, String... lines) throws Exception {
    return RunningProxy.recording(data.resolve("ledger"), provider.url(), lines);
  }

  private String typed(String... line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Verbs.run(line, new Surroundings(Map.of(), data, data, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        false, Surroundings.ANY_WIDTH, Clock.systemUTC(), ZoneOffset.UTC));
    remarks = err.toString(StandardCharsets.UTF_8);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The total once there are so many requests: an entry is written just after its answer was sent.
  private JsonObject total(int requests, String... flags) throws Exception {
    var line = new String[flags.length + 2];
    line[0] = "usage";
    line[1] = "--json";
    System.arraycopy(flags, 0, line, 2, flags.length);
    for (var until = System.nanoTime() + Duration.ofSeconds(20).toNanos(); ; ) {
      var total = Json.object(typed(line)).getJsonObject("total");
      if (total.getInt("requests") >= requests || System.nanoTime() > until) {
        assertEquals(requests, total.getInt("requests"));
        return total;
      }
    }
  }

  private JsonObject newest() throws Exception {
    return Json.object(typed("log", "--json", "-n", "1")).getJsonArray("requests").getJsonObject(0);
  }

  @Test
  void tokensAndCostOfOneRequest() throws Exception {
    try (var provider = new ScriptedProvider().then(RecordedUseTest::counted); var proxy = proxy(provider, "DIALECT=glm", "SMALL_MODEL=glm-5.3")) {
      proxy.post("/v1/messages", RunningProxy.hello(false).replace("sonnet", "haiku"));
      var total = total(1);
      assertEquals(TOKENS, total.get("tokens").toString());
      assertEquals("{\"USD\":0.000708}", total.get("cost").toString());
      var group = Json.object(typed("usage", "--json", "--by", "day,model")).getJsonArray("groups").getJsonObject(0);
      assertEquals("glm-5.3 {\"USD\":0.000708}", group.getString("model") + " " + group.get("cost"));
      var csv = typed("usage", "--csv").split("\r\n");
      assertEquals(2, csv.length);
      assertEquals(csv[0].split(",").length, csv[1].split(",", -1).length);
      assertTrue(csv[1].endsWith(",1,0,200,800,0,0,50,20,0,0,0,USD,0.000708,0.000708"), csv[1]);
      for (var rest : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(data.resolve("usage.db" + rest));
      }
      assertEquals(total, total(1), "made again from the journal");
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("usage.db"))));
  }

  @Test
  void whatTheProviderReportsItCost() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> reporting(line, ",\"cost\":0.0123")); var proxy = proxy(provider)) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals("{\"USD\":0.0123}", total(1).get("cost").toString());
      assertEquals("reported 0.0123", newest().getString("cost_source") + " " + newest().get("cost"));
    }
  }

  @Test
  void whatHasNoPriceIsNamedAndAddsNothing() throws Exception {
    try (var provider = new ScriptedProvider().then(RecordedUseTest::counted).then(line -> reporting(line, ",\"cost\":0.5")); var proxy = proxy(provider)) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(1, total(1).getInt("unpriced"));
      assertTrue(newest().isNull("cost"));
      typed("usage");
      assertEquals("1 request has no price: middle at test. Add it to env/prices.json.\n", remarks);
      proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals("{\"USD\":0.5}", total(2).get("cost").toString());
      assertTrue(typed("usage", "--by", "day").contains("  $0.50\n"));
    }
  }

  @Test
  void whatAPlanCoversIsShownAtItsWorth() throws Exception {
    try (var provider = new ScriptedProvider().then(RecordedUseTest::counted);
        var proxy = proxy(provider, "DIALECT=glm", "MIDDLE_MODEL=glm-5.3", "BILLING=plan")) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      var total = total(1);
      assertEquals("{} {\"USD\":0.000708}", total.get("cost") + " " + total.get("worth"));
      assertEquals("0", newest().get("cost").toString());
      assertTrue(typed("usage").contains("  plan ($0.00071)\n"), typed("usage"));
    }
  }

  @Test
  void bothTriesOfARequestHaveTheirTimes() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(503, "application/json", "{}")).then(RecordedUseTest::counted); var proxy = proxy(provider)) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      total(1);
      assertEquals(2, newest().getInt("tries"));
      var lines = typed("log", newest().getString("id").substring(0, 14)).lines().toList();
      assertTrue(lines.get(lines.size() - 2).matches(" +1 +\\S+ +\\S+ +test +middle +1 +first in the order +refused: overloaded"), lines.toString());
      assertTrue(lines.getLast().matches(" +2 +\\S+ +\\S+ +test +middle +1 +the same once more +answered"), lines.toString());
    }
  }

  @Test
  void aProjectIsNamedByItsHeader() throws Exception {
    try (var provider = new ScriptedProvider().then(RecordedUseTest::counted); var proxy = proxy(provider)) {
      proxy.post("/v1/messages", RunningProxy.hello(false), "x-portside-project", "shop");
      total(1);
      assertEquals("shop", Json.object(typed("usage", "--json", "--by", "project")).getJsonArray("groups").getJsonObject(0).getString("project"));
    }
  }

  @Test
  void aClientThatLeftIsCountedByEstimate() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
      line.stream();
      line.textUntilClosed("some words that were written ");
    }); var proxy = proxy(provider)) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/messages", RunningProxy.hello(true), "content-type: application/json"));
        client.readUntil("written");
      }
      var total = total(1);
      assertEquals("1 0", total.get("estimated") + " " + total.get("failed"));
      assertTrue(total.getJsonObject("tokens").getInt("output") > 0);
      typed("usage");
      assertTrue(remarks.startsWith("1 count is an estimate: the answer ended before the provider counted.\n"), remarks);
    }
  }

  @Test
  void noWordOfThePromptIsInTheIndex() throws Exception {
    try (var provider = new ScriptedProvider().then(RecordedUseTest::counted); var proxy = proxy(provider)) {
      proxy.post("/v1/messages", RunningProxy.hello(false).replace("hello", "xylophone"));
      total(1);
    }
    var index = new String(Files.readAllBytes(data.resolve("usage.db")), StandardCharsets.ISO_8859_1);
    assertTrue(index.contains("middle"));
    assertFalse(index.contains("xylophone") || index.contains("sk-provider-secret"));
  }

  /// Processes of their own: two instances are asked, while three at once ask what was used; then one starts again, and a price is known.
  @Test
  void severalProcessesShareOneIndex() throws Exception {
    var each = 200;
    try (var provider = new ScriptedProvider(); var http = HttpClient.newHttpClient()) {
      for (var number = 0; number < 2 * each + 1; number++) {
        provider.then(RecordedUseTest::counted);
      }
      var settings = new String[] {"OPENAI_BASE_URL=" + provider.url(), "OPENAI_API_KEY=k", "BIG_MODEL=big"};
      try (var one = new OwnProcess(data, "one", settings); var other = new OwnProcess(data, "other", settings);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        post(http, one);
        post(http, other);
        var asked = threads.submit(() -> OwnProcess.remarks(data, 3, "usage", "--json"));
        for (var number = 1; number < each; number++) {
          post(http, one);
          post(http, other);
        }
        assertEquals(List.of("", "", ""), asked.get());
      }
      var folder = data;
      data = data.resolve("data");
      var before = total(2 * each);
      assertEquals(2 * each, before.getInt("unpriced"));
      Files.writeString(folder.resolve("prices.json"), "{\"date\":\"2026-11-29\",\"prices\":[{\"provider\":\"*\",\"model\":\"big\",\"in\":1,\"out\":1}]}");
      try (var again = new OwnProcess(folder, "one", settings)) {
        assertEquals(before, total(2 * each), "a restart changes nothing");
        post(http, again);
        var after = total(2 * each + 1);
        assertEquals("{\"USD\":0.00105} " + 2 * each, after.get("cost") + " " + after.get("unpriced"), "history keeps its prices");
      }
    }
  }

  private static void post(HttpClient http, OwnProcess instance) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.port() + "/v1/messages")).header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(RunningProxy.hello(false))).build();
    assertEquals(200, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
  }
}
