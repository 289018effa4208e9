package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import portside.provider.settings.Settings;

/// What a proxy holds open, and that nothing of it is left when it has stopped.
@Timeout(60)
@Isolated("looks at all threads, and at the log")
class InstanceTest {
  @TempDir private Path folder;

  @Test
  void theGraceTimeIsHalfAMinuteWhoseLastSecondIsForTheClients() {
    assertEquals(Duration.ofSeconds(30), Instance.Timing.USUAL.grace());
    assertEquals(Duration.ofSeconds(1), Instance.Timing.USUAL.lastWord());
  }

  @Test
  void aStopIsTheLastLineOfTheLog() throws Exception {
    try (var logged = new Logged(Instance.class.getName())) {
      RunningProxy.before("http://127.0.0.1:1/v1").close();
      assertEquals(List.of("stopped"), logged.from(Level.INFO));
    }
  }

  @Test
  void connectionsToTheProviderAndTheSearchAreClosed() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    var searchClosed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider()
            .then(line -> line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"call_search1\",\"function\":"
                + "{\"name\":\"web_search\",\"arguments\":\"{\\\"query\\\":\\\"ships\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}"))
            .then(line -> {
              line.kept("{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
              closed.complete(line.closedByPeer());
            });
        var engine = new ScriptedProvider().then(line -> {
          line.kept("{\"results\":[]}");
          searchClosed.complete(line.closedByPeer());
        })) {
      var before = Thread.getAllStackTraces().keySet();
      var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + WebSearchTest.root(engine));
      assertEquals(200, proxy.post("/v1/messages", WebSearchTest.claudeCode(false)).statusCode());
      assertFalse(closed.isDone() || searchClosed.isDone());
      assertEquals(1, Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !before.contains(thread) && thread.getName().equals("time-limits")).count(), "one keeps the time limits of both");
      proxy.close();
      assertTrue(closed.get(20, TimeUnit.SECONDS));
      assertTrue(searchClosed.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void threadsOfAProxyEndWithIt() throws Exception {
    var before = Thread.getAllStackTraces().keySet();
    var proxy = RunningProxy.before("demo:", "OPENAI_API_KEY=");
    assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
    var started = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.getName().matches("pulse|time-limits|.*-listener")).toList();
    assertEquals(4, started.size(), "the door and the demo listen: " + started);
    proxy.close();
    for (var thread : started) {
      assertTrue(thread.join(Duration.ofSeconds(10)), thread.getName());
    }
  }

  @Test
  void theDemoLearnsNothingThatIsKept() throws Exception {
    var file = Files.writeString(folder.resolve(".env-of-the-demo"), "OPENAI_BASE_URL=demo:\nPORT=0\n");
    var loaded = Settings.load(Optional.of(file.toString()), Map.of());
    var instance = Instance.start(loaded, () -> loaded, "test");
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.port() + "/v1/messages"))
          .POST(HttpRequest.BodyPublishers.ofString(RunningProxy.hello(false))).build();
      assertEquals(200, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
    instance.close();
    assertFalse(Files.exists(Path.of("data/counts-of-the-demo.json")));
    assertFalse(Files.exists(Path.of("data/routing-of-the-demo.json")));
    assertFalse(Files.exists(Path.of("data/run/of-the-demo.json")));
    if (Files.exists(Path.of("data/ledger"))) {
      try (var journals = Files.list(Path.of("data/ledger"))) {
        assertTrue(journals.noneMatch(journal -> journal.getFileName().toString().startsWith("of-the-demo")));
      }
    }
  }
}
