package portside.status;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import portside.ledger.Cost;
import portside.ledger.LedgerEntry;
import portside.ledger.index.Sums;
import portside.wire.Json;

/// What some requests come to.
///
/// @param requests how many
/// @param failed those that ended with an error, or were lost; a client that left is none
/// @param input tokens neither read from nor written to a cache
/// @param cacheRead tokens read from a cache
/// @param cacheWrite tokens written to a cache for a short time
/// @param cacheWriteHour tokens written to it for an hour
/// @param output generated tokens
/// @param thinking the part of them spent on reasoning
/// @param cost billionths of each currency that was paid
/// @param worth billionths of each currency at list prices
/// @param unpriced requests with tokens and without a known price
/// @param estimated requests whose counts are ours
public record UsageSums(long requests, long failed, long input, long cacheRead, long cacheWrite, long cacheWriteHour, long output, long thinking,
    Map<String, Long> cost, Map<String, Long> worth, long unpriced, long estimated) {
  /// Of no request.
  public static final UsageSums NONE = new UsageSums(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0, 0);

  private static final int BILLIONTHS = 9;

  /// Keeps copies.
  public UsageSums {
    cost = Map.copyOf(cost);
    worth = Map.copyOf(worth);
  }

  /// Of one request.
  static UsageSums of(LedgerEntry entry) {
    var tokens = entry.tokens();
    var cost = entry.details().cost() == null ? Cost.UNKNOWN : entry.details().cost();
    var counted = tokens.input() + tokens.cacheRead().orElse(0) + tokens.cacheCreation().orElse(0) + tokens.output() > 0;
    return new UsageSums(1, failed(entry) ? 1 : 0, tokens.input(), tokens.cacheRead().orElse(0), tokens.written(), tokens.writtenHour(), tokens.output(),
        tokens.thinking().orElse(0), amount(cost.currency(), cost.paid()), amount(cost.currency(), cost.worth()), counted && cost.paid() == null ? 1 : 0,
        tokens.estimated() ? 1 : 0);
  }

  /// As the index adds them up.
  static UsageSums of(Sums sums) {
    return new UsageSums(sums.requests(), sums.failed(), sums.input(), sums.cacheRead(), sums.cacheWrite(), sums.cacheWriteHour(), sums.output(),
        sums.thinking(), sums.cost(), sums.worth(), sums.unpriced(), sums.estimated());
  }

  private static Map<String, Long> amount(String currency, @Nullable Long billionths) {
    return billionths == null || currency.isEmpty() ? Map.of() : Map.of(currency, billionths);
  }

  /// What a page says, such as that of a neighbour; what is missing there is none.
  static UsageSums of(JsonObject page) {
    var tokens = page.get("tokens") instanceof JsonObject counts ? counts : JsonValue.EMPTY_JSON_OBJECT;
    return new UsageSums(number(page, "requests"), number(page, "failed"), number(tokens, "input"), number(tokens, "cache_read"), number(tokens, "cache_write"),
        number(tokens, "cache_write_1h"), number(tokens, "output"), number(tokens, "thinking"), billionths(page.get("cost")), billionths(page.get("worth")),
        number(page, "unpriced"), number(page, "estimated"));
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private static Map<String, Long> billionths(@Nullable JsonValue amounts) {
    var billionths = new TreeMap<String, Long>();
    if (amounts instanceof JsonObject byCurrency) {
      byCurrency.forEach((currency, amount) -> {
        if (amount instanceof JsonNumber number) {
          billionths.put(currency, number.bigDecimalValue().movePointRight(BILLIONTHS).longValue());
        }
      });
    }
    return billionths;
  }

  static boolean failed(LedgerEntry entry) {
    return !entry.result().equals(LedgerEntry.Result.OK) && !entry.result().equals(LedgerEntry.Result.LEFT);
  }

  /// Both together.
  public UsageSums plus(UsageSums other) {
    return new UsageSums(requests + other.requests, failed + other.failed, input + other.input, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite,
        cacheWriteHour + other.cacheWriteHour, output + other.output, thinking + other.thinking, sum(cost, other.cost), sum(worth, other.worth),
        unpriced + other.unpriced, estimated + other.estimated);
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    var sum = new TreeMap<>(one);
    other.forEach((currency, amount) -> sum.merge(currency, amount, Long::sum));
    return sum;
  }

  /// The part of the prompts that came from a cache, from 0 to 1; -1 when there were none.
  double hit() {
    var prompt = input + cacheRead + cacheWrite + cacheWriteHour;
    return prompt == 0 ? -1 : (double) cacheRead / prompt;
  }

  /// As pages show it: costs are decimals of their currency.
  public JsonObjectBuilder json() {
    return Json.BUILD.createObjectBuilder().add("requests", requests).add("failed", failed)
        .add("tokens", Json.BUILD.createObjectBuilder().add("input", input).add("cache_read", cacheRead).add("cache_write", cacheWrite)
            .add("cache_write_1h", cacheWriteHour).add("output", output).add("thinking", thinking))
        .add("cost", amounts(cost)).add("worth", amounts(worth)).add("unpriced", unpriced).add("estimated", estimated);
  }

  /// Billionths of currencies as decimals, by the names of the currencies.
  static JsonObject amounts(Map<String, Long> billionths) {
    var amounts = Json.BUILD.createObjectBuilder();
    new TreeMap<>(billionths).forEach((currency, amount) -> amounts.add(currency, Cost.decimal(amount)));
    return amounts.build();
  }
}
