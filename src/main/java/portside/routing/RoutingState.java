package portside.routing;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.Chain;
import portside.provider.Chain.Stickiness;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What routing keeps over a restart. Breakers, outages without a told time and speeds are not kept: a restart says "try again".
///
/// @param outs that the provider named a time for, longer than a minute
/// @param use of own quotas
/// @param preferences order and sessions
/// @param bindings that are not cold
public record RoutingState(List<Out> outs, List<Quotas.Kept> use, Preferences.Kept preferences, List<Bindings.Kept> bindings) {
  /// Of an instance that starts for the first time.
  public static final RoutingState NOTHING = new RoutingState(List.of(), List.of(), Preferences.Kept.NOTHING, List.of());

  /// All that is to be kept now.
  public static RoutingState of(Routing routing, Stickiness stickiness) {
    return new RoutingState(new ToldOutages(routing.standings()).kept().stream().map(Out::of).toList(), routing.quotas().kept(), routing.preferences().kept(),
        routing.bindings().kept(stickiness));
  }

  /// Gives back what was kept. An outage at an address the chain has no more is left.
  public void restore(Routing routing, Chain chain) {
    var addresses = new HashMap<String, String>();
    chain.members().forEach(member -> addresses.put(Account.digest(member.site()), member.site()));
    new ToldOutages(routing.standings()).restore(outs.stream().flatMap(out -> out.kept(addresses).stream()).toList());
    routing.quotas().restore(use);
    routing.preferences().restore(preferences);
    routing.bindings().restore(bindings);
  }

  /// An outage. What does not belong to its scope is empty.
  ///
  /// @param address digest of the provider's
  /// @param key digest of it
  /// @param level how often in a row it was out
  public record Out(Scope scope, String member, String address, String key, String model, FaultKind reason, Instant until, int level) {
    static Out of(ToldOutages.Kept kept) {
      var scope = kept.scope();
      return new Out(scope.scope(), scope.member(), Account.digest(scope.address()), scope.key(), scope.model(), kept.reason(), kept.until(), kept.level());
    }

    private Optional<ToldOutages.Kept> kept(Map<String, String> addresses) {
      return Optional.ofNullable(addresses.get(address))
          .map(known -> new ToldOutages.Kept(new OutageScope(scope, member, known, key, model), reason, until, level));
    }
  }
}
