package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.NOTHING;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.OPEN_OBJECTS;
import static portside.provider.dialect.Dialect.Strict.WHEN_ASKED;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.DialectTable;

/// xAI, Grok, on chat completions, which it calls legacy and which take tools with thinking. `DIALECT_WIRE=responses` with
/// `DIALECT_PROMPT_CACHE=key` asks it the other way. Read in November 2026; sources: docs.x.ai, the Vercel AI SDK's adapter (2026-08-22), pi-mono.
public final class XaiRows {
  private static final Catalog MODELS = Catalog.of("xai");

  /// 4.7; also what comes after it.
  private static final Dialect V4_7 =
      STANDARD
          .as("grok-4.7")
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .with(MAX_OUTPUT, 131_072) // a limit of ours: they name none (docs.x.ai, grok-4-7)
          .with(MAX_STOPS, 0) // refused by models that think (litellm #12635)
          .with(SCHEMAS, OPEN_OBJECTS) // Vercel AI SDK
          .with(STRICT, WHEN_ASKED)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(PDF, TEXT) // no such part; pictures are JPEG and PNG
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "medium", "high", "xhigh") // high when nothing is said (docs.x.ai)
          .with(OFF, WEAKEST) // none is refused
          .with(AFFINITY_HEADER, "x-grok-conv-id") // else requests land on servers without the cache (docs.x.ai)
          .with(MODELS.facts("grok-4.7"));

  private static final Dialect V4_5 = V4_7.as("grok-4.5").with(EFFORTS, "low", "medium", "high"); // 4.5 and 4.6

  private static final Dialect V4_3 =
      V4_7.as("grok-4.3").with(EFFORTS, "none", "low", "medium", "high").with(OFF, EFFORT_NONE).with(MODELS.facts("grok-4.3"));

  /// Of 4.20 there is one that thinks and one that does not; both refuse an effort.
  private static final Dialect V4_20 =
      V4_7.as("grok-4.20").with(REASONING, Reasoning.NONE).with(EFFORTS, List.of()).with(OFF, NOTHING).with(CONTEXT_WINDOW, 0);

  private static final Dialect V4_20_PLAIN = V4_20.as("grok-4.20-non-reasoning").with(MAX_STOPS, STANDARD.get(MAX_STOPS));

  private static final Dialect BUILD = V4_20.as("grok-build").with(MODELS.facts("grok-build"));

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(V4_20_PLAIN, "grok-4.20*non-reasoning*"),
          models(V4_20, "grok-4.20*"),
          models(V4_3, "grok-4.3*"),
          models(V4_5, "grok-4.5*", "grok-4.6*"),
          models(BUILD, "grok-build*", "grok-code*"),
          otherwise(V4_7));

  private XaiRows() {}
}
