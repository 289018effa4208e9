package portside.status;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;
import portside.provider.Provider;
import portside.routing.Quotas;
import portside.routing.Routes;
import portside.status.MemberState.OneKey;
import portside.status.MemberState.Part;
import portside.status.MemberState.Word;
import portside.wire.FaultKind;
import portside.wire.Json;

/// How the members of the chain stand, as `GET /api/status` and `GET /health` show it. The first has the shape of coding-proxy's page of that name,
/// with more members.
public final class ChainStatus {
  private final Routes routes;
  private final MemberStates states;
  private final MemberTotals totals;
  private final Function<Provider, Optional<JsonObject>> accounts;
  private final InstantSource clock;

  /// @param routes whose members they are
  /// @param totals of the calls to them
  /// @param accounts gives what a member's account has left, as far as it is known
  /// @param clock for times that are left
  public ChainStatus(Routes routes, MemberTotals totals, Function<Provider, Optional<JsonObject>> accounts, InstantSource clock) {
    this.routes = routes;
    this.states = new MemberStates(routes);
    this.totals = totals;
    this.accounts = accounts;
    this.clock = clock;
  }

  /// `GET /api/status`.
  ///
  /// @param name of the instance
  /// @param reloadError why the files could not be read anew the last time; empty when they could
  public byte[] page(String name, Optional<String> reloadError) {
    var generation = routes.current();
    var page = Json.BUILD.createObjectBuilder().add("name", name).add("strategy", lower(generation.chain().dealing().strategy()))
        .add("generation", generation.number());
    reloadError.ifPresentOrElse(error -> page.add("reload_error", error), () -> page.addNull("reload_error"));
    return Json.bytes(page.add("tiers", tiers()).build());
  }

  /// The members with their breakers, quotas, keys and models.
  JsonArrayBuilder tiers() {
    var chain = routes.current().chain();
    var tiers = Json.BUILD.createArrayBuilder();
    states.all().forEach(state -> tiers.add(tier(state, chain)));
    return tiers;
  }

  /// `healthy`; `degraded` while part of the chain is left alone, `failing` while all of it is, `unconfigured` while a setting is missing everywhere.
  public String word() {
    var all = states.all();
    if (all.stream().allMatch(state -> state.state() == Word.UNCONFIGURED)) {
      return "unconfigured";
    }
    return all.stream().noneMatch(MemberState::available) ? "failing" : all.stream().allMatch(state -> state.state() == Word.HEALTHY) ? "healthy" : "degraded";
  }

  /// Why part of the chain is left alone, in a few words: the first member of which this is known.
  String note() {
    return states.all().stream().filter(state -> state.state() != Word.HEALTHY)
        .map(state -> state.member().name() + ": " + state.reason().map(ChainStatus::lower).orElse(lower(state.state())).replace('_', ' ')
            + state.until().map(until -> " until " + until.truncatedTo(ChronoUnit.SECONDS)).orElse(""))
        .findFirst().orElse("");
  }

  /// The members in short, for `GET /health`.
  public JsonArrayBuilder members() {
    var members = Json.BUILD.createArrayBuilder();
    for (var state : states.all()) {
      var member = Json.BUILD.createObjectBuilder().add("name", state.member().name()).add("state", lower(state.state()));
      members.add(why(member, state.reason(), state.until()));
    }
    return members;
  }

  private JsonObjectBuilder tier(MemberState state, Chain chain) {
    var tier = Json.BUILD.createObjectBuilder().add("name", state.member().name()).add("state", lower(state.state())).add("available", state.available())
        .add("order", state.order()).add("circuit_breaker", breaker(state, chain.breaker()));
    quota(state, false).ifPresent(quota -> tier.add("quota_guard", quota));
    quota(state, true).ifPresent(quota -> tier.add("weekly_quota_guard", quota));
    tier.add("rate_limit", rateLimit(state));
    accounts.apply(state.member()).ifPresent(account -> tier.add("account", account));
    var keys = Json.BUILD.createArrayBuilder();
    state.keys().forEach(key -> keys.add(key(key)));
    var models = Json.BUILD.createArrayBuilder();
    state.models().forEach(part -> models.add(why(Json.BUILD.createObjectBuilder().add("model", part.name()).add("state", part.state())
        .add("failures", part.failures()).add("level", part.level()), part.reason(), part.until())));
    tier.add("keys", keys).add("models", models);
    speed(state).ifPresentOrElse(speed -> tier.add("speed", speed), () -> tier.addNull("speed"));
    return tier;
  }

  /// The worst of the member itself and its models.
  private JsonObjectBuilder breaker(MemberState state, Chain.Breaker rules) {
    var parts = Stream.concat(Stream.of(state.whole()), state.models().stream()).toList();
    var open = parts.stream().anyMatch(part -> part.state().equals("out") && !due(part));
    var closed = parts.stream().allMatch(Part::isIn);
    var level = parts.stream().mapToInt(Part::level).max().orElse(0);
    var sums = totals.of(state.member().name());
    var breaker = Json.BUILD.createObjectBuilder().add("state", closed ? "closed" : open ? "open" : "half_open")
        .add("failure_count", parts.stream().mapToInt(Part::failures).max().orElse(0))
        .add("success_count", sums.answersInARow())
        .add("current_recovery_seconds", seconds(recovery(level, rules)));
    sums.lastFailure().ifPresentOrElse(at -> breaker.add("last_failure_time", at.toString()), () -> breaker.addNull("last_failure_time"));
    return breaker;
  }

  private boolean due(Part part) {
    return part.until().filter(until -> until.isAfter(clock.instant())).isEmpty();
  }

  private static Duration recovery(int level, Chain.Breaker rules) {
    var length = rules.recovery();
    for (int n = 0; n < level && length.compareTo(rules.maxRecovery()) < 0; n++) {
      length = length.multipliedBy(2);
    }
    return length.compareTo(rules.maxRecovery()) < 0 ? length : rules.maxRecovery();
  }

  private static double seconds(Duration length) {
    return length.toMillis() / 1_000.0;
  }

  /// The keys together: the member is out when all of them are.
  private static Optional<JsonObjectBuilder> quota(MemberState state, boolean week) {
    var windows = state.keys().stream().flatMap(key -> key.quotas().stream()).filter(usage -> (usage.quota().window() == Window.WEEK) == week).toList();
    return windows.stream().max(Comparator.comparingDouble(ChainStatus::percent)).map(fullest -> {
      var all = windows.stream().filter(usage -> usage.quota().equals(fullest.quota())).toList();
      var used = all.stream().mapToLong(Quotas.Usage::used).sum();
      var amount = fullest.quota().amount() * all.size();
      var unit = fullest.quota().unit() == Unit.TOKENS ? "tokens" : "requests";
      return Json.BUILD.createObjectBuilder().add("state", all.stream().allMatch(Quotas.Usage::exhausted) ? "quota_exceeded" : "within_quota")
          .add("window_usage_" + unit, used).add("budget_" + unit, amount)
          .add("usage_percent", tenths(100.0 * used / amount)).add("threshold_percent", state.member().keys().stopAtPercent());
    });
  }

  private static double percent(Quotas.Usage usage) {
    return 100.0 * usage.used() / usage.quota().amount();
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private JsonObjectBuilder rateLimit(MemberState state) {
    var now = clock.instant();
    var back = state.keys().stream().flatMap(key -> Stream.concat(Stream.of(key.self()), key.models().stream()))
        .filter(part -> part.reason().equals(Optional.of(FaultKind.RATE_LIMIT)) && !due(part))
        .flatMap(part -> part.until().stream()).max(Instant::compareTo);
    return Json.BUILD.createObjectBuilder().add("is_rate_limited", back.isPresent())
        .add("remaining_seconds", back.map(at -> seconds(Duration.between(now, at))).orElse(0.0));
  }

  private static JsonObjectBuilder key(OneKey key) {
    var json = why(Json.BUILD.createObjectBuilder().add("key", key.place()).add("state", key.self().state()), key.self().reason(), key.self().until());
    var models = Json.BUILD.createArrayBuilder();
    key.models().forEach(part -> models.add(why(Json.BUILD.createObjectBuilder().add("model", part.name()).add("state", part.state()), part.reason(), part.until())));
    var quotas = Json.BUILD.createArrayBuilder();
    for (var usage : key.quotas()) {
      quotas.add(Json.BUILD.createObjectBuilder().add("window", window(usage.quota().window())).add("unit", lower(usage.quota().unit()))
          .add("used", usage.used()).add("amount", usage.quota().amount()));
    }
    return json.add("models", models).add("quotas", quotas);
  }

  private static String window(Window window) {
    return window == Window.FIVE_HOURS ? "5h" : lower(window);
  }

  /// Of the model that answered last.
  private Optional<JsonObjectBuilder> speed(MemberState state) {
    return routes.routing().speeds().seen().stream().filter(seen -> seen.member().equals(state.member().name())).reduce((_, later) -> later).map(seen -> {
      var speed = Json.BUILD.createObjectBuilder();
      seen.tokensPerSecond().ifPresentOrElse(tokens -> speed.add("tokens_per_second", tenths(tokens)), () -> speed.addNull("tokens_per_second"));
      seen.toContent().ifPresentOrElse(time -> speed.add("first_token_ms", time.toMillis()), () -> speed.addNull("first_token_ms"));
      return speed.add("samples", seen.samples());
    });
  }

  static JsonObjectBuilder why(JsonObjectBuilder json, Optional<FaultKind> reason, Optional<Instant> until) {
    reason.ifPresentOrElse(kind -> json.add("reason", lower(kind)), () -> json.addNull("reason"));
    until.ifPresentOrElse(at -> json.add("until", at.toString()), () -> json.addNull("until"));
    return json;
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
