package portside.wire.anthropic;

import java.util.OptionalLong;

/// Token counts of a message. The three input counts are disjoint; their sum is the whole prompt (Anthropic API, `usage`).
///
/// @param input tokens neither read from nor written to a cache
/// @param output all generated tokens, thinking included
/// @param cacheRead tokens read from a cache; empty when the provider says nothing of caching
/// @param cacheCreation tokens written to a cache; empty when the provider says nothing of caching
/// @param thinking the part of `output` spent on reasoning; empty when unknown
public record Usage(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation, OptionalLong thinking) {
  /// Counts without caching or thinking.
  public static Usage of(long input, long output) {
    return new Usage(input, output, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }
}
