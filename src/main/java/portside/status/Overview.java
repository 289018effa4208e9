package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// All instances of this machine on one page: `GET /dashboard/data/overview`. An instance that is asked for itself alone reads no history.
final class Overview {
  /// For how long what was recorded is not read again.
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(Overview.class.getName());

  private final InstanceStatus status;
  private final RunningRequests running;
  private final LastMinutes minutes;
  private final Neighbours neighbours;
  private final History history;
  private final Supplier<JsonArray> budgets;
  private final InstantSource clock;
  private final ZoneId zone;
  private History.@Nullable Day day;
  private Instant read = Instant.MIN;
  private boolean failing;

  /// @param budgets how far each is used up
  /// @param zone whose days are meant
  Overview(InstanceStatus status, RunningRequests running, LastMinutes minutes, Neighbours neighbours, History history, Supplier<JsonArray> budgets,
      InstantSource clock, ZoneId zone) {
    this.status = status;
    this.running = running;
    this.minutes = minutes;
    this.neighbours = neighbours;
    this.history = history;
    this.budgets = budgets;
    this.clock = clock;
    this.zone = zone;
  }

  /// This instance as it sees itself.
  JsonObject self() {
    var summary = minutes.summary();
    var self = status.brief().add("requests_5m", summary.requests()).add("failed_5m", summary.failed());
    number(self, "first_ms_p50", summary.firstMillis());
    summary.tokensPerSecond().ifPresentOrElse(speed -> self.add("tokens_per_second", Math.round(speed)), () -> self.addNull("tokens_per_second"));
    return self.add("today", minutes.today().json()).build();
  }

  /// The same with what it recorded today, also before its process began.
  JsonObject withHistory(JsonObject instance) {
    var recorded = day().byInstance().get(instance.getString("name", ""));
    return recorded == null ? instance : Json.BUILD.createObjectBuilder(instance).add("today", recorded.json()).build();
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
    var instances = merged("instances", own, others, true);
    var day = day();
    var sums = today(instances, day);
    var today = sums.json();
    var hit = sums.hit();
    today = hit < 0 ? today.addNull("hit") : today.add("hit", Math.round(hit * 1_000) / 1_000.0);
    number(today, "first_ms_p50", day.firstMillis().isPresent() ? day.firstMillis() : minutes.summary().firstMillis());
    return Json.BUILD.createObjectBuilder().add("at", own.get("at")).add("instance", status.name()).add("version", status.version()).add("zone", zone.getId())
        .add("journal", status.journal()).add("today", today)
        .add("running", instances.getValuesAs(JsonObject.class).stream().mapToInt(instance -> instance.getInt("running", 0)).sum())
        .add("burn_per_hour", UsageSums.amounts(day.lastHour())).add("forecast_day", UsageSums.amounts(forecast(sums.cost(), day.lastHour())))
        .add("budgets", merged("budgets", own, others, false)).add("instances", instances)
        .add("running_requests", merged("running_requests", own, others, false)).build();
  }

  private JsonArray merged(String name, JsonObject own, List<JsonObject> others, boolean history) {
    JsonArrayBuilder all = Json.BUILD.createArrayBuilder();
    own.getJsonArray(name).forEach(one -> all.add(history ? withHistory(one.asJsonObject()) : one));
    for (var other : others) {
      if (other.get(name) instanceof JsonArray list) {
        list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).forEach(one -> all.add(history ? withHistory(one) : one));
      }
    }
    return all.build();
  }

  /// What is recorded of all instances, and what those say of themselves of which nothing is.
  private UsageSums today(JsonArray instances, History.Day day) {
    var sum = day.byInstance().values().stream().reduce(UsageSums.NONE, UsageSums::plus);
    for (var instance : instances.getValuesAs(JsonObject.class)) {
      if (!day.byInstance().containsKey(instance.getString("name", "")) && instance.get("today") instanceof JsonObject today) {
        sum = sum.plus(UsageSums.of(today));
      }
    }
    return sum;
  }

  /// What the day comes to if the rest of it goes on as the last hour.
  private Map<String, Long> forecast(Map<String, Long> spent, Map<String, Long> lastHour) {
    var now = clock.instant();
    var end = LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
    var hours = Duration.between(now, end).toMillis() / (double) Duration.ofHours(1).toMillis();
    var forecast = new TreeMap<>(spent);
    lastHour.forEach((currency, amount) -> forecast.merge(currency, Math.round(amount * hours), Long::sum));
    return forecast;
  }

  /// Of the day so far, read every two seconds at most.
  private synchronized History.Day day() {
    var now = clock.instant();
    var before = day;
    if (before != null && read.plus(FRESH).isAfter(now)) {
      return before;
    }
    try {
      var fresh = history.day(LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant(), now);
      failing = false;
      day = fresh;
    } catch (UncheckedIOException e) {
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "what was recorded cannot be read: " + e.getMessage());
      }
      day = new History.Day(Map.of(), Map.of(), OptionalLong.empty());
    }
    read = clock.instant();
    return day;
  }

  private static void number(JsonObjectBuilder json, String name, OptionalLong number) {
    number.ifPresentOrElse(there -> json.add(name, there), () -> json.addNull(name));
  }
}
