package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.ErrorMeaning.POLICY;
import static portside.provider.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.ParallelToolCalls.SAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.PromptCache.MARKS;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Reasoning.ENABLE_THINKING;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.Search.ENABLE_SEARCH;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.PromptCache;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect.Search;

/// Alibaba Model Studio (DashScope), Qwen. Read in November 2026; sources: Model Studio's pages, tests of the operator apiyi (2026-08-03), the
/// Vercel AI SDK's adapter, the chat template of Qwen 3.8.
final class QwenRows {
  private static final Dialect V3_8 =
      STANDARD
          .as("qwen-3.8")
          .maxOutput(65_536) // some catalogues say so, others 131 072; it does not limit the thinking (apiyi)
          .forcedToolChoice(UNLESS_THINKING) // a named or required tool is refused while thinking (Model Studio)
          .parallelToolCalls(SAID) // one call at a time unless it is said (Model Studio)
          .schemas(INLINE_REFS) // models.dev, Vercel AI SDK
          .contentWithCalls(EMPTY) // a message without content is refused (extended_openai PR #456)
          .pdf(TEXT) // no file part (Model Studio)
          .reasoning(EFFORT)
          .efforts("none", "minimal", "low", "medium", "high", "xhigh", "max") // xhigh when nothing is said (apiyi)
          .off(EFFORT_NONE)
          .replay(ALL) // its chat template keeps past reasoning (Qwen 3.8 template)
          .promptCache(MARKS) // at most four (Model Studio)
          .search(ENABLE_SEARCH) // Model Studio
          .errorCodes( // the others mean the same everywhere
              new ErrorCode("Throttling", RATE_LIMIT),
              new ErrorCode("Throttling.RateQuota", RATE_LIMIT),
              new ErrorCode("Throttling.AllocationQuota", RATE_LIMIT),
              new ErrorCode("data_inspection_failed", POLICY)) // unsafe content
          .contextWindow(1_000_000)
          .row();

  /// Qwen 3.7 and older, which think or not.
  private static final Dialect HYBRID =
      V3_8
          .as("qwen-hybrid")
          .alwaysStream(true) // 400 "parameter.enable_thinking must be set to false for non-streaming calls"
          .reasoning(ENABLE_THINKING)
          .efforts()
          .thinkingBudget(true) // Model Studio
          .off(DISABLED)
          .replay(Replay.NONE) // ignored
          .row();

  private static final Dialect CODER =
      HYBRID
          .as("qwen-coder")
          .maxOutput(0)
          .forcedToolChoice(ForcedToolChoice.NO) // required is refused (Model Studio)
          .alwaysStream(false)
          .reasoning(Reasoning.NONE) // it does not think
          .thinkingBudget(false)
          .off(Off.NOTHING)
          .images(false)
          .imageUrls(false)
          .contextWindow(0)
          .row();

  /// Models of others that Alibaba serves, such as glm-5.2, kimi-k3 and deepseek-v4 (apiyi): what they ask for themselves, and no more.
  private static final Dialect GUEST =
      V3_8
          .as("qwen-guest")
          .maxOutput(0)
          .images(false)
          .imageUrls(false)
          .reasoning(Reasoning.NONE)
          .efforts()
          .off(Off.NOTHING)
          .missingReasoning("[reasoning unavailable]") // DeepSeek and Kimi refuse a call without it
          .promptCache(PromptCache.NONE)
          .search(Search.NONE)
          .contextWindow(0)
          .row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "qwen3.8-max", "qwen3.8-max", "qwen3.8-flash",
          models(CODER, "qwen*coder*"),
          models(HYBRID, "qwen-*", "qwen2*", "qwen3-*", "qwen3.5*", "qwen3.6*", "qwen3.7*", "qwq*", "qvq*"),
          models(GUEST, "glm*", "kimi*", "deepseek*", "minimax*"),
          otherwise(V3_8));

  private QwenRows() {}
}
