package portside.wire.anthropic;

import java.util.OptionalLong;

/// Token counts of a message. The three input counts are disjoint; their sum is the whole prompt (Anthropic API, `usage`).
///
/// @param input tokens neither read from nor written to a cache
/// @param output all generated tokens, thinking included
/// @param cacheRead tokens read from a cache; empty when the provider says nothing of caching
/// @param cacheCreation tokens written to a cache; empty when the provider says nothing of caching
/// @param thinking the part of `output` spent on reasoning; empty when unknown
/// @param webSearches how often the web was searched for this message
public record Usage(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation, OptionalLong thinking, long webSearches) {
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
        webSearches + other.webSearches);
  }

  /// The same with that many searches.
  public Usage searched(long searches) {
    return new Usage(input, output, cacheRead, cacheCreation, thinking, searches);
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isEmpty() ? other : other.isEmpty() ? one : OptionalLong.of(one.getAsLong() + other.getAsLong());
  }
}
