package portside.console.top;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.OneLine;

/// Reads what instances tell operators, `/dashboard/data/…`. What is missing is unknown or none; texts are cut to 300 characters, and none of them can
/// move the cursor of a terminal.
final class OperatorJson {
  private static final int LONGEST = 300;

  private OperatorJson() {}

  /// `GET /dashboard/data/overview`.
  static Overview overview(JsonObject json) {
    return new Overview(time(json, "at"), text(json, "instance"), text(json, "journal"), sums(object(json, "today")), number(json, "running"), amounts(json.get("burn_per_hour")),
        amounts(json.get("forecast_day")), all(json, "budgets", OperatorJson::budget), all(json, "instances", OperatorJson::state),
        all(json, "running_requests", OperatorJson::running));
  }

  private static Overview.Budget budget(JsonObject json) {
    return new Overview.Budget(text(json, "instance"), text(json, "window"), text(json, "currency"), amount(json, "limit"), amount(json, "spent"),
        amount(json, "ratio").doubleValue(), text(json, "action").equals("stop"));
  }

  /// One of the overview's instances, also the event `health`.
  static Overview.InstanceState state(JsonObject json) {
    return new Overview.InstanceState(text(json, "name"), text(json, "state"), text(json, "note"), number(json, "running"), number(json, "requests_5m"),
        number(json, "failed_5m"), known(json, "first_ms_p50") ? (Long) number(json, "first_ms_p50") : null,
        known(json, "tokens_per_second") ? (Double) amount(json, "tokens_per_second").doubleValue() : null, sums(object(json, "today")));
  }

  /// One of the overview's running requests, also the event `begin`.
  static RunningRequest running(JsonObject json) {
    return new RunningRequest(text(json, "id"), text(json, "instance"), time(json, "at"), text(json, "provider"), text(json, "served"), text(json, "class"),
        text(json, "project"), text(json, "conversation"), number(json, "out"));
  }

  /// The event `progress`: tokens by id.
  static Map<String, Long> progress(JsonObject json) {
    var output = new HashMap<String, Long>();
    all(json, "running", Function.identity()).forEach(request -> output.put(text(request, "id"), number(request, "out")));
    return output;
  }

  /// `GET /dashboard/data/requests`.
  static List<RequestRow> requests(JsonObject json) {
    return all(json, "requests", OperatorJson::row);
  }

  /// One of the requests, also the event `entry`.
  static RequestRow row(JsonObject json) {
    var hour = number(json, "write_1h");
    return new RequestRow(text(json, "id"), text(json, "instance"), time(json, "at"), text(json, "provider"), text(json, "host"), text(json, "wire"),
        text(json, "asked"), text(json, "served"), text(json, "class"), text(json, "project"), text(json, "conversation"), text(json, "client"),
        number(json, "status"), text(json, "result"), text(json, "stop"), text(json, "detail"), known(json, "first_ms") ? millis(json, "first_ms") : null,
        millis(json, "ms"), number(json, "in"), number(json, "read"), number(json, "write") + hour, number(json, "out"), number(json, "think"),
        json.getBoolean("est", false), known(json, "cost") ? amount(json, "cost") : null, known(json, "worth") ? amount(json, "worth") : null,
        text(json, "currency"), text(json, "cost_source"), text(json, "price"), number(json, "tries"), text(json, "failover_from"));
  }

  /// `GET /dashboard/data/request/ID`.
  static RequestDetails details(JsonObject json) {
    return new RequestDetails(row(json), all(json, "attempts", call -> new RequestDetails.Attempt(number(call, "n"), text(call, "provider"), text(call, "served"),
        known(call, "key") ? Long.toString(number(call, "key")) : text(call, "key"), text(call, "why"), text(call, "outcome"), text(call, "fault"), millis(call, "at_ms"), millis(call, "ms"))));
  }

  /// `GET /dashboard/data/usage`.
  ///
  /// @param dimension that names the groups, such as `model`
  static List<Group> groups(JsonObject json, String dimension) {
    return all(json, "groups", group -> new Group(text(group, dimension), sums(group)));
  }

  /// `GET /dashboard/data/log`: the lines of one instance.
  static List<LogLine> log(JsonObject json, String instance) {
    return all(json, "lines", line -> new LogLine(time(line, "at"), text(line, "level"), text(line, "instance").isEmpty() ? instance : text(line, "instance"),
        text(line, "message"))).stream().filter(line -> line.instance().equals(instance)).toList();
  }

  private static Sums sums(JsonObject json) {
    var tokens = object(json, "tokens");
    return new Sums(number(json, "requests"), number(json, "failed"), number(tokens, "input"), number(tokens, "cache_read"),
        number(tokens, "cache_write") + number(tokens, "cache_write_1h"), number(tokens, "output"), amounts(json.get("cost")), amounts(json.get("worth")),
        number(json, "unpriced"));
  }

  private static Map<String, BigDecimal> amounts(@Nullable JsonValue json) {
    var amounts = new HashMap<String, BigDecimal>();
    if (json instanceof JsonObject object) {
      object.forEach((currency, amount) -> {
        if (amount instanceof JsonNumber number) {
          amounts.put(OneLine.of(currency, LONGEST), number.bigDecimalValue());
        }
      });
    }
    return amounts;
  }

  private static <T> List<T> all(JsonObject json, String name, Function<JsonObject, T> reader) {
    var all = new ArrayList<T>();
    if (json.get(name) instanceof JsonArray array) {
      array.forEach(value -> {
        if (value instanceof JsonObject object) {
          all.add(reader.apply(object));
        }
      });
    }
    return all;
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static String text(JsonObject json, String name) {
    return Optional.ofNullable(Json.string(json, name)).map(text -> OneLine.of(text, LONGEST)).orElse("");
  }

  private static boolean known(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber;
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private static Duration millis(JsonObject json, String name) {
    return Duration.ofMillis(number(json, name));
  }

  private static BigDecimal amount(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.bigDecimalValue() : BigDecimal.ZERO;
  }

  private static Instant time(JsonObject json, String name) {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeParseException unknown) {
      return Instant.EPOCH;
    }
  }
}
