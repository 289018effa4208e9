package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.NOTHING;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Reasoning.REASONING_OBJECT;
import static portside.provider.dialect.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.Schemas.MOONSHOT;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.DialectTable;

/// Together, which serves open models and lets each be steered in its own way. Read in November 2026; sources: docs.together.ai (reasoning,
/// GLM-5.3 quickstart), harn-vm 0.10.
public final class TogetherRows {
  private static final Catalog MODELS = Catalog.of("together");

  private static final Dialect TOGETHER =
      STANDARD
          .as("together")
          .with(TOP_K, true)
          .with(SCHEMAS, INLINE_REFS)
          .with(CONTENT_WITH_CALLS, EMPTY) // a message without content is refused by vLLM and SGLang, which they run
          .with(PDF, TEXT)
          .with(REPLAY, TOOL_TURNS)
          .with(REPLAY_FIELD, "") // reasoning_content or reasoning, by model; the same one goes back
          .with(OFF, NOTHING);

  private static final Dialect GLM =
      TOGETHER
          .as("together-glm")
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "high", "max") // a wrong one is taken without a word
          .with(OFF, WEAKEST)
          .with(REPLAY, Replay.ALL)
          .with(MODELS.facts("together-glm"));

  private static final Dialect GLM_FLASH = GLM.as("together-glm-flash").with(IMAGES, true).with(IMAGE_URLS, true);

  private static final Dialect KIMI =
      GLM.as("together-kimi")
          .with(SCHEMAS, MOONSHOT)
          .with(IMAGES, true)
          .with(IMAGE_URLS, true)
          .with(REPLAY, TOOL_TURNS)
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")); // as Moonshot itself asks for it

  private static final Dialect GPT_OSS =
      TOGETHER
          .as("together-gpt-oss")
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "medium", "high")
          .with(OFF, WEAKEST)
          .with(MODELS.facts("together-gpt-oss"));

  /// Models that think or not, as `reasoning.enabled` says.
  private static final Dialect HYBRID =
      TOGETHER
          .as("together-hybrid")
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(REASONING, REASONING_OBJECT)
          .with(OFF, DISABLED)
          .with(MODELS.facts("together-hybrid"));

  private static final Dialect QWEN = TOGETHER.as("together-qwen").with(REASONING, TEMPLATE_KWARGS).with(OFF, DISABLED);

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(GLM_FLASH, "zai-org/glm-5.3-flash*"),
          models(GLM, "zai-org/glm-5*"),
          models(KIMI, "moonshotai/kimi-k3*"),
          models(GPT_OSS, "openai/gpt-oss*"),
          models(HYBRID, "deepseek-ai/*"),
          models(QWEN, "qwen/qwen3*"),
          otherwise(TOGETHER));

  private TogetherRows() {}
}
