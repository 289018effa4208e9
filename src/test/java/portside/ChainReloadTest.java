package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.RunningChain.Member;

/// The files of a chain are read anew while it runs, each case on real sockets.
class ChainReloadTest extends ChainFolderScenario {
  @Test
  void case14AnotherModelAfterAReload() throws Exception {
    a.then(ok("A"));
    var chain = chain("ANTHROPIC_API_KEY=s1,s2");
    RunningChain.write(folder, new Member("a", a.url(), "BIG_MODEL=a-huge"));
    var answer = chain.send("POST", "/providers/reload", "", "x-api-key", "s1");
    assertEquals("{\"status\":\"configuration reloaded successfully\",\"generation\":2,\"changes\":[\"a: BIG_MODEL: a-big → a-huge\"]}", answer.body());
    for (var key : List.of("s1", "s2")) {
      assertEquals("from A", chain.ask("x-api-key", key).text());
      assertTrue(a.take().text().contains("\"a-huge\""));
    }
  }

  @Test
  void case38AReloadWhileAnAnswerRuns() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    a.then(line -> {
      line.stream();
      line.text("one ");
      begun.countDown();
      goOn.await();
      line.text("two");
      line.finish();
    }).then(ok("A"));
    b.then(refusal(429, "busy", "retry-after: 90"));
    var chain = chain();
    assertEquals(429, chain.ask("x-portside-provider", "b").status());
    var c = closing(new ScriptedProvider());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.submit(() -> chain.ask());
      begun.await();
      RunningChain.write(folder, List.of(new Member("a", a.url(), "OPENAI_API_KEY=ka-new"), new Member("b", b.url()), new Member("c", c.url())));
      var dry = chain.send("POST", "/providers/reload?dry=true", "").body();
      var changes = "\"changes\":[\"+ c\",\"CHAIN: a,b → a,b,c\",\"a: OPENAI_API_KEY key 1 changed\"]}";
      assertTrue(dry.endsWith("\"generation\":1," + changes), dry);
      assertEquals(2, json(chain.get("/api/status")).getJsonArray("tiers").size());
      assertEquals("{\"status\":\"configuration reloaded successfully\",\"generation\":2," + changes, chain.send("POST", "/providers/reload", "").body());
      goOn.countDown();
      assertEquals("one two", running.get().text());
    }
    assertEquals("Bearer ka", a.take().head().get("authorization"));
    assertEquals("from A", chain.ask().text());
    assertEquals("Bearer ka-new", a.take().head().get("authorization"));
    assertEquals("degraded", tier(chain, "b").getString("state"));

    Files.writeString(folder.resolve(".env-b"), Files.readString(folder.resolve(".env-b")) + "MAX_RETRIES=many\n");
    var broken = chain.send("POST", "/providers/reload", "");
    assertEquals(500, broken.status());
    var error = json(broken).getString("error");
    assertTrue(error.startsWith("Failed to reload configuration: ") && error.contains(".env-b:7: MAX_RETRIES: "), error);
    assertEquals("from A", chain.ask().text());
    var status = json(chain.get("/api/status"));
    assertEquals("2 true", status.getInt("generation") + " " + error.endsWith(status.getString("reload_error")));
    RunningChain.write(folder, new Member("b", b.url()));
    assertEquals(200, chain.send("POST", "/providers/reload", "").status());
    assertTrue(json(chain.get("/api/status")).isNull("reload_error"));
  }

  @Test
  void aHundredAnswersRunWhileTheFilesAreReadAnew() throws Exception {
    var begun = new CountDownLatch(100);
    var goOn = new CountDownLatch(1);
    a.then(line -> {
      line.stream();
      line.text("one ");
      begun.countDown();
      goOn.await();
      line.text("two");
      line.finish();
    });
    var chain = chain();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<RunningChain.Answer>>();
      for (int n = 0; n < 100; n++) {
        running.add(threads.submit(() -> chain.ask()));
      }
      begun.await();
      for (int n = 0; n < 5; n++) {
        RunningChain.write(folder, List.of(new Member("a", a.url(), "OPENAI_API_KEY=k" + n, "CONNECT_TIMEOUT=" + (n + 1)), new Member("b", b.url())));
        assertEquals(200, chain.send("POST", "/providers/reload", "").status());
      }
      goOn.countDown();
      for (var one : running) {
        assertEquals("one two", one.get().text());
      }
    }
    assertEquals("one two", chain.ask().text());
    assertEquals(6, json(chain.get("/api/status")).getInt("generation"));
  }

  @Test
  void aRequestMovesOnWithinTheChainItBeganWith() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    a.then(line -> {
      begun.countDown();
      goOn.await();
      line.whole(500, "application/json", "{\"error\":{\"message\":\"x\"}}");
    });
    b.then(ok("B"));
    var chain = chain();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.submit(() -> chain.ask());
      begun.await();
      RunningChain.write(folder, List.of(new Member("a", a.url(), "OPENAI_API_KEY=new")));
      assertEquals(200, chain.send("POST", "/providers/reload", "").status());
      goOn.countDown();
      assertEquals("from B", running.get().text());
    }
    assertEquals("Bearer kb", b.take().head().get("authorization"));
    assertEquals(1, json(chain.get("/api/status")).getJsonArray("tiers").size());
  }

  @Test
  void clientKeysAndTheSizeOfBodiesAreReadAnew() throws Exception {
    a.then(ok("A"));
    var chain = chain("ANTHROPIC_API_KEY=s1", "HOST=127.0.0.1");
    RunningChain.write(folder, List.of(new Member("a", a.url()), new Member("b", b.url())), "ANTHROPIC_API_KEY=s2", "MAX_BODY_MB=1", "HOST=localhost");
    assertEquals("[\"ANTHROPIC_API_KEY key 1 changed\",\"MAX_BODY_MB: not set → 1\",\"HOST: 127.0.0.1 → localhost (takes effect after a restart)\"]",
        json(chain.send("POST", "/providers/reload", "", "x-api-key", "s1")).getJsonArray("changes").toString());
    assertEquals("401 200", chain.ask("x-api-key", "s1").status() + " " + chain.ask("x-api-key", "s2").status());
    try (var fresh = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + chain.port() + "/v1/messages")).header("x-api-key", "s2")
          .POST(HttpRequest.BodyPublishers.ofString(RunningChain.body("claude-opus-5-5", "x".repeat(2_000_000)))).build();
      assertEquals(413, fresh.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void filesAreWatchedUntilTheyAreAtRest() throws Exception {
    var files = new ArrayList<>(List.of(Files.writeString(folder.resolve("one"), "1")));
    var told = new ArrayList<String>();
    var watch = new FileWatch(() -> files, () -> told.add("changed"));
    watch.look();
    watch.look();
    Files.writeString(files.getFirst(), "12");
    watch.look();
    Files.writeString(files.getFirst(), "123");
    watch.look();
    assertEquals(List.of(), told);
    watch.look();
    watch.look();
    assertEquals(List.of("changed"), told);
    Files.delete(files.getFirst());
    watch.look();
    watch.look();
    watch.look();
    assertEquals(List.of("changed", "changed"), told);
    assertFalse(Files.exists(files.getFirst()));
  }

  @Test
  void aWatchedChainReadsItsFilesByItself() throws Exception {
    a.then(ok("A"));
    var chain = chain("RELOAD=watch");
    RunningChain.write(folder, new Member("a", a.url(), "BIG_MODEL=a-huge"));
    while (json(chain.get("/api/status")).getInt("generation") == 1) {
      Thread.yield();
    }
    assertEquals("a-huge", model(tier(chain, "a"), "a-huge").getString("model"));
  }

  /// What is known of models is a part of the settings, and may come while the instance runs.
  @Test
  @Timeout(30)
  void aWatchedChainReadsWhatIsKnownOfModelsToo() throws Exception {
    var chain = chain("RELOAD=watch");
    Files.writeString(folder.resolve("models.json"), "{\"a-*\":{\"context_window\":4321}}");
    while (json(chain.get("/api/status")).getInt("generation") == 1) {
      Thread.yield();
    }
    assertTrue(chain.get("/v1/models").body().contains("4321"), chain.get("/v1/models").body());
  }
}
