package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.fake.Line;
import portside.ledger.JournalReader;
import portside.ledger.Processes;

/// What the journal holds of requests that were made.
@Timeout(60)
class JournaledRequestsTest {
  private static final String USAGE = "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50,\"prompt_tokens_details\":{\"cached_tokens\":800},"
      + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}";
  private static final String LISTENS = "listens on http://127.0.0.1:";
  private static final String SECRET_WORDS = "xylophone marmalade";

  @TempDir private Path folder;

  /// A stream that reports a prompt of 1000 tokens, 800 of them cached, and an answer of 50, 20 of them reasoning.
  private static void counted(Line line) throws Exception {
    line.stream();
    line.text("hello");
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]," + USAGE + "}");
    line.event("[DONE]");
    line.chunkEnd();
  }

  private List<JsonObject> rows() throws IOException {
    return List.copyOf(rows((_, _) -> true));
  }

  private Collection<JsonObject> rows(Processes processes) throws IOException {
    var lines = new ArrayList<String>();
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return JournalReader.rows(lines.stream(), processes).values();
  }

  private List<JsonObject> rowsWhenThereAre(int number) throws Exception {
    for (var until = System.nanoTime() + Duration.ofSeconds(10).toNanos(); rows().size() < number && System.nanoTime() < until; ) {
      Thread.onSpinWait();
    }
    return rows();
  }

  /// Waits until a line of a kind stands in the journal of the process.
  private void until(String kind) throws Exception {
    for (var until = System.nanoTime() + Duration.ofSeconds(20).toNanos(); System.nanoTime() < until; Thread.onSpinWait()) {
      try (var files = Files.list(folder.resolve("data/ledger"))) {
        for (var file : files.toList()) {
          if (Files.readString(file).contains("\"" + kind + "\"")) {
            return;
          }
        }
      }
    }
  }

  private static String asked(boolean stream) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET_WORDS
        + "\"},{\"role\":\"system\",\"content\":\"Environment\\n - Primary working directory: /home/mallory/shop\\n - Platform: linux\"}]}";
  }

  @Test
  void aStreamIsRecordedBeforeItsEndArrives() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted); var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true), "x-claude-code-session-id", "s-1", "x-claude-code-agent-id", "a-1", "user-agent", "claude-cli/2.1.332 (external)",
          "x-stainless-retry-count", "2");
      var row = rows().getFirst();
      assertEquals(List.of("test", "test", "chat", "claude-sonnet-5-5", "middle", "s-1", "a-1", "subagent", "shop", "claude-cli/2.1.332", "ok", "end_turn"),
          List.of(row.getString("instance"), row.getString("provider"), row.getString("wire"), row.getString("asked"), row.getString("served"),
              row.getString("conversation"), row.getString("sub"), row.getString("class"), row.getString("project"), row.getString("client"),
              row.getString("result"), row.getString("stop")));
      assertEquals(List.of(200, 800, 0, 0, 50, 20, 2), List.of(row.getInt("in"), row.getInt("read"), row.getInt("write"), row.getInt("write_1h"),
          row.getInt("out"), row.getInt("think"), row.getInt("client_retry")));
      assertEquals(List.of("answered"), row.getJsonArray("tries").stream().map(attempt -> attempt.asJsonObject().getString("outcome")).toList());
      assertFalse(row.getBoolean("est"));
    }
  }

  /// The id by which `config` and `GET /config` show the key, too: the SHA-256 of sk-provider-secret begins so.
  @Test
  void aKeyIsToldByItsId() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted); var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true));
      assertEquals("5aee43", rows().getFirst().getString("key"));
      assertTrue(proxy.get("/config").body().contains("\"value\":\"key 5aee43\""));
    }
  }

  @Test
  void aWholeAnswerToo() throws Exception {
    try (var provider = new ScriptedProvider().then(line ->
            line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]," + USAGE + "}"));
        var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(false));
      assertEquals(List.of("ok 50"), rows().stream().map(row -> row.getString("result") + " " + row.getInt("out")).toList());
    }
  }

  @Test
  void noWordOfThePromptNoKeyAndNoPathIsThere() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted); var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true));
      rowsWhenThereAre(1);
    }
    try (var files = Files.list(folder)) {
      var all = new StringBuilder();
      for (var file : files.toList()) {
        all.append(Files.readString(file));
      }
      assertTrue(all.toString().contains("shop"));
      for (var word : List.of("xylophone", "marmalade", "hello", "sk-provider-secret", "mallory", "/home")) {
        assertFalse(all.toString().contains(word), word);
      }
    }
  }

  @Test
  void theTryBeforeIsThere() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(503, "application/json", "{}")).then(JournaledRequestsTest::counted);
        var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true));
      assertEquals(List.of("first refused", "repeat answered"), rows().getFirst().getJsonArray("tries").stream()
          .map(attempt -> attempt.asJsonObject().getString("why") + " " + attempt.asJsonObject().getString("outcome")).toList());
    }
  }

  /// The prices of GLM hold wherever its row is forced.
  @Test
  void itsCostIsThere() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted);
        var proxy = RunningProxy.recording(folder, provider.url(), "DIALECT=glm", "SMALL_MODEL=glm-5.3")) {
      proxy.post("/v1/messages", asked(true).replace("sonnet", "haiku"));
      var row = rows().getFirst();
      assertEquals("708000 708000 USD list", row.getInt("cost") + " " + row.getInt("worth") + " " + row.getString("currency") + " "
          + row.getString("cost_source"));
      assertTrue(proxy.metricsWith("portside_cost_total{").contains("portside_cost_total{currency=\"USD\",model=\"glm-5.3\",provider=\"test\"} 7.08E-4"));
    }
  }

  @Test
  void whatTheProviderReportsItCost() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]," + USAGE.replaceFirst("}}$", "},\"cost\":0.0123}") + "}"));
        var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(false));
      assertEquals("12300000 reported", rows().getFirst().get("cost") + " " + rows().getFirst().getString("cost_source"));
    }
  }

  @Test
  void anUnknownCostIsNull() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted); var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true));
      assertEquals("null null unknown", rows().getFirst().get("cost") + " " + rows().getFirst().get("worth") + " " + rows().getFirst().getString("cost_source"));
    }
  }

  @Test
  void aClientThatLeavesIsCountedByEstimate() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
      line.stream();
      line.textUntilClosed("some words that were written ");
    }); var proxy = RunningProxy.recording(folder, provider.url())) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/messages", asked(true), "content-type: application/json"));
        client.readUntil("written");
      }
      var row = rowsWhenThereAre(1).getFirst();
      assertEquals(List.of("left", true), List.of(row.getString("result"), row.getBoolean("est")));
      assertTrue(row.getInt("in") > 0 && row.getInt("out") > 0, row.toString());
      var output = "portside_output_tokens_total{model=\"middle\",provider=\"test\",result=\"left\"} ";
      assertFalse(proxy.metricsWith(output).contains(output + "0.0"));
    }
  }

  /// Claude tells at the start what the prompt came to, others with each chunk.
  @Test
  void whatTheProviderToldBeforeItsStreamBrokeIsKept() throws Exception {
    var claude = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"up\",\"content\":[],"
        + "\"usage\":{\"input_tokens\":12,\"cache_read_input_tokens\":800,\"cache_creation_input_tokens\":30,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    var chat = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":842,\"completion_tokens\":7,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":800}}}\n\n";
    for (var dialect : List.of("claude", "glm")) {
      var ledger = folder;
      folder = ledger.resolve(dialect);
      try (var provider = new ScriptedProvider().then(line -> {
        line.stream();
        line.chunk((dialect.equals("claude") ? claude : chat).getBytes(StandardCharsets.UTF_8));
      }); var proxy = RunningProxy.recording(folder, provider.url(), "DIALECT=" + dialect)) {
        proxy.post("/v1/messages", asked(true));
        var row = rowsWhenThereAre(1).getFirst();
        assertEquals(dialect.equals("claude") ? "12 800 30 true" : "42 800 0 true",
            row.getInt("in") + " " + row.getInt("read") + " " + row.getInt("write") + " " + row.getBoolean("est"));
        assertTrue(row.getInt("out") >= 7, row.toString());
      }
      folder = ledger;
    }
  }

  @Test
  void whatIsRefusedIsThereAndComesToNothing() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"no\"}}"));
        var proxy = RunningProxy.recording(folder, provider.url())) {
      proxy.post("/v1/messages", asked(true));
      proxy.post("/v1/messages", "{}");
      assertEquals(List.of("invalid_request_error 400 invalid_request 0", "invalid_request_error 400 null 0"), rowsWhenThereAre(2).stream()
          .map(row -> row.getString("result") + " " + row.getInt("status") + " " + row.getString("fault", "null") + " " + row.getInt("in")).toList());
    }
  }

  @Test
  void offMeansOff() throws Exception {
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted);
        var proxy = RunningProxy.recording(folder.resolve("ledger"), provider.url(), "LEDGER=off")) {
      proxy.post("/v1/messages", asked(true));
      proxy.metricsWith("portside_requests_total{");
      assertTrue(proxy.get("/health").body().contains("\"ledger\":\"off\""));
    }
    assertFalse(Files.exists(folder.resolve("ledger")));
  }

  @Test
  void aDiskThatFailsFailsNoRequest() throws Exception {
    Files.writeString(folder.resolve("ledger"), "in the way");
    try (var provider = new ScriptedProvider().then(JournaledRequestsTest::counted);
        var proxy = RunningProxy.recording(folder.resolve("ledger"), provider.url())) {
      assertTrue(proxy.post("/v1/messages", asked(true)).body().contains("message_stop"));
      assertTrue(proxy.get("/health").body().contains("\"ledger\":\"failing: FileAlreadyExistsException\""), proxy.get("/health").body());
    }
  }

  /// A process of its own is killed: what was answered is recorded, and what was not is lost, not gone.
  @Test
  void aKilledProcessLosesNothing() throws Exception {
    var open = new CountDownLatch(1);
    try (var provider = new ScriptedProvider()) {
      for (var number = 0; number < 20; number++) {
        provider.then(JournaledRequestsTest::counted);
      }
      provider.then(line -> {
        line.stream();
        line.text("one and what follows");
        open.await(20, TimeUnit.SECONDS);
      });
      Files.writeString(folder.resolve(".env-killed"), "OPENAI_BASE_URL=" + provider.url() + "\nOPENAI_API_KEY=k\nBIG_MODEL=big\nPORT=0\n");
      var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      var absolute = String.join(":", List.of(classes.split(":")).stream().map(part -> Path.of(part).toAbsolutePath().toString()).toList());
      var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
          absolute, "portside.Main", "--env", ".env-killed").directory(folder.toFile()).redirectErrorStream(true).start();
      try {
        var port = 0;
        var out = process.inputReader(StandardCharsets.UTF_8);
        while (port == 0) {
          var line = out.readLine();
          assertTrue(line != null, "it ended");
          var at = line.indexOf(LISTENS);
          port = at < 0 ? 0 : Integer.parseInt(line.substring(at + LISTENS.length()).replaceAll("[^0-9].*", ""));
        }
        for (var number = 0; number < 20; number++) {
          try (var client = new RawClient(port)) {
            client.send(RawClient.post("/v1/messages", asked(true), "content-type: application/json")).readUntil("message_stop\"}");
          }
        }
        try (var client = new RawClient(port)) {
          client.send(RawClient.post("/v1/messages", asked(true), "content-type: application/json")).readUntil("one");
          until("so_far");
          process.destroyForcibly().waitFor();
        }
      } finally {
        process.destroyForcibly();
        open.countDown();
      }
    }
    folder = folder.resolve("data/ledger");
    var results = new ArrayList<String>();
    rows(Processes::here).forEach(row -> results.add(row.getString("result") + " " + row.getBoolean("est") + " " + row.getInt("out")));
    assertEquals(20, results.stream().filter("ok false 50"::equals).count(), results.toString());
    assertEquals(1, results.stream().filter("lost true 5"::equals).count(), results.toString());
    assertEquals(21, results.size());
  }
}
