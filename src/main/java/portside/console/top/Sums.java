package portside.console.top;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// What some requests come to.
///
/// @param requests how many
/// @param failed those that ended with an error
/// @param input tokens neither read from nor written to a cache
/// @param cached tokens read from a cache
/// @param written tokens written to a cache
/// @param output generated tokens
/// @param cost what was paid, by currency
/// @param worth what it would have cost at list prices, by currency
/// @param unpriced requests without a known price
record Sums(long requests, long failed, long input, long cached, long written, long output, Map<String, BigDecimal> cost, Map<String, BigDecimal> worth,
    long unpriced) {
  static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0);

  Sums {
    cost = Map.copyOf(cost);
    worth = Map.copyOf(worth);
  }

  /// All tokens; reasoning is a part of the output.
  long tokens() {
    return input + cached + written + output;
  }

  Sums plus(Sums other) {
    return new Sums(requests + other.requests, failed + other.failed, input + other.input, cached + other.cached, written + other.written,
        output + other.output, added(cost, other.cost), added(worth, other.worth), unpriced + other.unpriced);
  }

  private static Map<String, BigDecimal> added(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
    var sums = new HashMap<>(one);
    other.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
    return sums;
  }
}
