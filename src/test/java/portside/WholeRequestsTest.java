package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.fake.Line;
import portside.ledger.requests.RecordedRequests;

/// What `LOG_REQUESTS` records of requests that were made.
@Timeout(120)
class WholeRequestsTest {
  private static final String KEY = "sk-provider/secret+0123";
  private static final List<String> FOUR = List.of("client_request", "upstream_request", "upstream_answer", "client_answer");
  private static final String HELLO = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

  @TempDir private Path folder;

  private List<JsonObject> records() throws IOException {
    return RecordedRequests.find(folder, "req_").values().stream().flatMap(List::stream).toList();
  }

  private List<JsonObject> recordsWhenThereAre(int number) throws IOException {
    for (var end = System.nanoTime() + Duration.ofSeconds(20).toNanos(); records().size() < number && System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    return records();
  }

  private static List<String> kinds(List<JsonObject> records) {
    return records.stream().map(record -> record.getString("record")).toList();
  }

  private static String everything(Path under) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(under)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void fourRecordsOfAStreamHaveOneIdAndNoKey() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hello");
          line.finish();
        });
        var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all", "OPENAI_API_KEY=" + KEY, "CUSTOM_HEADER_X_TEAM=team-secret-1")) {
      var answer = proxy.post("/v1/messages?beta=true&trick=query-value", RunningProxy.hello(true), "authorization", "Bearer client-token-77", "x-unknown", "value-unknown",
          "anthropic-beta", "tools-1");
      var records = recordsWhenThereAre(4);
      assertEquals(FOUR, kinds(records));
      var id = answer.headers().firstValue("request-id").orElseThrow();
      assertTrue(records.stream().allMatch(record -> record.getString("id").equals(id)), records.toString());
      var asked = records.getFirst();
      assertEquals(List.of("POST", "/v1/messages", "beta=true&trick=(hidden)", RunningProxy.hello(true)),
          List.of(asked.getString("method"), asked.getString("path"), asked.getString("query"), asked.getString("body")));
      assertEquals(List.of("(hidden)", "(hidden)", "tools-1"), List.of(asked.getJsonObject("headers").getString("authorization"),
          asked.getJsonObject("headers").getString("x-unknown"), asked.getJsonObject("headers").getString("anthropic-beta")));
      var sent = records.get(1);
      assertEquals(List.of("test", "middle", provider.url() + "/chat/completions", "(hidden)", "(hidden)"), List.of(sent.getString("provider"), sent.getString("served"),
          sent.getString("url"), sent.getJsonObject("headers").getString("authorization"), sent.getJsonObject("headers").getString("x-team")));
      assertEquals(provider.take().text(), sent.getString("body"));
      assertTrue(records.get(2).getString("body").startsWith("data: {"), records.get(2).toString());
      assertEquals("1 1 200 200 ok", sent.getInt("n") + " " + records.get(2).getInt("n") + " " + records.get(2).getInt("status") + " " + records.get(3).getInt("status") + " "
          + records.get(3).getString("result"));
      assertEquals(answer.body(), records.get(3).getString("body"));
      for (var secret : List.of(KEY, "team-secret-1", "client-token-77", "value-unknown", "query-value")) {
        assertFalse(everything(folder).contains(secret), secret);
      }
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        assertEquals("test-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl", file.getFileName().toString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  /// In the prompt as JSON writes it, in the URL, in answers that quote it, over two chunks and over two events.
  @Test
  void noSecretIsThereWhereverItStood() throws Exception {
    var quoting = "{\"error\":{\"message\":\"wrong key " + KEY.replace("/", "\\/") + " here\"}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(401, "application/json", quoting)).then(line -> {
          line.stream();
          line.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"it is sk-provider/se".getBytes(StandardCharsets.UTF_8));
          line.chunk("cret+0123\"}}]}\n\n".getBytes(StandardCharsets.UTF_8));
          line.text("and again sk-prov");
          line.text("ider/secret");
          line.text("+0123 done");
          line.finish();
        }).then(line -> line.whole(200, "application/json", HELLO));
        var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all", "OPENAI_API_KEY=" + KEY, "ANTHROPIC_API_KEY=client-key-0123456789")) {
      var escaped = RunningProxy.hello(true).replace("hello", "my key is \\u0073k-provider\\/secret\\u002B0123 and client-key-0123456789, file x?k=sk-provider%2Fsecret%2b0123");
      proxy.post("/v1/messages", escaped, "x-api-key", "client-key-0123456789");
      proxy.post("/v1/messages", RunningProxy.hello(true), "x-api-key", "client-key-0123456789", "user-agent", "tool sk-provider/secret+0123");
      proxy.post("/api/openai/chat/completions?key=client-key-0123456789&model=client-key-0123456789", "{\"model\":\"" + KEY + "\"}", "x-api-key", "client-key-0123456789");
      var records = recordsWhenThereAre(12);
      assertEquals(12, records.size(), records.toString());
      var all = everything(folder);
      for (var part : List.of("secret", "0123", "ider/", "client-key")) {
        assertFalse(all.contains(part), () -> part + " in " + all);
      }
      assertTrue(all.contains("my key is (hidden) and (hidden), file x?k=(hidden)"), all);
      assertTrue(all.contains("wrong key (hidden) here"), all);
      assertTrue(all.contains("it is (hidden)"), all);
    }
  }

  @Test
  void onlyThoseThatFailEachTryByItsNumber() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", HELLO)).then(line -> line.whole(503, "application/json", "{\"e\":1}"))
            .then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"no\"}}"));
        var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=errors")) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(400, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
      var records = recordsWhenThereAre(6);
      assertEquals(List.of("client_request", "upstream_request 1", "upstream_answer 1 503", "upstream_request 2", "upstream_answer 2 400", "client_answer 400"),
          records.stream().map(record -> record.getString("record") + (record.containsKey("n") ? " " + record.getInt("n") : "")
              + (record.containsKey("status") ? " " + record.getInt("status") : "")).toList());
      assertEquals("invalid_request_error", records.getLast().getString("result"));
    }
  }

  @Test
  void whyThereWasNoAnswerStandsThere() throws Exception {
    try (var provider = new ScriptedProvider().then(Line::cut); var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all", "MAX_RETRIES=0")) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      var answer = recordsWhenThereAre(4).get(2);
      assertTrue(answer.isNull("status") && !answer.getString("failed").isEmpty(), answer.toString());
    }
  }

  @Test
  void picturesAreSummedUpAndLongBodiesCut() throws Exception {
    var picture = Base64.getEncoder().encodeToString(new byte[3_000_000]);
    var words = "w".repeat(2_000_000);
    var body = "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\","
        + "\"media_type\":\"image/png\",\"data\":\"" + picture + "\"}},{\"type\":\"text\",\"text\":\"" + words + "\"}]}]}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", HELLO));
        var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all")) {
      assertEquals(200, proxy.post("/v1/messages", body).statusCode());
      var records = recordsWhenThereAre(4);
      for (var record : records.subList(0, 2)) {
        assertTrue(record.getString("body").contains("[image/png, 3000000 bytes, sha256 "), record.getString("record"));
        assertEquals(1 << 20, record.getString("body").length());
        assertTrue(record.getBoolean("cut"));
      }
      assertEquals(body.length(), records.getFirst().getInt("length"));
    }
  }

  @Test
  void aHundredAtOnceAreWholeEach() throws Exception {
    try (var provider = new ScriptedProvider()) {
      for (int n = 0; n < 100; n++) {
        provider.then(line -> line.whole(200, "application/json", HELLO));
      }
      try (var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all"); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var answers = new ArrayList<Future<String>>();
        for (int n = 0; n < 100; n++) {
          var prompt = "prompt number " + n + ".";
          answers.add(threads.submit(() -> proxy.post("/v1/messages", RunningProxy.hello(false).replace("hello", prompt)).headers().firstValue("request-id").orElseThrow()));
        }
        var ids = new TreeSet<String>();
        for (var answer : answers) {
          ids.add(answer.get());
        }
        assertEquals(400, recordsWhenThereAre(400).size());
        var found = RecordedRequests.find(folder, "req_");
        assertEquals(ids, new TreeSet<>(found.keySet()));
        found.forEach((id, records) -> assertEquals(FOUR, kinds(records), id));
        for (int n = 0; n < 100; n++) {
          var prompt = "prompt number " + n + ".";
          var number = n;
          assertEquals(1, found.values().stream().filter(records -> records.getFirst().getString("body").contains(prompt) && records.get(1).getString("body").contains(prompt))
              .count(), () -> "prompt " + number);
        }
        assertTrue(proxy.get("/metrics").body().contains("portside_request_log_dropped_total 0.0"));
      }
    }
  }

  @Test
  void aFullDiskFailsNoRequestAndIsCounted() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Files.createSymbolicLink(folder.resolve("test-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl"), Path.of("/dev/full"));
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", HELLO));
        var proxy = RunningProxy.takingDown(folder, provider.url(), "LOG_REQUESTS=all")) {
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
      proxy.metricsWith("portside_request_log_dropped_total 4.0");
    }
  }

  /// A process is killed in the middle of a stream: what was sent is there, and a later process goes on behind it.
  @Test
  void aKilledProcessLeavesWhatWasSent() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
      line.stream();
      line.text("one");
      line.awaitClosed();
    })) {
      String[] settings = {"OPENAI_BASE_URL=" + provider.url(), "OPENAI_API_KEY=" + KEY, "BIG_MODEL=big", "LOG_REQUESTS=all"};
      try (var process = new OwnProcess(folder, "killed", settings); var client = new RawClient(process.port())) {
        client.send(RawClient.post("/v1/messages", RunningProxy.hello(true), "content-type: application/json")).readUntil("one");
        for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); taken().size() < 2 && System.nanoTime() < end; ) {
          Thread.onSpinWait();
        }
        process.kill();
      }
      assertEquals(List.of("client_request", "upstream_request"), kinds(taken()));
      var file = folder.resolve("logs/requests/killed-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl");
      Files.writeString(file, Files.readString(file) + "{\"v\":1,\"id\":\"req_half");
      provider.then(line -> line.whole(200, "application/json", HELLO));
      try (var process = new OwnProcess(folder, "killed", settings)) {
        assertEquals(200, process.post("/v1/messages", RunningProxy.hello(false)).statusCode());
        process.stop();
      }
      assertEquals(6, taken().size());
    }
  }

  @Test
  void anOperatorHasAllRecordedForAWhileAndAClientDoesNot() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", HELLO));
        var proxy = RunningProxy.takingDown(folder, provider.url(), "OPERATOR_KEY=an-operator-s-own-key", "ANTHROPIC_API_KEY=client-key-0123456789")) {
      proxy.post("/v1/messages", RunningProxy.hello(false), "x-api-key", "client-key-0123456789");
      assertEquals(401, proxy.post("/log-requests", "{\"minutes\":15}", "x-api-key", "client-key-0123456789").statusCode());
      var told = proxy.post("/log-requests", "{\"minutes\":15}", "authorization", "Bearer an-operator-s-own-key");
      assertTrue(told.body().startsWith("{\"log_requests\":\"all\",\"until\":\"20"), told.body());
      proxy.post("/v1/messages", RunningProxy.hello(false).replace("hello", "second, an-operator-s-own-key"), "x-api-key", "client-key-0123456789");
      assertTrue(recordsWhenThereAre(4).getFirst().getString("body").contains("second, (hidden)"), records().toString());
      proxy.post("/log-requests", "{\"minutes\":0}", "authorization", "Bearer an-operator-s-own-key");
      proxy.post("/v1/messages", RunningProxy.hello(false), "x-api-key", "client-key-0123456789");
    }
    assertEquals(4, records().size());
  }

  private List<JsonObject> taken() throws IOException {
    return RecordedRequests.find(folder.resolve("logs/requests"), "req_").values().stream().flatMap(List::stream).toList();
  }

  /// Nothing of a prompt, an answer or a key is left behind where no setting asks for it.
  @Test
  void offMeansThatNoWordIsAnywhere() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", HELLO.replace("hi", "marmalade sandwich")))
            .then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"bad key " + KEY + "\"}}"));
        var process = new OwnProcess(folder, "quiet", "OPENAI_BASE_URL=" + provider.url(), "OPENAI_API_KEY=" + KEY, "BIG_MODEL=big")) {
      var asked = RunningProxy.hello(false).replace("hello", "xylophone");
      assertTrue(process.post("/v1/messages", asked, "x-api-key", "client-key-99").body().contains("marmalade"));
      assertEquals(400, process.post("/v1/messages", asked, "x-api-key", "client-key-99").statusCode());
      var log = process.stop();
      Files.delete(folder.resolve(".env-quiet"));
      var all = everything(folder) + log;
      assertTrue(all.contains("\"result\":\"ok\"") && all.contains(" 400 invalid_request_error "), all);
      for (var word : List.of("xylophone", "marmalade", "sandwich", KEY, "provider/secret", "client-key-99")) {
        assertFalse(all.contains(word), () -> word + " in " + all);
      }
      assertFalse(Files.exists(folder.resolve("logs")));
    }
  }
}
