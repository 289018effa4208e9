package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.ErrorMeaning.BILLING;
import static portside.provider.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.ENABLE_THINKING;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;

/// SiliconFlow. Read in November 2026; source: docs.siliconflow.cn, chat completions and error codes.
final class SiliconFlowRows {
  private static final Dialect SILICONFLOW =
      STANDARD
          .as("siliconflow")
          .namedToolChoice(REQUIRED) // no object in the reference
          .parallelToolCalls(UNSAID) // not in the reference
          .schemas(INLINE_REFS)
          .contentWithCalls(EMPTY)
          .pdf(TEXT)
          .replay(TOOL_TURNS)
          .errorCodes(
              new ErrorCode("20012", NOT_FOUND), // "Model does not exist"
              new ErrorCode("30001", BILLING)) // an empty balance, not confirmed
          .row();

  /// Models it lists as ones that think or not; elsewhere enable_thinking is a 400. Its max_tokens does not count reasoning.
  private static final Dialect HYBRID =
      SILICONFLOW.as("siliconflow-hybrid").reasoning(ENABLE_THINKING).thinkingBudget(true).off(DISABLED).row(); // 128 to 32 768

  /// DeepSeek V4 and GLM 5.2, which take levels beside it; what looks like Claude Code is raised to max.
  private static final Dialect LEVELS =
      HYBRID.as("siliconflow-levels").thinkingBudget(false).efforts("high", "max").images(false).imageUrls(false).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "Pro/zai-org/GLM-5.2", "deepseek-ai/DeepSeek-V4-Flash", "deepseek-ai/DeepSeek-V4-Flash",
          models(LEVELS, "*deepseek-v4*", "*glm-5.2*"),
          models(HYBRID, "*qwen/qwen3*", "*glm-4*", "*deepseek-v3*"),
          otherwise(SILICONFLOW));

  private SiliconFlowRows() {}
}
