package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.MIN_OUTPUT;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Dialect.ContentWithCalls.OMIT;
import static portside.provider.dialect.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.NOTHING;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Reasoning.NONE;
import static portside.provider.dialect.Dialect.Reasoning.THINKING;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.MOONSHOT;
import static portside.provider.dialect.Dialect.Search.BUILTIN_FUNCTION;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.DialectTable;

/// Moonshot AI, Kimi. Read in November 2026; sources: platform.kimi.ai/docs, the official clients kimi-code and kimi-cli, and dated tests of
/// the operator aihubmix.
public final class KimiRows {
  private static final Catalog MODELS = Catalog.of("kimi");

  private static final Dialect K3 =
      STANDARD
          .as("kimi-k3")
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS) // max_tokens is deprecated (platform docs)
          .with(SAMPLING, DROP) // 400 "invalid temperature: only 1 is allowed for this model" (aihubmix, 2026-10-24)
          .with(MIN_OUTPUT, 32_768) // reasoning shares the limit and takes 5 500 to 7 400 tokens even at low (aihubmix, 2026-10-24)
          .with(MAX_STOPS, 5) // platform docs
          .with(MAX_STOP_BYTES, 32) // platform docs
          .with(NAMED_TOOL_CHOICE, REQUIRED) // refused while thinking, and it always thinks; `required` works since 2026-08-26 (harn-vm 0.10)
          .with(MAX_TOOLS, 128) // platform docs
          .with(SCHEMAS, MOONSHOT) // else 400 for a property without type (kimi-code)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "high", "max") // medium runs as high, xhigh as max; none at all runs as max (aihubmix, 2026-10-24)
          .with(OFF, WEAKEST) // every form of "off" is a 400 (kimi-code docs)
          .with(CONTENT_WITH_CALLS, OMIT) // as kimi-code sends it
          .with(IMAGE_URLS, false) // data URLs and ms:// files only (platform docs, chat)
          .with(PDF, TEXT) // no such part (platform docs, chat)
          .with(REPLAY, TOOL_TURNS) // else 400 "reasoning_content is missing in assistant tool call message" (kimi-code)
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")) // the field must be there and not empty (CLIProxyAPI)
          .with(SEARCH, BUILTIN_FUNCTION) // platform docs, kimi-cli
          .with(MODELS.facts("kimi-k3"));

  /// K2.5 and K2.6, which can be told not to think. They go at the end of December 2026.
  private static final Dialect K2 =
      K3.as("kimi-k2")
          .with(MIN_OUTPUT, 0) // it can be told not to think
          .with(FORCED_TOOL_CHOICE, UNLESS_THINKING) // 400 "tool_choice '…' is incompatible with thinking enabled"
          .with(REASONING, THINKING) // on and off, no levels (platform docs)
          .with(EFFORTS, List.of())
          .with(OFF, DISABLED)
          .with(MODELS.facts("kimi-k2"));

  /// The other K2, such as K2.7 Code: it always thinks and has no levels (kimi-code docs).
  private static final Dialect K2_CODE = K2.as("kimi-k2-code").with(REASONING, NONE).with(OFF, NOTHING);

  /// The coding plan's own model with its smaller window (kimi-code docs).
  private static final Dialect FOR_CODING = K3.as("kimi-for-coding").with(MODELS.facts("kimi-for-coding"));

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(K2, "kimi-k2.5*", "kimi-k2.6*"),
          models(K2_CODE, "kimi-k2*"),
          models(FOR_CODING, "kimi-for-coding*", "k3-256k"),
          otherwise(K3));

  /// `/anthropic`, and `/coding` of the coding plan: K3 takes an effort and no `thinking`, K2 `thinking` alone; `tool_reference` is a 400 (cc-switch).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> row.with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")));

  private KimiRows() {}
}
