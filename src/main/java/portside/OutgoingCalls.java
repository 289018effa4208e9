package portside;

import java.util.Map;
import java.util.Optional;
import portside.exchange.search.SearchClient;
import portside.provider.Chain;
import portside.provider.Destination;
import portside.provider.settings.Settings;
import portside.routing.ModelOffers;
import portside.routing.Routes;
import portside.signin.TokenStore;
import portside.signin.Tokens;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;
import portside.upstream.Upstream;

/// All that goes out of an instance: the ways to the members of its chain, the tokens and the lists of models of their accounts, and the web search.
/// Nothing is asked when it is made.
final class OutgoingCalls implements AutoCloseable {
  private final String version;
  private final DeadlineTicker deadlines = DeadlineTicker.started();
  private final Tokens tokens;
  private final ModelOffers offers;
  private final Ways ways;
  private final Chain first;
  private final Optional<SearchClient> webSearch;

  /// @param loaded the settings the process begins with
  /// @param version of the program
  /// @param signIns of the person
  OutgoingCalls(Settings.Loaded loaded, String version, TokenStore signIns, Instance.Timing timing) {
    this.version = version;
    tokens = new Tokens(signIns, this::once, timing.wall(), timing.nanoTime());
    offers = new ModelOffers(this::once, timing.nanoTime());
    ways = new Ways(version, deadlines);
    first = equipped(loaded.chain());
    webSearch = loaded.instance().webSearch().map(backend -> new SearchClient(backend, () -> once(backend.beside(first.first().destination()))));
  }

  /// The chain the process begins with, equipped.
  Chain first() {
    return first;
  }

  /// The ways to its members by their names.
  Map<String, Upstream> ways() {
    return ways.to(first);
  }

  Tokens tokens() {
    return tokens;
  }

  ModelOffers offers() {
    return offers;
  }

  /// Searches the web where the provider does not; empty when no backend is set.
  Optional<SearchClient> webSearch() {
    return webSearch;
  }

  /// A way that is in no chain; the caller closes it.
  HelidonUpstream once(Destination to) {
    return new HelidonUpstream(to, version, deadlines);
  }

  /// Does now what the first request would otherwise wait for.
  void warm() {
    ways.warm();
    offers.begin(first);
  }

  /// Puts another chain in force. The ways that it does not need are closed; calls that run on them go on.
  ///
  /// @return it, equipped
  Chain replace(Routes routes, Chain next) {
    var equipped = equipped(next);
    routes.replace(equipped, ways.to(equipped));
    ways.keep(equipped);
    return equipped;
  }

  /// The chain with tokens and lists of models where the accounts of its members have them.
  private Chain equipped(Chain chain) {
    return offers.of(tokens.of(chain));
  }

  @Override
  public void close() {
    ways.close();
    webSearch.ifPresent(SearchClient::close);
    deadlines.close();
  }
}
