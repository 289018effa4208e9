package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.OMIT;
import static portside.provider.Dialect.ForcedToolChoice.UNLESS_THINKING;
import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.NamedToolChoice.REQUIRED;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.NOTHING;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Reasoning.NONE;
import static portside.provider.Dialect.Reasoning.THINKING;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Schemas.MOONSHOT;
import static portside.provider.Dialect.Search.BUILTIN_FUNCTION;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// Moonshot AI, Kimi. Read in November 2026; sources: platform.kimi.ai/docs, the official clients kimi-code and kimi-cli, and dated tests of
/// the operator aihubmix.
final class KimiRows {
  private static final Dialect K3 =
      STANDARD
          .as("kimi-k3")
          .maxTokensField(MAX_COMPLETION_TOKENS) // max_tokens is deprecated (platform docs)
          .maxOutput(131_072) // the platform's own default; up to the whole window on request (aihubmix, 2026-07-17)
          .sampling(DROP) // 400 "invalid temperature: only 1 is allowed for this model" (aihubmix, 2026-10-24)
          .minOutput(32_768) // reasoning shares the limit and takes 5 500 to 7 400 tokens even at low (aihubmix, 2026-10-24)
          .maxStops(5) // platform docs
          .maxStopBytes(32) // platform docs
          .namedToolChoice(REQUIRED) // refused while thinking, and it always thinks; `required` works since 2026-08-26 (harn-vm 0.10)
          .maxTools(128) // platform docs
          .schemas(MOONSHOT) // else 400 for a property without type (kimi-code)
          .reasoning(EFFORT)
          .efforts("low", "high", "max") // medium runs as high, xhigh as max; none at all runs as max (aihubmix, 2026-10-24)
          .off(WEAKEST) // every form of "off" is a 400 (kimi-code docs)
          .contentWithCalls(OMIT) // as kimi-code sends it
          .imageUrls(false) // data URLs and ms:// files only (platform docs, chat)
          .pdf(TEXT) // no such part (platform docs, chat)
          .replay(TOOL_TURNS) // else 400 "reasoning_content is missing in assistant tool call message" (kimi-code)
          .missingReasoning("[reasoning unavailable]") // the field must be there and not empty (CLIProxyAPI)
          .search(BUILTIN_FUNCTION) // platform docs, kimi-cli
          .contextWindow(1_048_576)
          .row();

  /// K2.5 and K2.6, which can be told not to think. They go at the end of December 2026.
  private static final Dialect K2 =
      K3.as("kimi-k2")
          .maxOutput(32_768) // catwalk, 2026-08
          .minOutput(0) // it can be told not to think
          .forcedToolChoice(UNLESS_THINKING) // 400 "tool_choice '…' is incompatible with thinking enabled"
          .reasoning(THINKING) // on and off, no levels (platform docs)
          .efforts()
          .off(DISABLED)
          .contextWindow(262_144)
          .row();

  /// The other K2, such as K2.7 Code: it always thinks and has no levels (kimi-code docs).
  private static final Dialect K2_CODE = K2.as("kimi-k2-code").reasoning(NONE).off(NOTHING).row();

  /// The coding plan's own model with its smaller window (kimi-code docs).
  private static final Dialect FOR_CODING = K3.as("kimi-for-coding").maxOutput(32_768).contextWindow(262_144).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "kimi-k3.1-pro", "kimi-k3.1-pro", "kimi-k3.1-pro",
          models(K2, "kimi-k2.5*", "kimi-k2.6*"),
          models(K2_CODE, "kimi-k2*"),
          models(FOR_CODING, "kimi-for-coding*", "k3-256k"),
          otherwise(K3));

  private KimiRows() {}
}
