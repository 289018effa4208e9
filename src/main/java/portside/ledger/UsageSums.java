package portside.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
/// @param searches how often the web was searched
/// @param cost billionths of each currency that was paid; what costs nothing is not in it
/// @param worth billionths of each currency at list prices
/// @param unpriced requests with tokens and without a known price
/// @param estimated requests whose counts are ours
public record UsageSums(long requests, long failed, long input, long cacheRead, long cacheWrite, long cacheWriteHour, long output, long thinking,
    long searches, Map<String, Long> cost, Map<String, Long> worth, long unpriced, long estimated) {
  /// Of no request.
  public static final UsageSums NONE = new UsageSums(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0, 0);

  /// Keeps copies, in the order of the currencies' names.
  public UsageSums {
    cost = Collections.unmodifiableMap(new TreeMap<>(cost));
    worth = Collections.unmodifiableMap(new TreeMap<>(worth));
  }

  /// Of one request.
  public static UsageSums of(LedgerEntry entry) {
    var tokens = entry.tokens();
    var cost = entry.details().cost() == null ? Cost.UNKNOWN : entry.details().cost();
    var counted = tokens.input() + tokens.cacheRead().orElse(0) + tokens.cacheCreation().orElse(0) + tokens.output() > 0;
    return new UsageSums(1, failed(entry) ? 1 : 0, tokens.input(), tokens.cacheRead().orElse(0), tokens.written(), tokens.writtenHour(), tokens.output(),
        tokens.thinking().orElse(0), tokens.searches(), amount(cost.currency(), cost.paid()), amount(cost.currency(), cost.worth()),
        counted && cost.paid() == null ? 1 : 0, tokens.estimated() ? 1 : 0);
  }

  private static Map<String, Long> amount(String currency, @Nullable Long billionths) {
    return billionths == null || billionths == 0 || currency.isEmpty() ? Map.of() : Map.of(currency, billionths);
  }

  /// Whether a request ended with an error.
  public static boolean failed(LedgerEntry entry) {
    return !entry.result().equals(LedgerEntry.Result.OK) && !entry.result().equals(LedgerEntry.Result.LEFT);
  }

  /// Both together.
  public UsageSums plus(UsageSums other) {
    return new UsageSums(requests + other.requests, failed + other.failed, input + other.input, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite,
        cacheWriteHour + other.cacheWriteHour, output + other.output, thinking + other.thinking, searches + other.searches, together(cost, other.cost),
        together(worth, other.worth), unpriced + other.unpriced, estimated + other.estimated);
  }

  private static Map<String, Long> together(Map<String, Long> one, Map<String, Long> other) {
    var sum = new TreeMap<>(one);
    other.forEach((currency, amount) -> sum.merge(currency, amount, Long::sum));
    return sum;
  }

  /// The tokens of all prompts.
  public long prompt() {
    return input + cacheRead + cacheWrite + cacheWriteHour;
  }

  /// All tokens that went through.
  public long tokens() {
    return prompt() + output;
  }

  /// The part of the prompts that came from a cache, from 0 to 1; -1 when there were none.
  public double hit() {
    return prompt() == 0 ? -1 : (double) cacheRead / prompt();
  }
}
