package portside.provider;

import static portside.provider.Dialect.ForcedToolChoice.NO;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.StructuredOutput.NONE;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// Anthropic through its OpenAI-compatible layer, for a process that shall speak to it like to any other; Claude Code itself needs no proxy for
/// that. Read in November 2026; sources: platform.claude.com/docs (model pages, "What's new in Opus 5.5", troubleshooting of thinking).
final class AnthropicRows {
  private static final Dialect CLAUDE =
      STANDARD
          .as("anthropic")
          .maxOutput(128_000) // model pages
          .sampling(DROP) // other values than the defaults are a 400 on the 5 series
          .structuredOutput(NONE) // the layer passes response_format over, so the schema is said in words
          .pdf(TEXT) // the layer's parts are text and pictures
          .contextWindow(1_000_000) // model pages
          .row();

  /// Models that refuse a forced tool choice ("What's new in Opus 5.5").
  private static final Dialect UNFORCED = CLAUDE.as("anthropic-unforced").forcedToolChoice(NO).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5",
          models(UNFORCED, "claude-opus-5*", "claude-fable*", "claude-mythos*"),
          otherwise(CLAUDE));

  private AnthropicRows() {}
}
