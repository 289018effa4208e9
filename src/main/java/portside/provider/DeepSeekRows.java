package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.THINKING;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.StructuredOutput.JSON_OBJECT;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// DeepSeek. Read in November 2026; sources: api-docs.deepseek.com, the official deepseek-harness (2026-08-21), agentscope-java's DeepSeek
/// formatter and pydantic-ai (2026-08-22).
final class DeepSeekRows {
  /// V4.1 Flash, `deepseek-flash`.
  private static final Dialect FLASH =
      STANDARD
          .as("deepseek")
          .maxOutput(384_000) // pricing page, after 2026-09-10
          .maxStops(16) // API reference, not confirmed
          .forcedToolChoice(UNLESS_THINKING) // 400 "Thinking mode does not support this tool_choice" (DeepSeek-V3 #1376)
          .parallelToolCalls(UNSAID) // not in the API reference
          .schemas(INLINE_REFS) // the reference shows plain schemas only
          .structuredOutput(JSON_OBJECT) // json_schema is refused: "This response_format type is unavailable now" (9router PR #4050)
          .contentWithCalls(EMPTY) // null: "content or tool_calls must be set"
          .imageUrls(false) // data URLs only, in user messages (API reference)
          .pdf(TEXT) // no such part (API reference)
          .reasoning(THINKING)
          .efforts("low", "high", "max") // medium runs as high; high when nothing is said (API docs)
          .off(DISABLED) // beside it an effort is a 400
          .replay(TOOL_TURNS) // 400 "The `reasoning_content` in the thinking mode must be passed back to the API." (deepseek-harness)
          .missingReasoning("") // the field must be there, also with nothing in it (agentscope-java, pydantic-ai)
          .contextWindow(1_000_000)
          .row();

  private static final Dialect V4_PRO = FLASH.as("deepseek-v4-pro").images(false).imageUrls(false).row(); // text only (pricing page)

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of("deepseek-flash", "deepseek-flash", "deepseek-flash", models(V4_PRO, "deepseek-v4-pro*"), otherwise(FLASH));

  private DeepSeekRows() {}
}
