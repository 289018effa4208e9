package portside.provider.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import portside.provider.Chain;
import portside.provider.Chain.Breaker;
import portside.provider.Chain.Dealing;
import portside.provider.Chain.Patience;
import portside.provider.Chain.Route;
import portside.provider.Chain.Stickiness;
import portside.provider.Chain.Strategy;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;

/// Checks what an env file says of the chain: orders, routes, and when the next member is asked. A file without `CHAIN` is a chain of itself.
final class ChainSettings {
  private static final String ARROW = "->";
  private static final Pattern ROUTE_NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final int MOST_WEIGHT = 1000;

  private final SettingsReader settings;
  private final List<String> names;
  private final List<Provider> members;

  private ChainSettings(SettingsReader settings, List<String> names, List<Provider> members) {
    this.settings = settings;
    this.names = names;
    this.members = members;
  }

  /// The chain. Where something is wrong the reader knows it, and the result must not be used.
  ///
  /// @param names of all members, also of those whose files cannot be read
  /// @param members those that could be read
  static Chain read(SettingsReader settings, List<String> names, List<Provider> members) {
    return new ChainSettings(settings, List.copyOf(names), List.copyOf(members)).chain();
  }

  private Chain chain() {
    var shared = settings.flag(Setting.SHARED_STATE, false);
    if (shared && settings.text(Setting.LEDGER_URL).isEmpty() && !settings.faulty(Setting.LEDGER_URL)) {
      settings.fault(Setting.SHARED_STATE, "needs LEDGER_URL, the database that the instances share",
          "LEDGER_URL=postgresql://user:${PGPASSWORD}@host/database, or leave SHARED_STATE out");
    }
    return new Chain(
        members,
        orders(),
        routes(),
        dealing(),
        stickiness(),
        patience(),
        breaker(),
        settings.durationOrNone(Setting.HEDGE_AFTER, Duration.ZERO),
        settings.flag(Setting.COALESCE, false),
        settings.flag(Setting.PIN, true),
        settings.constant(Setting.RELOAD, Chain.Reload.MANUAL),
        shared);
  }

  private Map<Tier, List<Target>> orders() {
    var orders = new EnumMap<Tier, List<Target>>(Tier.class);
    orders.put(Tier.BIG, order(Setting.CHAIN_BIG, Tier.BIG));
    orders.put(Tier.MIDDLE, order(Setting.CHAIN_MIDDLE, Tier.MIDDLE));
    orders.put(Tier.SMALL, order(Setting.CHAIN_SMALL, Tier.SMALL));
    return orders;
  }

  private List<Target> order(Setting setting, Tier tier) {
    var line = settings.line(setting);
    if (line.isEmpty()) {
      return names.stream().map(Target::mapped).toList();
    }
    var targets = targets(line.get(), line.get().value().reveal());
    var seen = new HashSet<Target>();
    for (var target : targets) {
      var resolved = resolved(target, tier);
      if (!seen.add(resolved)) {
        var model = resolved.model() instanceof Target.Named named ? named.model() : "the same model";
        settings.fault(line.get(), "names " + target.member() + " twice with " + model, "each model of a member once");
      }
    }
    return targets;
  }

  /// The target with the model that is asked for a tier, as far as it is known.
  private Target resolved(Target target, Tier tier) {
    return members.stream().filter(member -> member.name().equals(target.member())).findFirst()
        .flatMap(member -> target.model().of(tier, member.models())).map(model -> new Target(target.member(), new Target.Named(model))).orElse(target);
  }

  /// The targets of an order or a route: `member`, `member:model` or `member:passthrough`, with commas between them.
  private List<Target> targets(RawSettings.Entry line, String typed) {
    var targets = new ArrayList<Target>();
    var parts = SettingsReader.parts(typed);
    if (parts.isEmpty()) {
      settings.fault(line, "names no member", "such as " + String.join(",", names));
    }
    for (var part : parts) {
      var colon = part.indexOf(':');
      var member = (colon < 0 ? part : part.substring(0, colon)).strip();
      var model = colon < 0 ? "" : part.substring(colon + 1).strip();
      if (!names.contains(member)) {
        stranger(line, member);
      } else if (colon >= 0 && model.isEmpty()) {
        settings.fault(line, "has no model behind " + member + ":", "such as " + member + ":its-model, or " + member + " for the one of its own file");
      } else {
        targets.add(new Target(member, colon < 0 ? new Target.Mapped() : model.equals("passthrough") ? new Target.AsAsked() : new Target.Named(model)));
      }
    }
    return List.copyOf(targets);
  }

  private void stranger(RawSettings.Entry line, String member) {
    if (names.isEmpty()) { // told of CHAIN itself
      return;
    }
    var nearest = NearestName.nearest(member, names);
    var chain = settings.has(List.of(Setting.CHAIN)) ? "CHAIN has " + String.join(", ", names) : "without CHAIN the only member is " + names.getFirst();
    settings.fault(
        line, "names " + SettingsReader.shown(member) + ", which is no member", (NearestName.likely(member, nearest) ? "did you mean " + nearest + "? " : "") + chain);
  }

  /// Exact names first, then by number.
  private List<Route> routes() {
    var byNumber = new TreeMap<Integer, Route>();
    var lines = new HashMap<Integer, RawSettings.Entry>();
    for (var line : settings.linesBeginningWith(Setting.ROUTE_PREFIX)) {
      var number = line.key().substring(Setting.ROUTE_PREFIX.length());
      if (!ROUTE_NUMBER.matcher(number).matches()) {
        settings.fault(line, "has no number", "ROUTE_1, ROUTE_2 and so on; of several that match the smallest number counts");
        continue;
      }
      var earlier = lines.putIfAbsent(Integer.valueOf(number), line);
      if (earlier != null) {
        settings.fault(line, "has the number of " + earlier.key() + " in line " + earlier.line(), "give it a number of its own");
      } else if (!line.value().isEmpty()) {
        route(line).ifPresent(route -> byNumber.put(Integer.valueOf(number), route));
      }
    }
    return byNumber.values().stream().sorted(Comparator.comparing(route -> !route.exact())).toList();
  }

  private Optional<Route> route(RawSettings.Entry line) {
    var typed = line.value().reveal();
    var arrow = typed.lastIndexOf(ARROW);
    var pattern = arrow < 0 ? "" : typed.substring(0, arrow).strip();
    if (pattern.isEmpty()) {
      settings.fault(
          line, "is no route", "pattern -> member, member:model or member:passthrough; the pattern is a model's name, may hold *, or is /a regular expression/");
      return Optional.empty();
    }
    var targets = targets(line, typed.substring(arrow + ARROW.length()));
    if (targets.stream().distinct().count() < targets.size()) {
      settings.fault(line, "names a target twice", "each once, in the order they are asked");
    }
    var route = new Route(pattern, targets);
    route.fault().ifPresent(problem ->
        settings.fault(line, "has a regular expression that cannot be read: " + problem, "java.util.regex.Pattern says what may stand between the slashes"));
    return Optional.of(route);
  }

  private Dealing dealing() {
    var strategy = settings.constant(Setting.STRATEGY, Dealing.USUAL.strategy());
    var weights = settings.line(Setting.WEIGHTS).map(this::weights).orElse(Map.of());
    if (!weights.isEmpty() && strategy != Strategy.WEIGHTED) {
      settings.warning(Setting.WEIGHTS.name(), "has no effect without STRATEGY=weighted", "set that, or leave the weights out");
    }
    return new Dealing(strategy, weights, (int) settings.number(Setting.SPEED_FLOOR, Dealing.USUAL.speedFloor(), 0, 100_000));
  }

  /// `glm:3,kimi-k2:1`.
  private Map<String, Integer> weights(RawSettings.Entry line) {
    var weights = new HashMap<String, Integer>();
    for (var part : SettingsReader.parts(line.value().reveal())) {
      var colon = part.indexOf(':');
      var member = (colon < 0 ? part : part.substring(0, colon)).strip();
      var weight = colon < 0 ? "" : part.substring(colon + 1).strip();
      if (!names.contains(member)) {
        stranger(line, member);
      } else if (!weight.matches("[0-9]{1,4}") || Integer.parseInt(weight) < 1 || Integer.parseInt(weight) > MOST_WEIGHT) {
        settings.fault(line, SettingsReader.shown(part) + " is no weight", "a member and a whole number from 1 to " + MOST_WEIGHT + ", such as " + member + ":3");
      } else if (weights.put(member, Integer.valueOf(weight)) != null) {
        settings.fault(line, "names " + member + " twice", "each member once");
      }
    }
    return Map.copyOf(weights);
  }

  private Stickiness stickiness() {
    var usual = Stickiness.USUAL;
    return new Stickiness(
        settings.durationOrNone(Setting.STICKY, usual.idle()),
        settings.duration(Setting.STICKY_AWAY, usual.away()),
        settings.durationOrNone(Setting.SHORT_WAIT, usual.shortWait()));
  }

  private Patience patience() {
    var usual = Patience.USUAL;
    return new Patience(
        settings.durationOrNone(Setting.FIRST_TOKEN_TIMEOUT, usual.firstToken()),
        settings.duration(Setting.FALLBACK_WITHIN, usual.within()),
        (int) settings.number(Setting.MAX_TRIES, usual.mostTries(), 1, 100),
        settings.flag(Setting.FALLBACK_ON_400, usual.on400()));
  }

  private Breaker breaker() {
    var usual = Breaker.USUAL;
    var failures = (int) settings.number(Setting.BREAKER_FAILURES, usual.failures(), 0, 100);
    var recovery = settings.duration(Setting.BREAKER_RECOVERY, usual.recovery());
    var most = settings.duration(Setting.BREAKER_MAX_RECOVERY, recovery.compareTo(usual.maxRecovery()) > 0 ? recovery : usual.maxRecovery());
    if (recovery.compareTo(most) > 0) {
      settings.fault(
          settings.line(Setting.BREAKER_RECOVERY).isPresent() ? Setting.BREAKER_RECOVERY : Setting.BREAKER_MAX_RECOVERY,
          "BREAKER_RECOVERY is longer than BREAKER_MAX_RECOVERY", "swap them, or leave both out");
    }
    return new Breaker(failures, recovery, most);
  }
}
