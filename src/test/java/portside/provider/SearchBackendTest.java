package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The connection to a search backend has the way of the provider it helps out, and nothing that is meant for that provider alone.
class SearchBackendTest extends WithEnvFile {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "brave:BSA1   | Brave Search | https://api.search.brave.com/res/v1/web/search | X-Subscription-Token | BSA1 | ''",
    "tavily:tvly1 | Tavily       | https://api.tavily.com/search                  | ''                   | ''   | tvly1",
    "searxng:http://find.example | SearXNG | http://find.example                  | ''                   | ''   | ''",
  })
  void itStandsBesideTheProvider(String typed, String title, URI url, String header, String headerValue, String key) throws Exception {
    var helped = load("OPENAI_BASE_URL=https://llm.example/v1\nOPENAI_API_KEY=sk-1\nBIG_MODEL=b\nCUSTOM_HEADER_X=v\nANTHROPIC_API_KEY=k\n"
        + "HTTPS_PROXY=http://proxy.example:1\nCONNECT_TIMEOUT=3\nSTREAM_IDLE_TIMEOUT=5\nMAX_RETRIES=2\nWEB_SEARCH=" + typed + "\n").provider();
    var expected =
        new Provider(
            title, helped.source(), url, new Secret(key), helped.models(), helped.dialect(),
            header.isEmpty() ? Map.of() : Map.of(header, new Secret(headerValue)), Optional.empty(), helped.listen(),
            new Provider.Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(5), 0), helped.limits(), helped.proxy(),
            List.of(), "INFO", Optional.empty(), List.of());
    assertEquals(expected, helped.webSearch().orElseThrow().beside(helped));
  }
}
