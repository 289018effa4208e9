package portside.routing;

import java.time.InstantSource;
import java.util.Map;
import portside.FakeTicker;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.upstream.Upstream;

/// The routes of a plain instance.
public final class PlainRoutes {
  private PlainRoutes() {}

  /// @param upstream the way, or null where nothing is sent
  public static Routes to(Provider provider, Upstream upstream, Lessons lessons) {
    Map<String, Upstream> ways = upstream == null ? Map.of() : Map.of(provider.name(), upstream);
    return new Routes(Chain.of(provider), ways, Routing.begun(lessons, InstantSource.system(), new FakeTicker()));
  }
}
