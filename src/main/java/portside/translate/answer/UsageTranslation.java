package portside.translate.answer;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.anthropic.Usage;
import portside.wire.common.TokenCounts;

/// Turns a provider's token counts into Anthropic's, whose three input counts are disjoint while the provider's prompt contains its cached part.
/// Cached tokens beyond the prompt are none: OpenRouter counts what was just written as read as well, and Azure's Grok counts a preamble that
/// nobody sent.
public final class UsageTranslation {
  private UsageTranslation() {}

  /// @param counts what the provider said last; null for nothing
  /// @param estimatedInput and `estimatedOutput` stand in for counts that are missing or zero
  public static Usage tokens(@Nullable TokenCounts counts, long estimatedInput, long estimatedOutput) {
    if (counts == null) {
      return Usage.of(estimatedInput, estimatedOutput);
    }
    long prompt = counts.prompt().orElse(0);
    boolean apart = apart(counts);
    long completion = counts.completion().orElse(0);
    long bound = prompt == 0 || apart ? Long.MAX_VALUE : prompt;
    long read = Math.min(counts.cacheRead().orElse(0), bound);
    long write = Math.min(counts.cacheWrite().orElse(0), bound - read);
    long input = prompt == 0 ? estimatedInput : apart ? prompt : prompt - read - write;
    long output = completion == 0 ? estimatedOutput : completion + reasoningOnTop(counts, prompt + (apart ? cached(counts) : 0), completion);
    boolean caching = counts.cacheRead().isPresent() || counts.cacheWrite().isPresent();
    var thinking = counts.reasoning().isPresent()
        ? OptionalLong.of(Math.min(counts.reasoning().getAsLong(), output))
        : OptionalLong.empty();
    return new Usage(input, output, caching ? OptionalLong.of(read) : OptionalLong.empty(),
        caching ? OptionalLong.of(write) : OptionalLong.empty(), thinking, 0, OptionalLong.empty(), counts.cost());
  }

  /// The whole prompt, cached part included; empty when the provider did not count it.
  ///
  /// @param counts what the provider said last; null for nothing
  public static OptionalLong prompt(@Nullable TokenCounts counts) {
    if (counts == null || counts.prompt().orElse(0) == 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(counts.prompt().getAsLong() + (apart(counts) ? cached(counts) : 0));
  }

  /// Whether the cached part stands beside the prompt. Under Anthropic's names some gateways leave the cached part out of the prompt. The total says
  /// whether it was; without one, the smaller number is the prompt without it.
  private static boolean apart(TokenCounts counts) {
    long prompt = counts.prompt().orElse(0);
    long before = counts.total().orElse(0) - counts.completion().orElse(0);
    boolean whole = counts.total().isPresent() && before == prompt;
    return counts.anthropicNames() && !whole && (prompt < cached(counts) || before == prompt + cached(counts));
  }

  private static long cached(TokenCounts counts) {
    return counts.cacheRead().orElse(0) + counts.cacheWrite().orElse(0);
  }

  /// The tokens of reasoning that the completion count leaves out: xAI and Gemini show it in the total, Vercel's gateway only by reporting several
  /// times as much reasoning as completion. OpenAI and most others count it inside, where it may be a little more than the whole, since OpenRouter
  /// counts it with another tokenizer.
  private static long reasoningOnTop(TokenCounts counts, long prompt, long completion) {
    long missing = counts.total().orElse(0) - prompt - completion;
    long reasoning = counts.reasoning().orElse(0);
    return missing > 0 ? missing : reasoning > 2 * completion ? reasoning : 0;
  }
}
