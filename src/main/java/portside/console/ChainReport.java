package portside.console;

import static portside.console.Check.row;
import static portside.console.Check.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.provider.settings.InstanceSettings;

/// What the settings of a chain come to, for `--check`; those of its members stand below it.
final class ChainReport {
  private ChainReport() {}

  /// One line for each setting in force that stands in the chain's own file.
  static List<String> of(InstanceSettings instance, Chain chain) {
    var lines = new ArrayList<String>();
    lines.add(row("chain of", chain.members().stream().map(Provider::name).collect(Collectors.joining(", "))));
    lines.add(row("client keys", ProviderReport.clientKeys(instance.clientKeys())));
    lines.addAll(ProviderReport.operatorKey(instance));
    lines.addAll(orders(chain));
    lines.add(ProviderReport.largestBody(instance));
    lines.addAll(ProviderReport.searchAndLog(instance));
    return lines;
  }

  /// Who is asked for what, and when the next one is.
  static List<String> orders(Chain chain) {
    var lines = new ArrayList<String>();
    lines.add(row("opus, others", order(chain, Tier.BIG)));
    lines.add(row("sonnet", order(chain, Tier.MIDDLE)));
    lines.add(row("haiku", order(chain, Tier.SMALL)));
    chain.routes().forEach(route -> lines.add(row("route", route.pattern() + " -> " + route.targets().stream().map(ChainReport::typed).collect(Collectors.joining(", ")))));
    lines.add(row("strategy", strategy(chain)));
    lines.add(row("conversation", stickiness(chain.stickiness())));
    lines.add(row("moves on", patience(chain.patience())));
    lines.add(row("breaker", breaker(chain.breaker())));
    lines.add(row("hedging", chain.hedgeAfter().isZero() ? "off" : "a second one is asked after " + time(chain.hedgeAfter())));
    lines.add(row("coalescing", chain.coalesce() ? "equal requests at the same time are one" : "off"));
    lines.add(row("pins", chain.pins() ? "clients may choose a member" : "off"));
    lines.add(row("reload", chain.reload() == Chain.Reload.WATCH ? "when a file changes, and when asked to" : "when asked to"));
    if (chain.shared()) {
      lines.add(row("shared", "told times, own quotas, members of sessions, in the database of LEDGER_URL"));
    }
    return lines;
  }

  private static String order(Chain chain, Tier tier) {
    return chain.order(tier).stream()
        .map(target -> target.member() + " (" + chain.model(target, tier).orElse("the model asked for") + ")").collect(Collectors.joining(", "));
  }

  private static String typed(Target target) {
    return target.member() + switch (target.model()) {
      case Target.Mapped _ -> "";
      case Target.Named named -> ":" + named.model();
      case Target.AsAsked _ -> ":passthrough";
    };
  }

  private static String strategy(Chain chain) {
    var dealing = chain.dealing();
    var weights = dealing.strategy() != Chain.Strategy.WEIGHTED ? "" : chain.members().stream()
        .map(member -> member.name() + " " + dealing.weights().getOrDefault(member.name(), 1)).collect(Collectors.joining(", ", ": ", ""));
    var floor = dealing.speedFloor() == 0 ? "" : "; slower than " + dealing.speedFloor() + " tokens a second goes behind";
    return dealing.strategy().name().toLowerCase(Locale.ROOT) + weights + floor;
  }

  private static String stickiness(Chain.Stickiness rules) {
    var stays = rules.idle().isZero() ? "goes where the order says"
        : "stays until it is idle for " + time(rules.idle()) + ", away from the first for " + time(rules.away()) + " at most";
    return stays + "; waits there " + (rules.shortWait().isZero() ? "for nothing" : "up to " + time(rules.shortWait()) + " when told to");
  }

  private static String patience(Chain.Patience rules) {
    var first = rules.firstToken().isZero() ? "" : "after " + time(rules.firstToken()) + " without a word; ";
    return first + "begins nothing later than " + time(rules.within()) + ", " + rules.mostTries() + " tries at most; "
        + (rules.on400() ? "on a 400, too" : "not on a 400");
  }

  private static String breaker(Chain.Breaker rules) {
    return rules.failures() == 0 ? "off" : "after " + rules.failures() + (rules.failures() == 1 ? " failure" : " failures in a row") + ", for " + time(rules.recovery())
        + ", later up to " + time(rules.maxRecovery());
  }
}
