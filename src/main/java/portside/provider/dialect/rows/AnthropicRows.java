package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Dialect.ForcedToolChoice.NO;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.StructuredOutput.NONE;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectTable;

/// Anthropic through its OpenAI-compatible layer, for a process that shall speak to it like to any other; Claude Code itself needs no proxy for
/// that. Read in November 2026; sources: platform.claude.com/docs (model pages, "What's new in Opus 5.5", troubleshooting of thinking).
public final class AnthropicRows {
  private static final Catalog MODELS = Catalog.of("anthropic");

  private static final Dialect CLAUDE =
      STANDARD
          .as("anthropic")
          .with(SAMPLING, DROP) // other values than the defaults are a 400 on the 5 series
          .with(STRUCTURED_OUTPUT, NONE) // the layer passes response_format over, so the schema is said in words
          .with(PDF, TEXT) // the layer's parts are text and pictures
          .with(MODELS.facts("anthropic"));

  /// Models that refuse a forced tool choice ("What's new in Opus 5.5").
  private static final Dialect UNFORCED = CLAUDE.as("anthropic-unforced").with(FORCED_TOOL_CHOICE, NO);

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(UNFORCED, "claude-opus-5*", "claude-fable*", "claude-mythos*"),
          otherwise(CLAUDE));

  private AnthropicRows() {}
}
