package portside.provider;

import static portside.provider.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.SAID;
import static portside.provider.Dialect.PromptCache.MARKS;
import static portside.provider.Dialect.PromptCache.TIMED_MARKS;
import static portside.provider.Dialect.Reasoning.REASONING_OBJECT;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.ReplayAs.DETAILS;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Schemas.GEMINI;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.Schemas.MOONSHOT;
import static portside.provider.Dialect.Schemas.OPEN_OBJECTS;
import static portside.provider.Dialect.Search.OPENROUTER_TOOL;
import static portside.provider.Dialect.Strict.WHEN_ASKED;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.Pdf;
import portside.provider.Dialect.Strict;

/// OpenRouter, by the maker of the model: it leaves out settings a model does not have, but schemas, ids and reasoning go through to the maker.
/// An alias begins with `~`. Read in November 2026; sources: openrouter.ai/docs (reasoning, prompt caching, errors, latest resolution), its own
/// adapter for the Vercel AI SDK (2026-06-25); for the makers see their own rows.
final class OpenRouterRows {
  private static final Dialect OPENROUTER =
      STANDARD
          .as("openrouter")
          .topK(true) // left out where a model has none
          .strict(WHEN_ASKED)
          .reasoning(REASONING_OBJECT)
          .efforts("minimal", "low", "medium", "high", "xhigh") // brought to the model's own
          .thinkingBudget(true) // max_tokens instead of the effort (docs, reasoning)
          .off(DISABLED)
          .replay(ALL) // reasoning_details go back unmodified and in order (docs, reasoning)
          .replayAs(DETAILS)
          .replayField("reasoning")
          .search(OPENROUTER_TOOL)
          .row();

  private static final Dialect CLAUDE =
      OPENROUTER
          .as("openrouter-claude")
          .maxOutput(128_000)
          .sampling(DROP) // 400 for anything but the default since the fifth generation (platform.claude.com)
          .forcedToolChoice(UNLESS_THINKING)
          .strict(Strict.OMIT)
          .efforts("low", "medium", "high", "xhigh", "max")
          .promptCache(TIMED_MARKS) // on content parts and tools, ttl 1h (docs, prompt caching); a mark on a message is ignored (vscode #312939)
          .contextWindow(1_000_000)
          .row();

  /// Opus 5.5, Fable 5.1 and Mythos, which always think and take no forced tool (platform.claude.com, Opus 5.5).
  private static final Dialect CLAUDE_OPUS =
      CLAUDE.as("openrouter-claude-opus").forcedToolChoice(ForcedToolChoice.NO).thinkingBudget(false).off(WEAKEST).row();

  /// Signatures of Gemini's calls travel in reasoning_details as well.
  private static final Dialect GOOGLE =
      OPENROUTER
          .as("openrouter-gemini")
          .maxOutput(65_536)
          .sampling(DROP)
          .schemas(GEMINI) // unknown keywords are a 400 behind a gateway too (openclaw PR #61735)
          .strict(Strict.OMIT)
          .efforts("low", "medium", "high")
          .thinkingBudget(false) // levels only since Gemini 3
          .off(WEAKEST)
          .promptCache(MARKS)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect GPT =
      OPENROUTER
          .as("openrouter-gpt")
          .maxOutput(128_000)
          .sampling(DROP)
          .maxStops(0)
          .maxTools(128)
          .efforts("low", "medium", "high", "xhigh")
          .thinkingBudget(false)
          .row();

  private static final Dialect GPT_OSS =
      OPENROUTER
          .as("openrouter-gpt-oss")
          .images(false)
          .imageUrls(false)
          .pdf(Pdf.TEXT)
          .efforts("low", "medium", "high")
          .thinkingBudget(false)
          .off(WEAKEST)
          .contextWindow(131_072)
          .row();

  private static final Dialect DEEPSEEK =
      OPENROUTER
          .as("openrouter-deepseek")
          .forcedToolChoice(UNLESS_THINKING)
          .schemas(INLINE_REFS)
          .strict(Strict.OMIT)
          .images(false)
          .imageUrls(false)
          .pdf(Pdf.TEXT)
          .missingReasoning("[reasoning unavailable]") // DeepSeek refuses a call without it
          .contextWindow(1_000_000)
          .row();

  private static final Dialect KIMI_K2 =
      OPENROUTER
          .as("openrouter-kimi-k2")
          .sampling(DROP)
          .forcedToolChoice(UNLESS_THINKING)
          .schemas(MOONSHOT)
          .strict(Strict.OMIT)
          .pdf(Pdf.TEXT)
          .thinkingBudget(false)
          .missingReasoning("[reasoning unavailable]") // Kimi refuses a call without it
          .contextWindow(262_144)
          .row();

  private static final Dialect KIMI =
      KIMI_K2
          .as("openrouter-kimi")
          .maxOutput(131_072)
          .minOutput(32_768)
          .forcedToolChoice(ForcedToolChoice.YES)
          .namedToolChoice(REQUIRED)
          .efforts("low", "high", "xhigh") // xhigh runs as max
          .off(WEAKEST)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect GLM =
      OPENROUTER
          .as("openrouter-glm")
          .maxOutput(131_072)
          .samplingFloor(0.01)
          .schemas(INLINE_REFS)
          .strict(Strict.OMIT)
          .images(false)
          .imageUrls(false)
          .pdf(Pdf.TEXT)
          .thinkingBudget(false)
          .contextWindow(204_800)
          .row();

  private static final Dialect GLM_5_3 =
      GLM.as("openrouter-glm-5.3").efforts("low", "high", "xhigh").off(WEAKEST).contextWindow(1_048_576).row(); // xhigh runs as max

  private static final Dialect GLM_FLASH = GLM_5_3.as("openrouter-glm-5.3-flash").images(true).imageUrls(true).contextWindow(1_310_720).row();

  private static final Dialect MINIMAX_M3 =
      GLM.as("openrouter-minimax-m3")
          .forcedToolChoice(ForcedToolChoice.NO)
          .noneToolChoice(false)
          .images(true)
          .imageUrls(true)
          .contextWindow(1_000_000)
          .row();

  private static final Dialect MINIMAX = // 3.1 always thinks
      MINIMAX_M3.as("openrouter-minimax").efforts("low", "medium", "high", "xhigh").off(WEAKEST).row();

  private static final Dialect QWEN =
      OPENROUTER
          .as("openrouter-qwen")
          .forcedToolChoice(UNLESS_THINKING)
          .parallelToolCalls(SAID)
          .schemas(INLINE_REFS)
          .strict(Strict.OMIT)
          .pdf(Pdf.TEXT)
          .promptCache(MARKS)
          .row();

  private static final Dialect GROK =
      OPENROUTER
          .as("openrouter-grok")
          .maxStops(0)
          .schemas(OPEN_OBJECTS)
          .efforts("low", "medium", "high", "xhigh")
          .thinkingBudget(false)
          .off(WEAKEST) // only 4.3 can be told not to think
          .contextWindow(500_000)
          .row();

  private static final Dialect MISTRAL = OPENROUTER.as("openrouter-mistral").callIds(NINE_ALPHANUMERIC).toolResultName(true).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "~anthropic/claude-opus-latest", "~anthropic/claude-sonnet-latest", "~anthropic/claude-haiku-latest",
          models(CLAUDE_OPUS, "*anthropic/*opus*", "*anthropic/*fable*", "*anthropic/*mythos*"),
          models(CLAUDE, "*anthropic/*"),
          models(GOOGLE, "*google/gemini*"),
          models(GPT_OSS, "*openai/gpt-oss*"),
          models(GPT, "*openai/gpt-5*", "*openai/gpt-6*", "*openai/o1*", "*openai/o3*", "*openai/o4*", "~openai/*"),
          models(DEEPSEEK, "*deepseek/*"),
          models(KIMI_K2, "*moonshotai/kimi-k2*"),
          models(KIMI, "*moonshotai/*"),
          models(GLM_FLASH, "*z-ai/glm-5.3-flash*", "~z-ai/glm-flash*"),
          models(GLM_5_3, "*z-ai/glm-5.3*", "~z-ai/*"),
          models(GLM, "*z-ai/*"),
          models(MINIMAX_M3, "*minimax/minimax-m3"),
          models(MINIMAX, "*minimax/*"),
          models(QWEN, "*qwen/*"),
          models(GROK, "*x-ai/*"),
          models(MISTRAL, "*mistralai/*"),
          otherwise(OPENROUTER));

  private OpenRouterRows() {}
}
