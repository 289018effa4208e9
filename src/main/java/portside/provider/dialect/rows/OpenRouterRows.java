package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.MIN_OUTPUT;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.dialect.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.dialect.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.SAID;
import static portside.provider.dialect.Dialect.PromptCache.MARKS;
import static portside.provider.dialect.Dialect.PromptCache.TIMED_MARKS;
import static portside.provider.dialect.Dialect.Reasoning.REASONING_OBJECT;
import static portside.provider.dialect.Dialect.Replay.ALL;
import static portside.provider.dialect.Dialect.ReplayAs.DETAILS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.Schemas.MOONSHOT;
import static portside.provider.dialect.Dialect.Schemas.OPEN_OBJECTS;
import static portside.provider.dialect.Dialect.Search.OPENROUTER_TOOL;
import static portside.provider.dialect.Dialect.Strict.WHEN_ASKED;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.DialectTable;

/// OpenRouter, by the maker of the model: it leaves out settings a model does not have, but schemas, ids and reasoning go through to the maker.
/// An alias begins with `~`. Read in November 2026; sources: openrouter.ai/docs (reasoning, prompt caching, errors, latest resolution), its own
/// adapter for the Vercel AI SDK (2026-06-25); for the makers see their own rows.
public final class OpenRouterRows {
  private static final Catalog MODELS = Catalog.of("openrouter");

  private static final Dialect OPENROUTER =
      STANDARD
          .as("openrouter")
          .with(TOP_K, true) // left out where a model has none
          .with(STRICT, WHEN_ASKED)
          .with(REASONING, REASONING_OBJECT)
          .with(EFFORTS, "minimal", "low", "medium", "high", "xhigh") // brought to the model's own
          .with(THINKING_BUDGET, true) // max_tokens instead of the effort (docs, reasoning)
          .with(OFF, DISABLED)
          .with(REPLAY, ALL) // reasoning_details go back unmodified and in order (docs, reasoning)
          .with(REPLAY_AS, DETAILS)
          .with(REPLAY_FIELD, "reasoning")
          .with(SEARCH, OPENROUTER_TOOL);

  private static final Dialect CLAUDE =
      OPENROUTER
          .as("openrouter-claude")
          .with(SAMPLING, DROP) // 400 for anything but the default since the fifth generation (platform.claude.com)
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING)
          .with(STRICT, Strict.OMIT)
          .with(EFFORTS, "low", "medium", "high", "xhigh", "max")
          // on content parts and tools, ttl 1h (docs, prompt caching); a mark on a message is ignored (vscode #312939)
          .with(PROMPT_CACHE, TIMED_MARKS)
          .with(MODELS.facts("openrouter-claude"));

  /// Opus 5.5, Fable 5.1 and Mythos, which always think and take no forced tool (platform.claude.com, Opus 5.5).
  private static final Dialect CLAUDE_OPUS =
      CLAUDE.as("openrouter-claude-opus").with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO).with(THINKING_BUDGET, false).with(OFF, WEAKEST);

  /// Signatures of Gemini's calls travel in reasoning_details as well.
  private static final Dialect GOOGLE =
      OPENROUTER
          .as("openrouter-gemini")
          .with(SAMPLING, DROP)
          .with(SCHEMAS, GEMINI) // unknown keywords are a 400 behind a gateway too (openclaw PR #61735)
          .with(STRICT, Strict.OMIT)
          .with(EFFORTS, "low", "medium", "high")
          .with(THINKING_BUDGET, false) // levels only since Gemini 3
          .with(OFF, WEAKEST)
          .with(PROMPT_CACHE, MARKS)
          .with(MODELS.facts("openrouter-gemini"));

  private static final Dialect GPT =
      OPENROUTER
          .as("openrouter-gpt")
          .with(MODELS.facts("openrouter-gpt"))
          .with(SAMPLING, DROP)
          .with(MAX_STOPS, 0)
          .with(MAX_TOOLS, 128)
          .with(EFFORTS, "low", "medium", "high", "xhigh")
          .with(THINKING_BUDGET, false);

  private static final Dialect GPT_OSS =
      OPENROUTER
          .as("openrouter-gpt-oss")
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(PDF, Pdf.TEXT)
          .with(EFFORTS, "low", "medium", "high")
          .with(THINKING_BUDGET, false)
          .with(OFF, WEAKEST)
          .with(MODELS.facts("openrouter-gpt-oss"));

  private static final Dialect DEEPSEEK =
      OPENROUTER
          .as("openrouter-deepseek")
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING)
          .with(SCHEMAS, INLINE_REFS)
          .with(STRICT, Strict.OMIT)
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(PDF, Pdf.TEXT)
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")) // DeepSeek refuses a call without it
          .with(MODELS.facts("openrouter-deepseek"));

  private static final Dialect KIMI_K2 =
      OPENROUTER
          .as("openrouter-kimi-k2")
          .with(SAMPLING, DROP)
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING)
          .with(SCHEMAS, MOONSHOT)
          .with(STRICT, Strict.OMIT)
          .with(PDF, Pdf.TEXT)
          .with(THINKING_BUDGET, false)
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")) // Kimi refuses a call without it
          .with(MODELS.facts("openrouter-kimi-k2"));

  private static final Dialect KIMI =
      KIMI_K2
          .as("openrouter-kimi")
          .with(MIN_OUTPUT, 32_768)
          .with(FORCED_TOOL_CHOICE, ForcedToolChoice.YES)
          .with(NAMED_TOOL_CHOICE, REQUIRED)
          .with(EFFORTS, "low", "high", "xhigh") // xhigh runs as max
          .with(OFF, WEAKEST)
          .with(MODELS.facts("openrouter-kimi"));

  private static final Dialect GLM =
      OPENROUTER
          .as("openrouter-glm")
          .with(SAMPLING_FLOOR, 0.01)
          .with(SCHEMAS, INLINE_REFS)
          .with(STRICT, Strict.OMIT)
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(PDF, Pdf.TEXT)
          .with(THINKING_BUDGET, false)
          .with(MODELS.facts("openrouter-glm"));

  private static final Dialect GLM_5_3 =
      GLM.as("openrouter-glm-5.3")
          .with(EFFORTS, "low", "high", "xhigh") // xhigh runs as max
          .with(OFF, WEAKEST)
          .with(MODELS.facts("openrouter-glm-5.3"));

  private static final Dialect GLM_FLASH =
      GLM_5_3.as("openrouter-glm-5.3-flash").with(IMAGES, true).with(IMAGE_URLS, true).with(MODELS.facts("openrouter-glm-5.3-flash"));

  private static final Dialect MINIMAX_M3 =
      GLM.as("openrouter-minimax-m3")
          .with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO)
          .with(NONE_TOOL_CHOICE, false)
          .with(IMAGES, true)
          .with(IMAGE_URLS, true)
          .with(MODELS.facts("openrouter-minimax-m3"));

  private static final Dialect MINIMAX = // 3.1 always thinks
      MINIMAX_M3.as("openrouter-minimax").with(EFFORTS, "low", "medium", "high", "xhigh").with(OFF, WEAKEST);

  private static final Dialect QWEN =
      OPENROUTER
          .as("openrouter-qwen")
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING)
          .with(PARALLEL_TOOL_CALLS, SAID)
          .with(SCHEMAS, INLINE_REFS)
          .with(STRICT, Strict.OMIT)
          .with(PDF, Pdf.TEXT)
          .with(PROMPT_CACHE, MARKS);

  private static final Dialect GROK =
      OPENROUTER
          .as("openrouter-grok")
          .with(MAX_STOPS, 0)
          .with(SCHEMAS, OPEN_OBJECTS)
          .with(EFFORTS, "low", "medium", "high", "xhigh")
          .with(THINKING_BUDGET, false)
          .with(OFF, WEAKEST) // only 4.3 can be told not to think
          .with(MODELS.facts("openrouter-grok"));

  private static final Dialect MISTRAL = OPENROUTER.as("openrouter-mistral").with(CALL_IDS, NINE_ALPHANUMERIC).with(TOOL_RESULT_NAME, true);

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
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
