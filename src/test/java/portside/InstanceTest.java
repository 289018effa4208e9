package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a proxy holds open, and that nothing of it is left when it has stopped.
@Timeout(60)
class InstanceTest {
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
      var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + WebSearchTest.root(engine));
      assertEquals(200, proxy.post("/v1/messages", WebSearchTest.claudeCode(false)).statusCode());
      assertFalse(closed.isDone() || searchClosed.isDone());
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
    var started = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread) && thread.getName().equals("pulse")).toList();
    assertEquals(1, started.size());
    proxy.close();
    assertTrue(started.getFirst().join(Duration.ofSeconds(10)));
  }
}
