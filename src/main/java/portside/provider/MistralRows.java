package portside.provider;

import static portside.provider.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.NamedToolChoice.ALONE;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Pdf.DOCUMENT_URL;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.ReplayAs.PARTS;
import static portside.provider.Dialect.Strict.WHEN_ASKED;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// Mistral. Read in November 2026; sources: docs.mistral.ai, the Vercel AI SDK's adapter (2026-08-22), pi-mono (2026-03).
final class MistralRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("mistral")
          .namedToolChoice(ALONE) // as the Vercel AI SDK does it
          .requiredWord("any")
          .callIds(NINE_ALPHANUMERIC) // else 400 (eca #233)
          .toolResultName(true) // Vercel AI SDK
          .replyAfterTools(true) // a user message after tool messages was refused (pi-mono)
          .strict(WHEN_ASKED)
          .streamUsage(false) // 422, as for every field it does not know (avante #2347); usage comes anyway
          .contentWithCalls(EMPTY) // null is refused (mistral-common #324)
          .pdf(DOCUMENT_URL)
          .contextWindow(262_144)
          .row();

  /// Small 4 and Medium 3.5.
  private static final Dialect THINKING =
      PLAIN
          .as("mistral-thinking")
          .reasoning(EFFORT)
          .efforts("none", "high") // nothing between (docs)
          .off(EFFORT_NONE)
          .replay(TOOL_TURNS) // in the form it came, or not at all
          .replayAs(PARTS)
          .row();

  /// Large 4, a preview of October 2026.
  private static final Dialect LARGE = THINKING.as("mistral-large").maxOutput(262_144).contextWindow(524_288).row(); // Vercel; Bifrost says 1 Mi

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "mistral-large-4", "mistral-medium-latest", "mistral-small-latest",
          models(LARGE, "mistral-large*"),
          models(THINKING, "mistral-medium*", "mistral-small*"),
          otherwise(PLAIN));

  private MistralRows() {}
}
