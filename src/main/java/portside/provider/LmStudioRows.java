package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.NamedToolChoice.ALONE;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Schemas.LLAMACPP;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// LM Studio. Read in November 2026; sources: lmstudio.ai/docs, threads of claude-code-router. The models are the user's.
final class LmStudioRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("lmstudio")
          .namedToolChoice(ALONE) // tool_choice is a word; an object was a 400
          .parallelToolCalls(UNSAID) // not in the docs
          .schemas(LLAMACPP) // its engine is llama.cpp: "failed to parse grammar" (openclaw #117070)
          .contentWithCalls(EMPTY)
          .imageUrls(false) // data URLs only
          .pdf(TEXT)
          .leakedCalls(true) // templates without a parser for their calls
          .argumentTypes(true) // small models write "5" for 5
          .row();

  /// Models whose template opens the reasoning itself, while a setting decides whether the server takes it apart.
  private static final Dialect THINKING = PLAIN.as("lmstudio-thinking").openThought(true).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"), otherwise(PLAIN));

  private LmStudioRows() {}
}
