package portside.wire.anthropic;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Token counts of a message. The three input counts are disjoint; their sum is the whole prompt (Anthropic API, `usage`).
///
/// @param input tokens neither read from nor written to a cache
/// @param output all generated tokens, thinking included
/// @param cacheRead tokens read from a cache; empty when the provider says nothing of caching
/// @param cacheCreation tokens written to a cache; empty when the provider says nothing of caching
/// @param thinking the part of `output` spent on reasoning; empty when unknown
/// @param webSearches how often the web was searched for this message
/// @param cacheCreationHour the part of `cacheCreation` that is kept for an hour (`cache_creation.ephemeral_1h_input_tokens`); empty when unknown
/// @param cost what the provider says the message cost, in its currency (`usage.cost` of OpenRouter and gateways like it); null when it does not say
public record Usage(
    long input,
    long output,
    OptionalLong cacheRead,
    OptionalLong cacheCreation,
    OptionalLong thinking,
    long webSearches,
    OptionalLong cacheCreationHour,
    @Nullable BigDecimal cost) {
  /// The counts of a message whose cost and whose long cache are unknown.
  public Usage(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation, OptionalLong thinking, long webSearches) {
    this(input, output, cacheRead, cacheCreation, thinking, webSearches, OptionalLong.empty(), null);
  }

  /// The counts of a message that searched nothing.
  public Usage(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation, OptionalLong thinking) {
    this(input, output, cacheRead, cacheCreation, thinking, 0);
  }

  /// Counts without caching or thinking.
  public static Usage of(long input, long output) {
    return new Usage(input, output, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  /// The counts of two requests that made one message.
  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        output + other.output,
        sum(cacheRead, other.cacheRead),
        sum(cacheCreation, other.cacheCreation),
        sum(thinking, other.thinking),
        webSearches + other.webSearches,
        sum(cacheCreationHour, other.cacheCreationHour),
        cost == null ? other.cost : other.cost == null ? cost : cost.add(other.cost));
  }

  /// The same with that many searches.
  public Usage searched(long searches) {
    return new Usage(input, output, cacheRead, cacheCreation, thinking, searches, cacheCreationHour, cost);
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isEmpty() ? other : other.isEmpty() ? one : OptionalLong.of(one.getAsLong() + other.getAsLong());
  }
}
