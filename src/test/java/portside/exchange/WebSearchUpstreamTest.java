package portside.exchange;

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
class WebSearchUpstreamTest {
  private static final WebSearch.Found UNAVAILABLE = new WebSearch.Found.Failed("unavailable");

  private final List<String> calls = new ArrayList<>();
  private final Pulse pulse = new Pulse(Pulse.Patience.USUAL, System::nanoTime);
  private final Vigil vigil = new Vigil(pulse, new RecordedClient());
  private final SearchTool tool = new SearchTool("web_search", 8, List.of(), List.of());
  private SendResult outcome = new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, "cannot connect"), true);
  private final WebSearch search =
      new WebSearch(new SearchBackend(SearchBackend.Kind.SEARXNG, URI.create("http://127.0.0.1:1"), new Secret("")), () -> {
        calls.add("open");
        return new Way();
      });

  /// Writes down what it is told.
  private final class Way implements Upstream, Attempt {
    @Override
    public Attempt attempt() {
      return this;
    }

    @Override
    public SendResult send(String path, Map<String, String> headers, byte[] body, boolean stream) {
      calls.add((stream ? "stream " : "whole ") + path);
      return outcome;
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
    vigil.close();
    pulse.close();
  }

  @Test
  void itIsOpenedWithTheFirstSearchAndClosedOnce() throws Exception {
    assertEquals(new WebSearch.Found.Failed("invalid_tool_input"), search.find("", tool, vigil));
    assertEquals(List.of(), calls);
    assertEquals(UNAVAILABLE, search.find("ships", tool, vigil));
    search.find("ships", tool, vigil);
    search.close();
    assertEquals(List.of("open", "whole /search?q=ships&format=json", "whole /search?q=ships&format=json", "close"), calls);
  }

  @Test
  void nothingIsOpenedOnceItIsClosed() throws Exception {
    search.close();
    try (var logged = new Logged(WebSearch.class.getName())) {
      assertEquals(UNAVAILABLE, search.find("ships", tool, vigil));
      assertEquals(List.of("a web search at SearXNG failed: the proxy is shutting down"), logged.from(Level.WARNING));
    }
    assertEquals(List.of(), calls);
  }

  @Test
  void aSearchEndsWithItsClient() throws Exception {
    outcome = new SendResult.Cancelled();
    vigil.shutDown();
    assertEquals(UNAVAILABLE, search.find("ships", tool, vigil));
    assertEquals(List.of("open", "cancel", "whole /search?q=ships&format=json"), calls);
  }

  @Test
  void aClientThatLeftIsToldNothing() {
    outcome = new SendResult.Cancelled();
    vigil.left();
    assertThrows(Client.Gone.class, () -> search.find("ships", tool, vigil));
  }
}
