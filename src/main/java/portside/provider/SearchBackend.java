package portside.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that searches the web where the provider does not, from `WEB_SEARCH`.
///
/// @param kind whose language it speaks
/// @param url what is asked; of SearXNG the address of the instance
/// @param key empty for SearXNG, which asks for none
public record SearchBackend(Kind kind, URI url, Secret key) {
  /// Longer than people wait for a list of links.
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /// Where the backend is asked, by the way of the provider it helps out and with its time limits.
  public Destination beside(Destination helped) {
    var times = helped.timeouts();
    var shorter = new Timeouts(times.connect(), shorter(times.request()), shorter(times.idle()));
    var endpoint = new Endpoint(url, Optional.empty(), "WEB_SEARCH");
    return new Destination(kind.title(), endpoint, List.of(credential()), Map.of(), shorter, helped.proxy(), helped.authorities());
  }

  private Credential credential() {
    return switch (kind) {
      case SEARXNG -> new Credential.None();
      case BRAVE -> new Credential.HeaderKey("X-Subscription-Token", key);
      case TAVILY -> new Credential.Bearer(key);
    };
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
    public String address() {
      return address;
    }
  }
}
