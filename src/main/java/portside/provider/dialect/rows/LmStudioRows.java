package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.NamedToolChoice.ALONE;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.LLAMACPP;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectTable;

/// LM Studio. Read in November 2026; sources: lmstudio.ai/docs, threads of claude-code-router. The models are the user's.
public final class LmStudioRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("lmstudio")
          .with(NAMED_TOOL_CHOICE, ALONE) // tool_choice is a word; an object was a 400
          .with(PARALLEL_TOOL_CALLS, UNSAID) // not in the docs
          .with(SCHEMAS, LLAMACPP) // its engine is llama.cpp: "failed to parse grammar" (openclaw #117070)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(IMAGE_URLS, false) // data URLs only
          .with(PDF, TEXT)
          .with(LEAKED_CALLS, true) // templates without a parser for their calls
          .with(ARGUMENT_TYPES, true); // small models write "5" for 5

  /// Models whose template opens the reasoning itself, while a setting decides whether the server takes it apart.
  private static final Dialect THINKING = PLAIN.as("lmstudio-thinking").with(OPEN_THOUGHT, true);

  public static final DialectTable TABLE =
      DialectTable.of(models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"), otherwise(PLAIN));

  /// `/v1/messages`, not confirmed beyond that.
  public static final DialectTable MESSAGES = AnthropicFormat.of(TABLE, row -> row);

  private LmStudioRows() {}
}
