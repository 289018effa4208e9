package portside;

import java.util.Map;
import java.util.Optional;
import portside.ledger.index.DatabaseUrl;
import portside.provider.Chain;
import portside.provider.settings.InstanceSettings;
import portside.routing.Lessons;
import portside.routing.Routes;
import portside.routing.Routing;
import portside.routing.RoutingState;
import portside.routing.RoutingStateWriter;
import portside.routing.RoutingStore;
import portside.routing.Sharing;
import portside.upstream.Upstream;

/// The routing of an instance with what was kept of it over the last restart. What changes is kept anew, and told to the other instances where they
/// share it (`SHARED_STATE`).
final class KeptRouting implements AutoCloseable {
  private final Routes routes;
  private final RoutingStateWriter state;
  private final Optional<Sharing> sharing;

  /// @param chain in force
  /// @param ways to its members by their names
  /// @param store keeps what outlives the process
  KeptRouting(InstanceSettings settings, Chain chain, Map<String, Upstream> ways, RoutingStore store, Instance.Timing timing) {
    routes = new Routes(chain, ways, Routing.begun(new Lessons(timing.wall()), timing.wall(), timing.nanoTime()));
    var routing = routes.routing();
    store.load().restore(routing, chain);
    state = new RoutingStateWriter(store, () -> RoutingState.of(routing, routes.current().chain().stickiness()));
    routing.changes().tell(state::changed);
    sharing = settings.journal().database().filter(_ -> chain.shared()).map(url -> new Sharing(
        new RoutingDatabase(DatabaseUrl.of(url.reveal()), Machine.name() + "/" + settings.name()), routing, () -> routes.current().chain(), Machine.name()));
  }

  /// The chain in force, and what is remembered of its members.
  Routes routes() {
    return routes;
  }

  /// Begins to share, on a thread of its own.
  void start() {
    sharing.ifPresent(Sharing::start);
  }

  @Override
  public void close() {
    sharing.ifPresent(Sharing::close); // before the file keeps what the others do not know
    state.close();
  }
}
