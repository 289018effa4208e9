package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.NamedToolChoice.ALONE;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.ParallelToolCalls.SAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.LLAMACPP;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.DialectTable;

/// llama.cpp's own server, started with `--jinja` for tools. Read in November 2026; source: its README and issues. The model is the user's.
public final class LlamaCppRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("llamacpp")
          .with(TOP_K, true)
          .with(NAMED_TOOL_CHOICE, ALONE) // the name of a forced tool is dropped
          .with(PARALLEL_TOOL_CALLS, SAID) // one call at a time unless it is said (README)
          .with(SCHEMAS, LLAMACPP) // "failed to parse grammar" (openclaw #117070)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(IMAGE_URLS, false) // a server built without curl cannot fetch them
          .with(PDF, TEXT)
          .with(REASONING, TEMPLATE_KWARGS) // templates that do not know the word leave it alone
          .with(OFF, DISABLED)
          .with(REPLAY, TOOL_TURNS) // reasoning_content in and out
          .with(LEAKED_CALLS, true) // templates without a parser for their calls
          .with(ARGUMENT_TYPES, true); // small models write "5" for 5

  /// Models whose template opens the reasoning itself; with `--reasoning-format none` only the closing tag comes.
  private static final Dialect THINKING = PLAIN.as("llamacpp-thinking").with(OPEN_THOUGHT, true);

  public static final DialectTable TABLE =
      DialectTable.of(models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"), otherwise(PLAIN));

  /// `/v1/messages`: enabled thinking has a budget, adaptive and efforts are passed over, blocks it does not know are dropped; errors have OpenAI's form (llama.cpp).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> row.with(REASONING, Reasoning.THINKING).with(THINKING_BUDGET, true).with(TOKEN_COUNT, TokenCount.ASK)); // tools/server: /v1/messages/count_tokens

  private LlamaCppRows() {}
}
