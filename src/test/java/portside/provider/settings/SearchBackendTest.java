package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.Timeouts;

/// The connection to a search backend has the way of the provider it helps out, and nothing that is meant for that provider alone.
class SearchBackendTest extends WithEnvFile {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "brave:BSA1   | Brave Search | https://api.search.brave.com/res/v1/web/search | X-Subscription-Token: BSA1",
    "tavily:tvly1 | Tavily       | https://api.tavily.com/search                  | Authorization: Bearer tvly1",
    "searxng:http://find.example | SearXNG | http://find.example                  | ''",
  })
  void itStandsBesideTheProvider(String typed, String title, URI url, String authorised) throws Exception {
    var loaded = load("OPENAI_BASE_URL=https://llm.example/v1\nOPENAI_API_KEY=sk-1\nBIG_MODEL=b\nCUSTOM_HEADER_X=v\nANTHROPIC_API_KEY=k\n"
        + "HTTPS_PROXY=http://proxy.example:1\nCONNECT_TIMEOUT=3\nSTREAM_IDLE_TIMEOUT=5\nAZURE_API_VERSION=1\nWEB_SEARCH=" + typed + "\n");
    var helped = loaded.provider().destination();
    var found = loaded.instance().webSearch().orElseThrow().beside(helped);
    assertEquals(new Destination(
        title, new Endpoint(url, Optional.empty(), "WEB_SEARCH"), found.credentials(), Map.of(),
        new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(5)), helped.proxy(), List.of()), found);
    assertEquals(authorised,
        found.credentials().getFirst().headers().entrySet().stream().map(header -> header.getKey() + ": " + header.getValue().reveal()).collect(Collectors.joining()));
  }
}
