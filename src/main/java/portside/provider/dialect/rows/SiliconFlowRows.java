package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.dialect.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.ENABLE_THINKING;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.DialectTable;

/// SiliconFlow. Read in November 2026; source: docs.siliconflow.cn, chat completions and error codes.
public final class SiliconFlowRows {
  private static final Catalog MODELS = Catalog.of("siliconflow");

  private static final Dialect SILICONFLOW =
      STANDARD
          .as("siliconflow")
          .with(NAMED_TOOL_CHOICE, REQUIRED) // no object in the reference
          .with(PARALLEL_TOOL_CALLS, UNSAID) // not in the reference
          .with(SCHEMAS, INLINE_REFS)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(PDF, TEXT)
          .with(REPLAY, TOOL_TURNS)
          .with(ERROR_CODES,
              new ErrorCode("20012", NOT_FOUND), // "Model does not exist"
              new ErrorCode("30001", BILLING)); // an empty balance, not confirmed

  /// Models it lists as ones that think or not; elsewhere enable_thinking is a 400. Its max_tokens does not count reasoning.
  private static final Dialect HYBRID =
      SILICONFLOW.as("siliconflow-hybrid").with(REASONING, ENABLE_THINKING).with(THINKING_BUDGET, true).with(OFF, DISABLED); // 128 to 32 768

  /// DeepSeek V4 and GLM 5.2, which take levels beside it; what looks like Claude Code is raised to max.
  private static final Dialect LEVELS =
      HYBRID.as("siliconflow-levels").with(THINKING_BUDGET, false).with(EFFORTS, "high", "max").with(IMAGES, false).with(IMAGE_URLS, false);

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(LEVELS, "*deepseek-v4*", "*glm-5.2*"),
          models(HYBRID, "*qwen/qwen3*", "*glm-4*", "*deepseek-v3*"),
          otherwise(SILICONFLOW));

  private SiliconFlowRows() {}
}
