package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.console.Surroundings;
import portside.console.Verbs;
import portside.wire.Json;

/// What the verbs tell of an instance that was killed (SIGKILL).
@Timeout(120)
class KilledProcessTest {
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50}}";

  @TempDir private Path folder;

  private JsonObject typed(String... line) throws Exception {
    var out = new ByteArrayOutputStream();
    var code = Verbs.run(line, new Surroundings(Map.of(), folder, folder.resolve("data"), new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false,
        Surroundings.ANY_WIDTH, Clock.systemUTC(), ZoneOffset.UTC));
    assertEquals(0, code);
    return Json.object(out.toString(StandardCharsets.UTF_8));
  }

  private Map<String, Integer> results() throws Exception {
    var results = new TreeMap<String, Integer>();
    typed("log", "--json", "-n", "1000").getJsonArray("requests").getValuesAs(JsonObject.class)
        .forEach(row -> results.merge(row.getString("result") + (row.getBoolean("est") ? " estimated" : ""), 1, Integer::sum));
    return results;
  }

  @Test
  void aHundredAnswersAreThereAtOnce() throws Exception {
    var answers = 100;
    try (var provider = new ScriptedProvider()) {
      for (var number = 0; number < answers; number++) {
        provider.then(line -> line.whole(200, "application/json", ANSWER));
      }
      try (var instance = instance(provider)) {
        for (var number = 0; number < answers; number++) {
          assertEquals(200, instance.post("/v1/messages", RunningProxy.hello(false)).statusCode());
        }
        instance.kill();
      }
    }
    assertEquals(Map.of("ok", answers), results());
    var total = typed("usage", "--json").getJsonObject("total");
    assertEquals("100 0 0", total.getInt("requests") + " " + total.getInt("failed") + " " + total.getInt("estimated"));
    assertEquals(5_000, total.getJsonObject("tokens").getInt("output"));
  }

  @Test
  void fiveStreamsInTheMiddleAreLostAndEstimated() throws Exception {
    var streams = 5;
    var open = new CountDownLatch(1);
    try (var provider = new ScriptedProvider()) {
      for (var number = 0; number < streams; number++) {
        provider.then(line -> {
          line.stream();
          line.text("one and what follows");
          open.await(60, TimeUnit.SECONDS);
        });
      }
      var clients = new ArrayList<RawClient>();
      try (var instance = instance(provider)) {
        for (var number = 0; number < streams; number++) {
          var client = new RawClient(instance.port());
          clients.add(client);
          client.send(RawClient.post("/v1/messages", RunningProxy.hello(true), "content-type: application/json")).readUntil("follows");
        }
        instance.kill();
      } finally {
        open.countDown();
        for (var client : clients) {
          client.close();
        }
      }
    }
    assertEquals(Map.of("lost estimated", streams), results());
    var total = typed("usage", "--json").getJsonObject("total");
    assertEquals("5 5", total.getInt("requests") + " " + total.getInt("estimated"));
  }

  private OwnProcess instance(ScriptedProvider provider) throws Exception {
    return new OwnProcess(folder, "killed", "OPENAI_BASE_URL=" + provider.url(), "OPENAI_API_KEY=k", "BIG_MODEL=big");
  }
}
