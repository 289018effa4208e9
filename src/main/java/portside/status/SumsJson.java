package portside.status;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import portside.ledger.Cost;
import portside.ledger.UsageSums;
import portside.wire.Json;

/// The JSON of sums as pages show them, written and read. Costs are decimals of their currency, counts whole numbers.
public final class SumsJson {
  private static final int BILLIONTHS = 9;

  private SumsJson() {}

  /// `{"requests","failed","tokens":{…},"cost":{"USD":13.03},"worth":{},"unpriced","estimated"}`.
  public static JsonObjectBuilder of(UsageSums sums) {
    return Json.BUILD.createObjectBuilder().add("requests", sums.requests()).add("failed", sums.failed())
        .add("tokens", Json.BUILD.createObjectBuilder().add("input", sums.input()).add("cache_read", sums.cacheRead()).add("cache_write", sums.cacheWrite())
            .add("cache_write_1h", sums.cacheWriteHour()).add("output", sums.output()).add("thinking", sums.thinking()))
        .add("cost", amounts(sums.cost())).add("worth", amounts(sums.worth())).add("unpriced", sums.unpriced())
        .add("estimated", sums.estimated());
  }

  /// What a page says, such as that of a neighbour; what is missing there is none.
  static UsageSums read(JsonObject page) {
    var tokens = page.get("tokens") instanceof JsonObject counts ? counts : JsonValue.EMPTY_JSON_OBJECT;
    return new UsageSums(number(page, "requests"), number(page, "failed"), number(tokens, "input"), number(tokens, "cache_read"), number(tokens, "cache_write"),
        number(tokens, "cache_write_1h"), number(tokens, "output"), number(tokens, "thinking"), 0, billionths(page.get("cost")),
        billionths(page.get("worth")), number(page, "unpriced"), number(page, "estimated"));
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

  /// Billionths of currencies as decimals, by the names of the currencies.
  public static JsonObject amounts(Map<String, Long> billionths) {
    var amounts = Json.BUILD.createObjectBuilder();
    new TreeMap<>(billionths).forEach((currency, amount) -> amounts.add(currency, Cost.decimal(amount)));
    return amounts.build();
  }
}
