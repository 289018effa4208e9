package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import portside.ledger.UsageSums;
import portside.wire.Json;

/// All instances of this machine on one page: `GET /dashboard/data/overview`. An instance that is asked for itself alone reads no history.
final class Overview {
  private final InstanceStatus status;
  private final RunningRequests running;
  private final LastMinutes minutes;
  private final Neighbours neighbours;
  private final Today today;
  private final Supplier<JsonArray> budgets;
  private final InstantSource clock;

  /// @param budgets how far each is used up
  /// @param today knows what was recorded of the day
  Overview(InstanceStatus status, RunningRequests running, LastMinutes minutes, Neighbours neighbours, Today today, Supplier<JsonArray> budgets,
      InstantSource clock) {
    this.status = status;
    this.running = running;
    this.minutes = minutes;
    this.neighbours = neighbours;
    this.today = today;
    this.budgets = budgets;
    this.clock = clock;
  }

  /// This instance as it sees itself.
  JsonObject self() {
    var summary = minutes.summary();
    var self = status.brief().add("requests_5m", summary.requests()).add("failed_5m", summary.failed());
    number(self, "first_ms_p50", summary.firstMillis());
    summary.tokensPerSecond().ifPresentOrElse(speed -> self.add("tokens_per_second", Math.round(speed)), () -> self.addNull("tokens_per_second"));
    return self.add("today", SumsJson.of(minutes.today())).build();
  }

  /// The same with what it recorded today, also before its process began, so far as that is known.
  JsonObject withHistory(JsonObject instance) {
    return withHistory(instance, today.known());
  }

  private static JsonObject withHistory(JsonObject instance, History.Day day) {
    var recorded = day.byInstance().get(instance.getString("name", ""));
    return recorded == null ? instance : Json.BUILD.createObjectBuilder(instance).add("today", SumsJson.of(recorded)).build();
  }

  /// The page of this instance alone.
  JsonObject own() {
    return Json.BUILD.createObjectBuilder().add("at", clock.instant().toString()).add("instance", status.name()).add("version", status.version())
        .add("journal", status.journal()).add("budgets", budgets.get()).add("instances", Json.BUILD.createArrayBuilder().add(self()))
        .add("running_requests", running.json()).build();
  }

  /// This instance in detail.
  JsonObject detail() {
    return status.inDetail(self()).build();
  }

  /// The page of all instances.
  JsonObject all() {
    var own = own();
    var others = neighbours.overviews();
    var day = today.day();
    var instances = merged("instances", own, others, instance -> withHistory(instance, day));
    var sums = sums(instances, day);
    var card = SumsJson.of(sums);
    var hit = sums.hit();
    card = hit < 0 ? card.addNull("hit") : card.add("hit", Math.round(hit * 1_000) / 1_000.0);
    number(card, "first_ms_p50", day.firstMillis().isPresent() ? day.firstMillis() : minutes.summary().firstMillis());
    return Json.BUILD.createObjectBuilder().add("at", own.get("at")).add("instance", status.name()).add("version", status.version()).add("zone", today.zone().getId())
        .add("journal", status.journal()).add("today", card)
        .add("running", instances.getValuesAs(JsonObject.class).stream().mapToInt(instance -> instance.getInt("running", 0)).sum())
        .add("burn_per_hour", SumsJson.amounts(day.lastHour())).add("forecast_day", SumsJson.amounts(today.forecast(sums.cost(), day.lastHour())))
        .add("budgets", merged("budgets", own, others, UnaryOperator.identity())).add("instances", instances)
        .add("running_requests", merged("running_requests", own, others, UnaryOperator.identity())).build();
  }

  private JsonArray merged(String name, JsonObject own, List<JsonObject> others, UnaryOperator<JsonObject> form) {
    JsonArrayBuilder all = Json.BUILD.createArrayBuilder();
    own.getJsonArray(name).forEach(one -> all.add(form.apply(one.asJsonObject())));
    for (var other : others) {
      if (other.get(name) instanceof JsonArray list) {
        list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).forEach(one -> all.add(form.apply(one)));
      }
    }
    return all.build();
  }

  /// What is recorded of all instances, and what those say of themselves of which nothing is.
  private static UsageSums sums(JsonArray instances, History.Day day) {
    var sum = day.byInstance().values().stream().reduce(UsageSums.NONE, UsageSums::plus);
    for (var instance : instances.getValuesAs(JsonObject.class)) {
      if (!day.byInstance().containsKey(instance.getString("name", "")) && instance.get("today") instanceof JsonObject own) {
        sum = sum.plus(SumsJson.read(own));
      }
    }
    return sum;
  }

  private static void number(JsonObjectBuilder json, String name, OptionalLong number) {
    number.ifPresentOrElse(there -> json.add(name, there), () -> json.addNull(name));
  }
}
