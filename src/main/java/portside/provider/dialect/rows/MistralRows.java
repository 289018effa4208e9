package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.NamedToolChoice.ALONE;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Pdf.DOCUMENT_URL;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.ReplayAs.PARTS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Strict.WHEN_ASKED;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectTable;

/// Mistral. Read in November 2026; sources: docs.mistral.ai, the Vercel AI SDK's adapter (2026-08-22), pi-mono (2026-03).
public final class MistralRows {
  private static final Catalog MODELS = Catalog.of("mistral");

  private static final Dialect PLAIN =
      STANDARD
          .as("mistral")
          .with(NAMED_TOOL_CHOICE, ALONE) // as the Vercel AI SDK does it
          .with(REQUIRED_WORD, "any")
          .with(CALL_IDS, NINE_ALPHANUMERIC) // else 400 (eca #233)
          .with(TOOL_RESULT_NAME, true) // Vercel AI SDK
          .with(REPLY_AFTER_TOOLS, true) // a user message after tool messages was refused (pi-mono)
          .with(STRICT, WHEN_ASKED)
          .with(STREAM_USAGE, false) // 422, as for every field it does not know (avante #2347); usage comes anyway
          .with(CONTENT_WITH_CALLS, EMPTY) // null is refused (mistral-common #324)
          .with(PDF, DOCUMENT_URL)
          .with(MODELS.facts("mistral"));

  /// Small 4 and Medium 3.5.
  private static final Dialect THINKING =
      PLAIN
          .as("mistral-thinking")
          .with(REASONING, EFFORT)
          .with(EFFORTS, "none", "high") // nothing between (docs)
          .with(OFF, EFFORT_NONE)
          .with(REPLAY, TOOL_TURNS) // in the form it came, or not at all
          .with(REPLAY_AS, PARTS);

  /// Large 4, a preview of October 2026.
  private static final Dialect LARGE =
      THINKING.as("mistral-large").with(MODELS.facts("mistral-large"));

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(LARGE, "mistral-large*"),
          models(THINKING, "mistral-medium*", "mistral-small*"),
          otherwise(PLAIN));

  private MistralRows() {}
}
