package portside.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who searches the web where the provider does not, from `WEB_SEARCH`.
///
/// @param kind whose language it speaks
/// @param url what is asked; of SearXNG the address of the instance
/// @param key empty for SearXNG, which asks for none
public record SearchBackend(Kind kind, URI url, Secret key) {
  /// Longer than people wait for a list of links.
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /// The backend as something a connection can be opened to: with the way, the time limits and the proxy of the provider it helps out.
  public Provider beside(Provider helped) {
    var brave = kind == Kind.BRAVE;
    var times = helped.timeouts();
    return new Provider(
        kind.title(), helped.source(), url, brave ? new Secret("") : key, helped.models(), helped.dialect(),
        brave ? Map.of("X-Subscription-Token", key) : Map.of(), Optional.empty(), helped.listen(),
        new Provider.Timeouts(times.connect(), shorter(times.request()), shorter(times.idle()), 0), helped.limits(), helped.proxy(), List.of(),
        helped.logLevel(), Optional.empty(), helped.authorities());
  }

  private static Duration shorter(Duration limit) {
    return limit.compareTo(LIMIT) < 0 ? limit : LIMIT;
  }

  /// The languages known here.
  public enum Kind {
    /// An instance of one's own, with `json` among its `search.formats` (docs.searxng.org, "Search API").
    SEARXNG("SearXNG", ""),
    /// api-dashboard.search.brave.com, "Web Search".
    BRAVE("Brave Search", "https://api.search.brave.com/res/v1/web/search"),
    /// docs.tavily.com, "Tavily Search".
    TAVILY("Tavily", "https://api.tavily.com/search");

    private final String title;
    private final String address;

    Kind(String title, String address) {
      this.title = title;
      this.address = address;
    }

    /// The name for people.
    public String title() {
      return title;
    }

    /// Where it is asked unless the setting says otherwise; empty when there is no such place.
    String address() {
      return address;
    }
  }
}
