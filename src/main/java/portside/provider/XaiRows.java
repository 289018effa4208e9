package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.NOTHING;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Schemas.OPEN_OBJECTS;
import static portside.provider.Dialect.Strict.WHEN_ASKED;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.Reasoning;

/// xAI, Grok, on chat completions, which it calls legacy and which take tools with thinking. `DIALECT_WIRE=responses` with
/// `DIALECT_PROMPT_CACHE=key` asks it the other way. Read in November 2026; sources: docs.x.ai, the Vercel AI SDK's adapter (2026-08-22), pi-mono.
final class XaiRows {
  /// 4.7; also what comes after it.
  private static final Dialect V4_7 =
      STANDARD
          .as("grok-4.7")
          .maxTokensField(MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .maxOutput(131_072) // a limit of ours: they name none (docs.x.ai, grok-4-7)
          .maxStops(0) // refused by models that think (litellm #12635)
          .schemas(OPEN_OBJECTS) // Vercel AI SDK
          .strict(WHEN_ASKED)
          .contentWithCalls(EMPTY)
          .pdf(TEXT) // no such part; pictures are JPEG and PNG
          .reasoning(EFFORT)
          .efforts("low", "medium", "high", "xhigh") // high when nothing is said (docs.x.ai)
          .off(WEAKEST) // none is refused
          .affinityHeader("x-grok-conv-id") // else requests land on servers without the cache (docs.x.ai)
          .contextWindow(500_000)
          .row();

  private static final Dialect V4_5 = V4_7.as("grok-4.5").efforts("low", "medium", "high").row(); // 4.5 and 4.6

  private static final Dialect V4_3 =
      V4_7.as("grok-4.3").efforts("none", "low", "medium", "high").off(EFFORT_NONE).contextWindow(1_000_000).row();

  /// Of 4.20 there is one that thinks and one that does not; both refuse an effort.
  private static final Dialect V4_20 = V4_7.as("grok-4.20").reasoning(Reasoning.NONE).efforts().off(NOTHING).contextWindow(0).row();

  private static final Dialect V4_20_PLAIN = V4_20.as("grok-4.20-non-reasoning").maxStops(STANDARD.maxStops()).row();

  private static final Dialect BUILD = V4_20.as("grok-build").contextWindow(256_000).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "grok-4.7", "grok-4.7", "grok-4.3",
          models(V4_20_PLAIN, "grok-4.20*non-reasoning*"),
          models(V4_20, "grok-4.20*"),
          models(V4_3, "grok-4.3*"),
          models(V4_5, "grok-4.5*", "grok-4.6*"),
          models(BUILD, "grok-build*", "grok-code*"),
          otherwise(V4_7));

  private XaiRows() {}
}
