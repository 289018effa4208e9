package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.THINKING;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.StructuredOutput.JSON_OBJECT;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.DialectTable;

/// DeepSeek. Read in November 2026; sources: api-docs.deepseek.com, the official deepseek-harness (2026-08-21), agentscope-java's DeepSeek
/// formatter and pydantic-ai (2026-08-22).
public final class DeepSeekRows {
  private static final Catalog MODELS = Catalog.of("deepseek");

  /// V4.1 Flash, `deepseek-flash`.
  private static final Dialect FLASH =
      STANDARD
          .as("deepseek")
          .with(MAX_STOPS, 16) // API reference, not confirmed
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING) // 400 "Thinking mode does not support this tool_choice" (DeepSeek-V3 #1376)
          .with(PARALLEL_TOOL_CALLS, UNSAID) // not in the API reference
          .with(SCHEMAS, INLINE_REFS) // the reference shows plain schemas only
          .with(STRUCTURED_OUTPUT, JSON_OBJECT) // json_schema is refused: "This response_format type is unavailable now" (9router PR #4050)
          .with(CONTENT_WITH_CALLS, EMPTY) // null: "content or tool_calls must be set"
          .with(IMAGE_URLS, false) // data URLs only, in user messages (API reference)
          .with(PDF, TEXT) // no such part (API reference)
          .with(REASONING, THINKING)
          .with(EFFORTS, "low", "high", "max") // medium runs as high; high when nothing is said (API docs)
          .with(OFF, DISABLED) // beside it an effort is a 400
          .with(REPLAY, TOOL_TURNS) // 400 "The `reasoning_content` in the thinking mode must be passed back to the API." (deepseek-harness)
          .with(MISSING_REASONING, new MissingReasoning.Text("")) // the field must be there, also with nothing in it (agentscope-java, pydantic-ai)
          .with(MODELS.facts("deepseek"));

  private static final Dialect V4_PRO = FLASH.as("deepseek-v4-pro").with(IMAGES, false).with(IMAGE_URLS, false); // text only (pricing page)

  public static final DialectTable TABLE =
      DialectTable.of(MODELS, models(V4_PRO, "deepseek-v4-pro*"), otherwise(FLASH));

  /// `/anthropic`: neither pictures nor documents; betas, version, cache marks and server tools are passed over (api-docs.deepseek.com).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> row.with(KEY_HEADER, KeyHeader.X_API_KEY).with(IMAGES, false).with(IMAGE_URLS, false));

  private DeepSeekRows() {}
}
