package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.NOTHING;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Reasoning.REASONING_OBJECT;
import static portside.provider.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.Schemas.MOONSHOT;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.Replay;

/// Together, which serves open models and lets each be steered in its own way. Read in November 2026; sources: docs.together.ai (reasoning,
/// GLM-5.3 quickstart), harn-vm 0.10.
final class TogetherRows {
  private static final Dialect TOGETHER =
      STANDARD
          .as("together")
          .topK(true)
          .schemas(INLINE_REFS)
          .contentWithCalls(EMPTY) // a message without content is refused by vLLM and SGLang, which they run
          .pdf(TEXT)
          .replay(TOOL_TURNS)
          .replayField("") // reasoning_content or reasoning, by model; the same one goes back
          .off(NOTHING)
          .row();

  private static final Dialect GLM =
      TOGETHER
          .as("together-glm")
          .maxOutput(131_072)
          .images(false)
          .imageUrls(false)
          .reasoning(EFFORT)
          .efforts("low", "high", "max") // a wrong one is taken without a word
          .off(WEAKEST)
          .replay(Replay.ALL)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect GLM_FLASH = GLM.as("together-glm-flash").images(true).imageUrls(true).row();

  private static final Dialect KIMI =
      GLM.as("together-kimi")
          .schemas(MOONSHOT)
          .images(true)
          .imageUrls(true)
          .replay(TOOL_TURNS)
          .missingReasoning("[reasoning unavailable]") // as Moonshot itself asks for it
          .row();

  private static final Dialect GPT_OSS =
      TOGETHER
          .as("together-gpt-oss")
          .images(false)
          .imageUrls(false)
          .reasoning(EFFORT)
          .efforts("low", "medium", "high")
          .off(WEAKEST)
          .contextWindow(131_072)
          .row();

  /// Models that think or not, as `reasoning.enabled` says.
  private static final Dialect HYBRID =
      TOGETHER.as("together-hybrid").images(false).imageUrls(false).reasoning(REASONING_OBJECT).off(DISABLED).contextWindow(512_000).row();

  private static final Dialect QWEN = TOGETHER.as("together-qwen").reasoning(TEMPLATE_KWARGS).off(DISABLED).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "moonshotai/Kimi-K3", "zai-org/GLM-5.3", "zai-org/GLM-5.3-Flash",
          models(GLM_FLASH, "zai-org/glm-5.3-flash*"),
          models(GLM, "zai-org/glm-5*"),
          models(KIMI, "moonshotai/kimi-k3*"),
          models(GPT_OSS, "openai/gpt-oss*"),
          models(HYBRID, "deepseek-ai/*"),
          models(QWEN, "qwen/qwen3*"),
          otherwise(TOGETHER));

  private TogetherRows() {}
}
