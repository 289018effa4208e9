package portside.provider;

import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.THINKING;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.StructuredOutput.JSON_OBJECT;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import java.util.List;
import portside.provider.Dialect.ExtraMember;

/// Zhipu AI, Z.ai, GLM. Read in November 2026; sources: docs.z.ai and docs.bigmodel.cn, agentscope-java's GLM formatter (which cites
/// Zhipu's reference), dated tests of the operator aihubmix, and public recordings of api.z.ai (glm-4.5 to glm-4.7).
final class GlmRows {
  /// What all GLM models share; also GLM 4.5 to 5.1, which think unless told not to.
  private static final Dialect GLM =
      STANDARD
          .as("glm")
          .maxOutput(131_072) // beyond: 400 "valid range [1,131072]" (agentscope-java)
          .samplingFloor(0.01) // top_p is [0.01,1]; a temperature of 0 means something else there (agentscope-java)
          .maxStops(1) // docs.z.ai, chat completion
          .noneToolChoice(false) // the reference knows only auto; a named function was answered (recorded, glm-4.7-flash)
          .parallelToolCalls(UNSAID) // not in the reference (agentscope-java drops it)
          .schemas(INLINE_REFS) // the reference shows plain schemas only; a reference is not known to be followed
          .structuredOutput(JSON_OBJECT) // docs.z.ai, structured output: text or json_object
          .reasoning(THINKING)
          .thinkingOn("{\"type\":\"enabled\",\"clear_thinking\":false}") // preserved thinking is off on /paas (docs.bigmodel.cn, thinking mode)
          .off(DISABLED)
          .images(false) // vision models only
          .imageUrls(false)
          .pdf(TEXT) // file_url on vision models, not confirmed
          .replay(ALL) // preserved thinking wants it back unmodified (docs.bigmodel.cn, thinking mode)
          .extraBody(new ExtraMember("tool_stream", "true")) // else the arguments of a call come in one piece (docs.z.ai)
          .contextWindow(204_800)
          .row();

  private static final Dialect VISION = GLM.as("glm-vision").images(true).imageUrls(true).contextWindow(0).row();

  private static final Dialect V5_2 =
      GLM.as("glm-5.2")
          .efforts("high", "max") // low and medium run as high (aihubmix, 2026-08-14)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect V5_3 =
      V5_2.as("glm-5.3")
          .efforts("low", "high", "max") // max when nothing is said (aihubmix, 2026-08-14)
          .off(WEAKEST) // thinking takes `enabled` only (aihubmix, 2026-08-14)
          .row();

  private static final Dialect V5_3_FLASH = V5_3.as("glm-5.3-flash").images(true).imageUrls(true).row(); // multimodal (OpenRouter, 2026-09-18)

  static final KnownProvider PROVIDER =
      new KnownProvider(
          "glm",
          List.of(
              "https://api.z.ai/api/paas/v4",
              "https://api.z.ai/api/coding/paas/v4",
              "https://open.bigmodel.cn/api/paas/v4",
              "https://open.bigmodel.cn/api/coding/paas/v4"),
          new Provider.Models("glm-5.3", "glm-5.3", "glm-5.3-flash"),
          List.of(
              models(V5_3_FLASH, "glm-5.3-flash*"),
              models(VISION, "glm-4.5v*", "glm-4.6v*", "glm-5v*"),
              models(V5_2, "glm-5.2*"),
              models(GLM, "glm-4*", "glm-5", "glm-5.1*", "glm-5-*"),
              otherwise(V5_3)));

  private GlmRows() {}
}
