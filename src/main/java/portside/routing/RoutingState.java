package portside.routing;

import java.time.Instant;
import java.util.List;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What routing keeps over a restart. Breakers, outages of keys and accounts and speeds are not: a restart says "try again".
///
/// @param outs that the provider named a time for, longer than a minute
/// @param use of own quotas
/// @param preferences order and sessions
/// @param bindings that are not cold
public record RoutingState(List<Out> outs, List<Quotas.Kept> use, Preferences.Kept preferences, List<Bindings.Kept> bindings) {
  /// Of an instance that starts for the first time.
  public static final RoutingState NOTHING = new RoutingState(List.of(), List.of(), Preferences.Kept.NOTHING, List.of());

  /// An outage. What does not belong to its scope is empty.
  ///
  /// @param address digest of the provider's
  /// @param key digest of it
  /// @param level how often in a row it was out
  public record Out(Scope scope, String member, String address, String key, String model, FaultKind reason, Instant until, int level) {}
}
