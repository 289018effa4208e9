package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.PromptCache.KEY;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.Schemas.MOONSHOT;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.Off;
import portside.provider.Dialect.Reasoning;

/// Fireworks. Its ids are `accounts/fireworks/models/NAME`. Read in November 2026; sources: docs.fireworks.ai (reasoning, prompt caching),
/// catwalk (2026-08), the Vercel AI SDK's adapter.
final class FireworksRows {
  /// A model of which nothing more is known.
  private static final Dialect FIREWORKS =
      STANDARD
          .as("fireworks")
          .topK(true)
          .schemas(INLINE_REFS)
          .contentWithCalls(EMPTY)
          .pdf(TEXT)
          .replay(TOOL_TURNS) // "include it from previous assistant turns when the last message is a tool result"; else ignored (reasoning)
          .promptCache(KEY) // docs, prompt caching
          .affinityHeader("x-session-affinity") // docs, prompt caching
          .row();

  private static final Dialect THINKING =
      FIREWORKS.as("fireworks-thinking").reasoning(EFFORT).efforts("low", "medium", "high").off(WEAKEST).row(); // catwalk

  private static final Dialect GPT_OSS = THINKING.as("fireworks-gpt-oss").images(false).imageUrls(false).contextWindow(131_072).row();

  private static final Dialect DEEPSEEK =
      THINKING
          .as("fireworks-deepseek")
          .maxOutput(131_072)
          .images(false)
          .imageUrls(false)
          .efforts("none", "high", "xhigh") // catwalk; low only for some
          .off(EFFORT_NONE)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect GLM =
      DEEPSEEK.as("fireworks-glm").efforts("high", "max").off(Off.NOTHING).row(); // catwalk; a switch is not known

  private static final Dialect KIMI =
      THINKING
          .as("fireworks-kimi")
          .maxOutput(131_072)
          .schemas(MOONSHOT)
          .efforts("low", "high", "max") // catwalk
          .missingReasoning("[reasoning unavailable]") // as Moonshot itself asks for it
          .contextWindow(1_048_576)
          .row();

  private static final Dialect KIMI_K2 =
      KIMI.as("fireworks-kimi-k2").reasoning(Reasoning.NONE).efforts().off(Off.NOTHING).contextWindow(262_144).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "accounts/fireworks/models/kimi-k3", "accounts/fireworks/models/glm-5p2", "accounts/fireworks/models/deepseek-v4-flash-0731",
          models(KIMI_K2, "*/kimi-k2*"),
          models(KIMI, "*/kimi-*"),
          models(DEEPSEEK, "*/deepseek-v4*"),
          models(GLM, "*/glm-5*"),
          models(GPT_OSS, "*/gpt-oss*"),
          models(THINKING, "*/qwen3p8*", "*/minimax-m*"),
          otherwise(FIREWORKS));

  private FireworksRows() {}
}
