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
    return new Routes(Chain.of(provider), Map.of(provider.name(), upstream == null ? new Nowhere() : upstream), Routing.begun(lessons, InstantSource.system(), new FakeTicker()));
  }
}
