package portside.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Chain.Dealing;
import portside.provider.Chain.Stickiness;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.KeyRules;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.Target;
import portside.provider.Tier;
import portside.provider.dialect.Dialect;
import portside.provider.settings.Settings;

/// GivenChain of a chain, read from env files, and the chain they make.
final class GivenChain {
  private GivenChain() {}

  /// A member at an address of nobody known: its models are `<name>-big`, `<name>-mid`, `<name>-small`, its key `k<name>`.
  static Provider of(Path folder, String name, String... more) throws Exception {
    var lines = new ArrayList<>(List.of("OPENAI_BASE_URL=http://127.0.0.1:1/" + name, "OPENAI_API_KEY=k" + name,
        "BIG_MODEL=" + name + "-big", "MIDDLE_MODEL=" + name + "-mid", "SMALL_MODEL=" + name + "-small"));
    for (var line : more) {
      lines.removeIf(one -> one.startsWith(line.substring(0, line.indexOf('=') + 1)));
      lines.add(line);
    }
    return Settings.load(Optional.of(written(folder.resolve(".env-" + name), lines)), Map.of()).provider();
  }

  /// The same member with these keys and rules for each of them.
  static Provider with(Provider member, KeyRules rules, String... keys) {
    var is = member.destination();
    var credentials = Stream.of(keys).<Credential>map(key -> new Credential.Bearer(new Secret(key))).toList();
    var destination = new Destination(is.name(), is.endpoint(), credentials, is.headers(), is.timeouts(), is.proxy(), is.authorities());
    return new Provider(destination, member.source(), member.models(), member.dialect(), member.limits(), rules, member.retries(), member.billing());
  }

  private static String written(Path file, List<String> lines) throws IOException {
    return Files.writeString(file, String.join("\n", lines) + "\n").toString();
  }

  static Chain chain(Provider... members) {
    return chain(List.of(members), Map.of(), List.of(), true);
  }

  static Chain chain(List<Provider> members, Map<Tier, List<Target>> orders, List<Chain.Route> routes, boolean pins) {
    var usual = Chain.of(members.getFirst());
    var all = new EnumMap<Tier, List<Target>>(Tier.class);
    for (var tier : Tier.values()) {
      all.put(tier, orders.getOrDefault(tier, members.stream().map(member -> Target.mapped(member.name())).toList()));
    }
    return new Chain(members, all, routes, usual.dealing(), usual.stickiness(), usual.patience(), usual.breaker(), Duration.ZERO, false, pins,
        Chain.Reload.MANUAL, false);
  }

  static Dealing dealing(Chain.Strategy strategy) {
    return new Dealing(strategy, Map.of(), 0);
  }

  static Stickiness sticky(Duration idle, Duration away) {
    return new Stickiness(idle, away, Duration.ofSeconds(5));
  }

  static Candidate candidate(Provider member, int key, String model) {
    return new Candidate(member, key, null, model, Dialect.STANDARD, false);
  }

  static List<String> names(List<Aim> aims) {
    return aims.stream().map(aim -> aim.member().name() + ":" + aim.model()).toList();
  }
}
