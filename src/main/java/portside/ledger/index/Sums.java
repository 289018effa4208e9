package portside.ledger.index;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Requests added up. The token counts `input`, `cacheRead`, `cacheWrite` and `cacheWriteHour` are disjoint; `thinking` is a part of `output`.
///
/// @param failed those that ended with an error, or with their process; not those whose client left
/// @param millis how long they took together
/// @param firstMillis the times to the first byte of the streams among them, together
/// @param firsts how many these are
/// @param cost billionths by currency that were paid; where nothing is known of a price nothing is in it
/// @param worth billionths by currency at list prices
/// @param unpriced how many used tokens of which no price is known; those that were lost are not among them
/// @param estimated how many have counts of our own
public record Sums(long requests, long failed, long input, long cacheRead, long cacheWrite, long cacheWriteHour, long output, long thinking, long searches,
    long millis, long firstMillis, long firsts, Map<String, Long> cost, Map<String, Long> worth, long unpriced, long estimated) {
  /// No request.
  public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0, 0);

  /// Keeps copies of the maps, in the order of the currencies' names.
  public Sums {
    cost = Collections.unmodifiableMap(new TreeMap<>(cost));
    worth = Collections.unmodifiableMap(new TreeMap<>(worth));
  }

  /// All tokens that went through.
  public long tokens() {
    return prompt() + output;
  }

  /// The tokens of all prompts.
  public long prompt() {
    return input + cacheRead + cacheWrite + cacheWriteHour;
  }

  /// Both together.
  public Sums plus(Sums other) {
    return new Sums(requests + other.requests, failed + other.failed, input + other.input, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite,
        cacheWriteHour + other.cacheWriteHour, output + other.output, thinking + other.thinking, searches + other.searches, millis + other.millis,
        firstMillis + other.firstMillis, firsts + other.firsts, together(cost, other.cost), together(worth, other.worth), unpriced + other.unpriced,
        estimated + other.estimated);
  }

  private static Map<String, Long> together(Map<String, Long> one, Map<String, Long> other) {
    var sum = new TreeMap<>(one);
    other.forEach((currency, amount) -> sum.merge(currency, amount, Long::sum));
    return sum;
  }
}
