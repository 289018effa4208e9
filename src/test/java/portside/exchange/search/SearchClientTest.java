package portside.exchange.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import portside.Logged;
import portside.exchange.Client;
import portside.exchange.RecordedClient;
import portside.exchange.watch.RequestWatchdog;
import portside.exchange.watch.WatchdogTicker;
import portside.provider.Credential;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.translate.search.SearchTool;
import portside.upstream.Attempt;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// When the way to the search is opened and closed, and what becomes of a search that is not run.
@ResourceLock("the log of WebSearch")
class SearchClientTest {
  private static final SearchClient.Found UNAVAILABLE = new SearchClient.Found.Failed("unavailable");

  private final List<String> calls = new ArrayList<>();
  private final WatchdogTicker ticker = new WatchdogTicker(WatchdogTicker.Timeouts.USUAL, System::nanoTime);
  private final RequestWatchdog watchdog = new RequestWatchdog(ticker, new RecordedClient());
  private final SearchTool tool = new SearchTool("web_search", 8, List.of(), List.of());
  private SendResult outcome = new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, "cannot connect"), SendResult.Stage.REFUSED);
  private final SearchClient search =
      new SearchClient(new SearchBackend(SearchBackend.Kind.SEARXNG, URI.create("http://127.0.0.1:1"), new Secret("")), () -> {
        calls.add("open");
        return new Way();
      });

  /// Writes down what it is told.
  private final class Way implements Upstream, Attempt {
    @Override
    public Attempt attempt(Credential credential) {
      return this;
    }

    @Override
    public Attempt attempt() {
      return this;
    }

    @Override
    public SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
      calls.add((stream ? "stream " : "whole ") + path);
      return outcome;
    }

    @Override
    public void whenWaiting(Runnable task) {
      calls.add("when waiting");
    }

    @Override
    public void cancel() {
      calls.add("cancel");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  @AfterEach
  void close() {
    watchdog.close();
    ticker.close();
  }

  @Test
  void itIsOpenedWithTheFirstSearchAndClosedOnce() throws Exception {
    assertEquals(new SearchClient.Found.Failed("invalid_tool_input"), search.find("", tool, watchdog));
    assertEquals(List.of(), calls);
    assertEquals(UNAVAILABLE, search.find("ships", tool, watchdog));
    search.find("ships", tool, watchdog);
    search.close();
    assertEquals(List.of("open", "whole /search?q=ships&format=json", "whole /search?q=ships&format=json", "close"), calls);
  }

  @Test
  void nothingIsOpenedOnceItIsClosed() throws Exception {
    search.close();
    try (var logged = new Logged(SearchClient.class.getName())) {
      assertEquals(UNAVAILABLE, search.find("ships", tool, watchdog));
      assertEquals(List.of("a web search at SearXNG failed: the proxy is shutting down"), logged.from(Level.WARNING));
    }
    assertEquals(List.of(), calls);
  }

  @Test
  void aSearchEndsWithItsClient() throws Exception {
    outcome = new SendResult.Cancelled();
    watchdog.shutDown();
    assertEquals(UNAVAILABLE, search.find("ships", tool, watchdog));
    assertEquals(List.of("open", "cancel", "whole /search?q=ships&format=json"), calls);
  }

  @Test
  void aClientThatLeftIsToldNothing() {
    outcome = new SendResult.Cancelled();
    watchdog.left();
    assertThrows(Client.Gone.class, () -> search.find("ships", tool, watchdog));
  }
}
