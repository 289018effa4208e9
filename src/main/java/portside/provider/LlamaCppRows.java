package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.NamedToolChoice.ALONE;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.ParallelToolCalls.SAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.LLAMACPP;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// llama.cpp's own server, started with `--jinja` for tools. Read in November 2026; source: its README and issues. The model is the user's.
final class LlamaCppRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("llamacpp")
          .topK(true)
          .namedToolChoice(ALONE) // the name of a forced tool is dropped
          .parallelToolCalls(SAID) // one call at a time unless it is said (README)
          .schemas(LLAMACPP) // "failed to parse grammar" (openclaw #117070)
          .contentWithCalls(EMPTY)
          .imageUrls(false) // a server built without curl cannot fetch them
          .pdf(TEXT)
          .reasoning(TEMPLATE_KWARGS) // templates that do not know the word leave it alone
          .off(DISABLED)
          .replay(TOOL_TURNS) // reasoning_content in and out
          .leakedCalls(true) // templates without a parser for their calls
          .argumentTypes(true) // small models write "5" for 5
          .row();

  /// Models whose template opens the reasoning itself; with `--reasoning-format none` only the closing tag comes.
  private static final Dialect THINKING = PLAIN.as("llamacpp-thinking").openThought(true).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"), otherwise(PLAIN));

  private LlamaCppRows() {}
}
