package portside.exchange;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.provider.Destination;
import portside.routing.Routes;
import portside.status.MemberTotals;
import portside.status.ProviderList;
import portside.upstream.Upstream;

/// `GET /providers`: the members of the chain; with `?quota=true` also what they say of their plans, which is a call to each.
public final class ProvidersEndpoint {
  private final Routes routes;
  private final MemberTotals totals;
  private final Function<Destination, Upstream> ways;
  private final InstantSource clock;
  private @Nullable PlanNumbers plans;

  /// @param routes whose members they are
  /// @param totals of the calls to them
  /// @param ways opens a way that is used once
  /// @param clock says what day it is
  public ProvidersEndpoint(Routes routes, MemberTotals totals, Function<Destination, Upstream> ways, InstantSource clock) {
    this.routes = routes;
    this.totals = totals;
    this.ways = ways;
    this.clock = clock;
  }

  /// The page.
  ///
  /// @param query of the request
  public byte[] page(String query) {
    var asked = List.of(query.split("&")).contains("quota=true");
    return new ProviderList(routes, totals, clock).page(asked ? plans().of(routes.current().chain()) : Map.of());
  }

  /// Made when it is first asked for.
  private synchronized PlanNumbers plans() {
    var made = plans;
    if (made == null) {
      made = new PlanNumbers(ways, clock);
      plans = made;
    }
    return made;
  }
}
