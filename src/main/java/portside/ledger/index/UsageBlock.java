package portside.ledger.index;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import portside.ledger.UsageSums;

/// What was used in a window of five hours, which begins with the hour of its first request.
///
/// @param start of the window
/// @param sums of its requests
/// @param first when the quarter of an hour with its first request began
public record UsageBlock(Instant start, UsageSums sums, Instant first) {
  /// How long a window is: plans of several providers count so (Anthropic, Z.ai, Moonshot).
  public static final Duration LENGTH = Duration.ofHours(5);

  /// When it is over.
  public Instant end() {
    return start.plus(LENGTH);
  }

  /// Whether it is not over yet.
  public boolean active(Instant now) {
    return now.isBefore(end()) && !now.isBefore(start);
  }

  /// The mean since its first request.
  public double tokensPerMinute(Instant now) {
    return sums.tokens() / (used(now) / 60_000.0);
  }

  /// Billionths by currency, the mean since its first request.
  public Map<String, Long> costPerHour(Instant now) {
    var cost = new TreeMap<String, Long>();
    sums.cost().forEach((currency, amount) -> cost.put(currency, Math.round(amount * 3_600_000 / used(now))));
    return cost;
  }

  /// What it comes to at its end if the rest goes on as it did up to now.
  public Projection projected(Instant now) {
    var factor = 1 + Math.max(0, Duration.between(now, end()).toMillis()) / used(now);
    var cost = new TreeMap<String, Long>();
    sums.cost().forEach((currency, amount) -> cost.put(currency, Math.round(amount * factor)));
    return new Projection(Math.round(sums.tokens() * factor), cost);
  }

  /// What a window is thought to come to.
  ///
  /// @param tokens of all kinds together
  /// @param cost billionths by currency
  public record Projection(long tokens, Map<String, Long> cost) {
    /// Keeps a copy of the amounts.
    public Projection {
      cost = Collections.unmodifiableMap(new TreeMap<>(cost));
    }
  }

  /// In milliseconds. Two requests in the first minute tell no rate, so a quarter of an hour is the least.
  private double used(Instant now) {
    return Math.max(Slots.LENGTH, Duration.between(first, now).toMillis());
  }
}
