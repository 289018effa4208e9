package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import portside.provider.Chain;
import portside.provider.KeyRules.Window;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.provider.dialect.Column;
import portside.routing.Quotas;
import portside.routing.Routes;
import portside.status.MemberState.Word;
import portside.wire.Json;

/// `GET /providers`: the members with the names and shapes that two kinds of tools gave this page, in one JSON object: `bestProvider`, `state` and `metrics` of
/// the one, `healthy_providers`, `status` and `models` of the other.
public final class ProviderList {
  private final Routes routes;
  private final MemberStates states;
  private final MemberTotals totals;
  private final InstantSource clock;

  /// @param routes whose members they are
  /// @param totals of the calls to them
  /// @param clock says which week it is
  public ProviderList(Routes routes, MemberTotals totals, InstantSource clock) {
    this.routes = routes;
    this.states = new MemberStates(routes);
    this.totals = totals;
    this.clock = clock;
  }

  /// The page.
  ///
  /// @param plans what the providers themselves say of their plans, by the names of the members; empty when they were not asked
  public byte[] page(Map<String, JsonArray> plans) {
    var chain = routes.current().chain();
    var all = states.all();
    var providers = Json.BUILD.createArrayBuilder();
    for (var state : all) {
      var entry = entry(state, chain);
      var plan = plans.get(state.member().name());
      if (plan != null) {
        entry.add("plan", plan);
        plan.getValuesAs(JsonObject.class).stream().filter(key -> key.containsKey("quota_error")).findFirst()
            .ifPresent(key -> entry.add("quota_error", key.getString("quota_error")));
      }
      providers.add(entry);
    }
    var page = Json.BUILD.createObjectBuilder().add("enabled", true);
    all.stream().filter(MemberState::available).findFirst().ifPresentOrElse(best -> page.add("bestProvider", best.member().name()), () -> page.addNull("bestProvider"));
    return Json.bytes(page.add("total_providers", all.size())
        .add("healthy_providers", all.stream().filter(MemberState::available).count())
        .add("selection_strategy", ChainStatus.lower(chain.dealing().strategy()))
        .add("total_model_routes", Tier.values().length + chain.routes().size())
        .add("providers", providers).build());
  }

  private JsonObjectBuilder entry(MemberState state, Chain chain) {
    var member = state.member();
    var sums = totals.of(member.name());
    var entry = Json.BUILD.createObjectBuilder().add("name", member.name()).add("provider", member.name())
        .add("type", ChainStatus.lower(member.dialect().row(member.asked().getFirst()).get(Column.WIRE)))
        .add("base_url", member.address()).add("enabled", state.state() != Word.UNCONFIGURED)
        .add("state", ChainStatus.lower(state.state())).add("available", state.available()).add("healthy", state.available())
        .add("status", state.state() == Word.UNCONFIGURED ? "disabled" : state.available() ? "healthy" : "unhealthy")
        .add("priority", state.order()).add("failure_count", sums.inARow());
    sums.lastFailure().ifPresentOrElse(at -> entry.add("last_failure_time", at.toString()), () -> entry.addNull("last_failure_time"));
    member.destination().proxy().ifPresentOrElse(proxy -> entry.add("proxy", proxy.host() + ":" + proxy.port()), () -> entry.addNull("proxy"));
    entry.add("models", models(member, chain)).add("metrics", metrics(sums));
    state.keys().stream().flatMap(key -> key.quotas().stream()).filter(usage -> usage.quota().window() == Window.WEEK).findFirst()
        .ifPresent(usage -> entry.add("quota", week(usage, member)));
    state.until().ifPresent(until -> entry.add("readyAt", until.toString()));
    return entry;
  }

  private static JsonObjectBuilder metrics(MemberTotals.Totals sums) {
    return Json.BUILD.createObjectBuilder().add("totalRequests", sums.requests()).add("successfulRequests", sums.answered())
        .add("failedRequests", sums.failed()).add("rateLimitHits", sums.throttled()).add("contextWindowErrors", sums.tooLong())
        .add("consecutiveErrors", sums.inARow()).add("averageLatency", Math.round(sums.meanMillis()));
  }

  /// Of the first key that has one.
  private JsonObjectBuilder week(Quotas.Usage usage, Provider member) {
    var amount = usage.quota().amount();
    var monday = LocalDate.ofInstant(clock.instant(), member.keys().zone()).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return Json.BUILD.createObjectBuilder().add("limit", amount).add("used", usage.used()).add("remaining", Math.max(0, amount - usage.used()))
        .add("percentageUsed", Math.round(1_000.0 * usage.used() / amount) / 10.0).add("weekStart", monday.toString());
  }

  /// What the member is asked for, and its place among those who are.
  private static JsonArrayBuilder models(Provider member, Chain chain) {
    var models = Json.BUILD.createArrayBuilder();
    for (var tier : Tier.values()) {
      var targets = chain.order(tier);
      for (int at = 0; at < targets.size(); at++) {
        if (targets.get(at).member().equals(member.name())) {
          models.add(route(pattern(tier), chain.model(targets.get(at), tier).orElse("passthrough"), at + 1));
        }
      }
    }
    for (var route : chain.routes()) {
      for (int at = 0; at < route.targets().size(); at++) {
        var target = route.targets().get(at);
        if (target.member().equals(member.name())) {
          models.add(route(route.pattern(), target.model() instanceof Target.Named(var model) ? model : target.model() instanceof Target.AsAsked ? "passthrough"
              : "by its own mapping", at + 1));
        }
      }
    }
    return models;
  }

  private static String pattern(Tier tier) {
    return switch (tier) {
      case BIG -> "*opus*";
      case MIDDLE -> "*sonnet*";
      case SMALL -> "*haiku*";
    };
  }

  private static JsonObjectBuilder route(String pattern, String model, int priority) {
    return Json.BUILD.createObjectBuilder().add("pattern", pattern).add("model", model).add("priority", priority);
  }
}
