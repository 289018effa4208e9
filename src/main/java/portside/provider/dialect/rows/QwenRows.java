package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.ErrorMeaning.POLICY;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.ParallelToolCalls.SAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.PromptCache.MARKS;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Reasoning.ENABLE_THINKING;
import static portside.provider.dialect.Dialect.Replay.ALL;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.Search.ENABLE_SEARCH;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.DialectTable;

/// Alibaba Model Studio (DashScope), Qwen. Read in November 2026; sources: Model Studio's pages, tests of the operator apiyi (2026-08-03), the
/// Vercel AI SDK's adapter, the chat template of Qwen 3.8.
public final class QwenRows {
  private static final Catalog MODELS = Catalog.of("qwen");

  private static final Dialect V3_8 =
      STANDARD
          .as("qwen-3.8")
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING) // a named or required tool is refused while thinking (Model Studio)
          .with(PARALLEL_TOOL_CALLS, SAID) // one call at a time unless it is said (Model Studio)
          .with(SCHEMAS, INLINE_REFS) // models.dev, Vercel AI SDK
          .with(CONTENT_WITH_CALLS, EMPTY) // a message without content is refused (extended_openai PR #456)
          .with(PDF, TEXT) // no file part (Model Studio)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "none", "minimal", "low", "medium", "high", "xhigh", "max") // xhigh when nothing is said (apiyi)
          .with(OFF, EFFORT_NONE)
          .with(REPLAY, ALL) // its chat template keeps past reasoning (Qwen 3.8 template)
          .with(PROMPT_CACHE, MARKS) // at most four (Model Studio)
          .with(SEARCH, ENABLE_SEARCH) // Model Studio
          .with(ERROR_CODES,  // the others mean the same everywhere
              new ErrorCode("Throttling", RATE_LIMIT),
              new ErrorCode("Throttling.RateQuota", RATE_LIMIT),
              new ErrorCode("Throttling.AllocationQuota", RATE_LIMIT),
              new ErrorCode("data_inspection_failed", POLICY)) // unsafe content
          .with(MODELS.facts("qwen-3.8"));

  /// Qwen 3.7 and older, which think or not.
  private static final Dialect HYBRID =
      V3_8
          .as("qwen-hybrid")
          .with(ALWAYS_STREAM, true) // 400 "parameter.enable_thinking must be set to false for non-streaming calls"
          .with(REASONING, ENABLE_THINKING)
          .with(EFFORTS, List.of())
          .with(THINKING_BUDGET, true) // Model Studio
          .with(OFF, DISABLED)
          .with(REPLAY, Replay.NONE); // ignored

  private static final Dialect CODER =
      HYBRID
          .as("qwen-coder")
          .with(MAX_OUTPUT, 0)
          .with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO) // required is refused (Model Studio)
          .with(ALWAYS_STREAM, false)
          .with(REASONING, Reasoning.NONE) // it does not think
          .with(THINKING_BUDGET, false)
          .with(OFF, Off.NOTHING)
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(CONTEXT_WINDOW, 0);

  /// Models of others that Alibaba serves, such as glm-5.2, kimi-k3 and deepseek-v4 (apiyi): what they ask for themselves, and no more.
  private static final Dialect GUEST =
      V3_8
          .as("qwen-guest")
          .with(MAX_OUTPUT, 0)
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(REASONING, Reasoning.NONE)
          .with(EFFORTS, List.of())
          .with(OFF, Off.NOTHING)
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")) // DeepSeek and Kimi refuse a call without it
          .with(PROMPT_CACHE, PromptCache.NONE)
          .with(SEARCH, Search.NONE)
          .with(CONTEXT_WINDOW, 0);

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(CODER, "qwen*coder*"),
          models(HYBRID, "qwen-*", "qwen2*", "qwen3-*", "qwen3.5*", "qwen3.6*", "qwen3.7*", "qwq*", "qvq*"),
          models(GUEST, "glm*", "kimi*", "deepseek*", "minimax*"),
          otherwise(V3_8));

  /// `/apps/anthropic`; how it takes an effort of `none` there is not known, so thinking is switched off by its own member.
  public static final DialectTable MESSAGES = AnthropicFormat.of(TABLE, QwenRows::inAnthropicFormat);

  private QwenRows() {}

  private static Dialect inAnthropicFormat(Dialect row) {
    var switched = row.get(OFF) == EFFORT_NONE ? row.with(EFFORTS, "low", "medium", "high", "xhigh", "max").with(OFF, DISABLED) : row;
    return switched.get(REASONING) == ENABLE_THINKING ? switched.with(REASONING, Reasoning.THINKING) : switched;
  }
}
