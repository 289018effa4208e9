package portside.exchange;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.Provider;
import portside.provider.Timeouts;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;
import portside.wire.OneLine;

/// What providers themselves say is left of a plan, or of the money on an account: asked for when a person wants to see it, at most once a minute a key,
/// and free of charge. Each key is shown only to the host of its member.
///
/// A key's numbers are `{"key": 1, "windows": [{"window": "5h", "used_percent": 12, "resets_at": …}]}` or `{"key": 1, "balance": {"amount": 4.2, "currency": "USD"}}`;
/// what went wrong is `{"key": 1, "quota_error": "…"}`.
public final class PlanNumbers {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_WORDS = 300;

  /// Where a provider tells it.
  ///
  /// @param host of the members it is for
  /// @param path on that host
  /// @param bare whether the key stands in `Authorization` without `Bearer`
  /// @param reader makes our numbers of the provider's answer; empty when there is no sense in it
  record Row(String host, String path, boolean bare, Function<JsonObject, Optional<JsonObjectBuilder>> reader) {}

  /// z.ai: the page its own plug-in for Claude Code reads (zai-org/zai-coding-plugins). Kimi: what its own client reads. The others are documented:
  /// platform.moonshot.ai "Check Balance", api-docs.deepseek.com "Get User Balance", openrouter.ai "Get current API key".
  private static final List<Row> TABLE = List.of(
      new Row("api.z.ai", "/api/monitor/usage/quota/limit", true, PlanNumbers::glm),
      new Row("open.bigmodel.cn", "/api/monitor/usage/quota/limit", true, PlanNumbers::glm),
      new Row("api.kimi.com", "/coding/v1/usages", false, PlanNumbers::kimi),
      new Row("api.moonshot.ai", "/v1/users/me/balance", false, answer -> moonshot(answer, "USD")),
      new Row("api.moonshot.cn", "/v1/users/me/balance", false, answer -> moonshot(answer, "CNY")),
      new Row("api.deepseek.com", "/user/balance", false, PlanNumbers::deepSeek),
      new Row("openrouter.ai", "/api/v1/key", false, PlanNumbers::openRouter));

  private final List<Row> table;
  private final Function<Destination, Upstream> ways;
  private final InstantSource clock;
  private final Map<String, Asked> asked = new HashMap<>();

  /// @param ways opens a way that is used once
  /// @param clock says when a minute is over
  public PlanNumbers(Function<Destination, Upstream> ways, InstantSource clock) {
    this(TABLE, ways, clock);
  }

  PlanNumbers(List<Row> table, Function<Destination, Upstream> ways, InstantSource clock) {
    this.table = table;
    this.ways = ways;
    this.clock = clock;
  }

  /// The reader of a host's page.
  static Row row(String host) {
    return TABLE.stream().filter(row -> row.host().equals(host)).findFirst().orElseThrow();
  }

  private record Asked(Instant at, FutureTask<JsonObject> numbers) {}

  /// The numbers of all members whose provider has any, by name: one object for each key that the env file has. All are asked at the same time.
  public Map<String, JsonArray> of(Chain chain) {
    var coming = new LinkedHashMap<String, List<Future<JsonObject>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var member : chain.members()) {
        row(member).ifPresent(row -> {
          var keys = member.destination().credentials();
          var numbers = new ArrayList<Future<JsonObject>>();
          for (int at = 0; at < keys.size(); at++) {
            var place = at + 1;
            var key = keys.get(at);
            if (key.secret().isPresent() || key instanceof Credential.Token) {
              numbers.add(threads.submit(() -> numbers(member, row, place, key)));
            }
          }
          coming.put(member.name(), numbers);
        });
      }
    }
    var all = new LinkedHashMap<String, JsonArray>();
    coming.forEach((name, numbers) -> {
      var array = Json.BUILD.createArrayBuilder();
      numbers.forEach(number -> array.add(number.resultNow()));
      all.put(name, array.build());
    });
    return all;
  }

  private Optional<Row> row(Provider member) {
    return member.demo() ? Optional.empty() : table.stream().filter(row -> row.host().equals(member.endpoint().host())).findFirst();
  }

  /// Whoever asks first makes the call, others wait for it.
  private JsonObject numbers(Provider member, Row row, int place, Credential key) throws InterruptedException, ExecutionException {
    var now = clock.instant();
    FutureTask<JsonObject> numbers;
    synchronized (asked) {
      asked.values().removeIf(one -> now.isBefore(one.at()) || !now.isBefore(one.at().plus(FRESH)));
      numbers = asked.computeIfAbsent(member.endpoint().host() + " " + key.digest(), _ -> new Asked(now, new FutureTask<>(() -> ask(member, row, key)))).numbers();
    }
    numbers.run();
    return keyed(place, numbers.get());
  }

  private static JsonObject keyed(int place, JsonObject numbers) {
    var keyed = Json.BUILD.createObjectBuilder().add("key", place);
    numbers.forEach(keyed::add);
    return keyed.build();
  }

  private JsonObject ask(Provider member, Row row, Credential key) {
    var shown = shown(row, key);
    try (var way = ways.apply(atRoot(member.destination(), shown))) {
      return switch (way.attempt().send(row.path(), new byte[0], false)) {
        case SendResult.Failed(var fault, _) -> error(fault.message());
        case SendResult.Unauthorised(var fault) -> error(fault.message());
        case SendResult.Cancelled _ -> error("the call was ended");
        case SendResult.Answered(var answer) -> {
          try (answer) {
            yield read(row, answer, key);
          }
        }
      };
    }
  }

  /// The key as the row wants to see it.
  private static Credential shown(Row row, Credential key) {
    if (key instanceof Credential.Token(var origin, var source, _)) {
      return new Credential.Token(origin, source, row.bare() ? Optional.of("Authorization") : Optional.empty());
    }
    return row.bare() ? key.secret().<Credential>map(secret -> new Credential.HeaderKey("Authorization", secret)).orElse(key)
        : key.secret().<Credential>map(Credential.Bearer::new).orElse(key);
  }

  private static JsonObject read(Row row, UpstreamAnswer answer, Credential key) {
    try {
      var body = BoundedBody.readAll(answer);
      if (answer.status() != 200) {
        return error("HTTP " + answer.status());
      }
      var json = Json.object(body);
      return row.reader().apply(json).map(JsonObjectBuilder::build)
          .orElseGet(() -> error("no numbers in the answer: " + hidden(OneLine.of(json.toString(), LONGEST_WORDS), key)));
    } catch (UpstreamAnswer.Broken broken) {
      return error(broken.fault().message());
    } catch (Json.Malformed | ClassCastException | ArithmeticException | IllegalArgumentException e) {
      return error("the answer makes no sense");
    }
  }

  private static String hidden(String text, Credential key) {
    var shown = text;
    for (var secret : key.secrets()) {
      shown = shown.replace(secret.reveal(), "(hidden)");
    }
    return shown;
  }

  private static JsonObject error(String why) {
    return Json.BUILD.createObjectBuilder().add("quota_error", why).build();
  }

  /// The same host, by the same way, from its root.
  private static Destination atRoot(Destination member, Credential key) {
    var base = member.endpoint().base();
    var root = new Endpoint(URI.create(base.getScheme() + "://" + base.getRawAuthority()), Optional.empty(), member.endpoint().setting());
    return new Destination(member.name(), root, List.of(key), Map.of(), new Timeouts(PATIENCE, PATIENCE, PATIENCE), member.proxy(), member.authorities());
  }

  /// `{"code":200,"data":{"limits":[{"type":"TOKENS_LIMIT","unit":3,"number":5,"percentage":1,"nextResetTime":1771073738808}]},"success":true}`; a refusal has status
  /// 200, too.
  private static Optional<JsonObjectBuilder> glm(JsonObject answer) {
    if (!(answer.get("data") instanceof JsonObject data && data.get("limits") instanceof JsonArray limits)) {
      return Optional.empty();
    }
    var windows = Json.BUILD.createArrayBuilder();
    for (var limit : limits.getValuesAs(JsonObject.class)) {
      var number = limit.getInt("number", 1);
      var length = switch (limit.getInt("unit", 0)) {
        case 1 -> number + "d";
        case 3 -> number + "h";
        case 5 -> "month";
        case 6 -> "week";
        default -> "unknown";
      };
      var reset = limit.get("nextResetTime") instanceof JsonNumber millis ? Instant.ofEpochMilli(millis.longValueExact()).toString() : null;
      windows.add(window(limit.getString("type", "").equals("TIME_LIMIT") ? length + " of tools" : length, number(limit.get("percentage")), reset));
    }
    return Optional.of(Json.BUILD.createObjectBuilder().add("windows", windows));
  }

  /// `{"usage":{"limit":"100","remaining":"74","resetTime":…},"limits":[{"window":{"duration":300,"timeUnit":"TIME_UNIT_MINUTE"},"detail":{…}}]}`; the first is the
  /// week's.
  private static Optional<JsonObjectBuilder> kimi(JsonObject answer) {
    if (!(answer.get("usage") instanceof JsonObject usage)) {
      return Optional.empty();
    }
    var windows = Json.BUILD.createArrayBuilder().add(window("week", usedPercent(usage), Json.string(usage, "resetTime")));
    if (answer.get("limits") instanceof JsonArray limits) {
      for (var limit : limits.getValuesAs(JsonObject.class)) {
        if (limit.get("detail") instanceof JsonObject detail) {
          windows.add(window(length(limit.get("window")), usedPercent(detail), Json.string(detail, "resetTime")));
        }
      }
    }
    return Optional.of(Json.BUILD.createObjectBuilder().add("windows", windows));
  }

  private static String length(@Nullable JsonValue window) {
    if (!(window instanceof JsonObject json && json.get("duration") instanceof JsonNumber duration)) {
      return "unknown";
    }
    var minutes = duration.intValue();
    return switch (json.getString("timeUnit", "")) {
      case "TIME_UNIT_MINUTE" -> minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
      case "TIME_UNIT_HOUR" -> minutes + "h";
      case "TIME_UNIT_DAY" -> minutes + "d";
      default -> "unknown";
    };
  }

  private static @Nullable BigDecimal usedPercent(JsonObject usage) {
    var limit = number(usage.get("limit"));
    var left = number(usage.get("remaining"));
    if (limit == null || left == null || limit.signum() <= 0) {
      return null;
    }
    var percent = limit.subtract(left).multiply(BigDecimal.valueOf(100)).divide(limit, 1, RoundingMode.HALF_UP).stripTrailingZeros();
    return percent.scale() < 0 ? percent.setScale(0) : percent; // 100, and not 1E+2
  }

  /// `{"code":0,"data":{"available_balance":49.58894,…}}`
  private static Optional<JsonObjectBuilder> moonshot(JsonObject answer, String currency) {
    return answer.get("data") instanceof JsonObject data ? balance(number(data.get("available_balance")), currency) : Optional.empty();
  }

  /// `{"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"110.00",…}]}`; the first that is not empty counts.
  private static Optional<JsonObjectBuilder> deepSeek(JsonObject answer) {
    if (!(answer.get("balance_infos") instanceof JsonArray infos)) {
      return Optional.empty();
    }
    var all = infos.getValuesAs(JsonObject.class);
    return all.stream().filter(info -> number(info.get("total_balance")) instanceof BigDecimal total && total.signum() != 0).findFirst()
        .or(() -> all.stream().findFirst()).flatMap(info -> balance(number(info.get("total_balance")), info.getString("currency", "")));
  }

  /// `{"data":{"usage":12.5,"limit":50,"limit_remaining":37.5,…}}`; a key without a limit of its own has nulls.
  private static Optional<JsonObjectBuilder> openRouter(JsonObject answer) {
    if (!(answer.get("data") instanceof JsonObject data)) {
      return Optional.empty();
    }
    var left = number(data.get("limit_remaining"));
    var used = number(data.get("usage"));
    var numbers = left == null ? Json.BUILD.createObjectBuilder().addNull("balance") : balance(left, "USD").orElseThrow();
    if (used != null) {
      numbers.add("used", Json.BUILD.createObjectBuilder().add("amount", used).add("currency", "USD"));
    }
    return Optional.of(numbers);
  }

  private static Optional<JsonObjectBuilder> balance(@Nullable BigDecimal amount, String currency) {
    return amount == null ? Optional.empty() : Optional.of(Json.BUILD.createObjectBuilder()
        .add("balance", Json.BUILD.createObjectBuilder().add("amount", amount).add("currency", currency)));
  }

  private static JsonObjectBuilder window(String name, @Nullable BigDecimal usedPercent, @Nullable String reset) {
    var window = Json.BUILD.createObjectBuilder().add("window", name);
    if (usedPercent == null) {
      window.addNull("used_percent");
    } else {
      window.add("used_percent", usedPercent);
    }
    return reset == null ? window.addNull("resets_at") : window.add("resets_at", reset);
  }

  /// A number, also one that is written as a text.
  private static @Nullable BigDecimal number(@Nullable JsonValue value) {
    return switch (value) {
      case JsonNumber number -> number.bigDecimalValue();
      case JsonString text -> new BigDecimal(text.getString());
      case null, default -> null;
    };
  }
}
