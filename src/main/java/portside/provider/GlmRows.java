package portside.provider;

import static portside.provider.Dialect.ErrorMeaning.AUTHENTICATION;
import static portside.provider.Dialect.ErrorMeaning.BILLING;
import static portside.provider.Dialect.ErrorMeaning.INVALID;
import static portside.provider.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.Dialect.ErrorMeaning.OVERFLOW;
import static portside.provider.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.Dialect.ErrorMeaning.POLICY;
import static portside.provider.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.THINKING;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.Dialect.Search.WEB_SEARCH_TOOL;
import static portside.provider.Dialect.StructuredOutput.JSON_OBJECT;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ExtraMember;

/// Zhipu AI, Z.ai, GLM. Read in November 2026; sources: docs.z.ai and docs.bigmodel.cn, agentscope-java's GLM formatter (which cites
/// Zhipu's reference), dated tests of the operator aihubmix, and public recordings of api.z.ai (glm-4.5 to glm-4.7).
final class GlmRows {
  /// docs.z.ai, "Error codes"; most of them come with the status 429, an empty balance as well as too many calls at once.
  private static final ErrorCode[] CODES = {
    new ErrorCode("1000", AUTHENTICATION),
    new ErrorCode("1001", AUTHENTICATION),
    new ErrorCode("1002", AUTHENTICATION),
    new ErrorCode("1003", AUTHENTICATION),
    new ErrorCode("1004", AUTHENTICATION),
    new ErrorCode("1110", BILLING),
    new ErrorCode("1111", BILLING),
    new ErrorCode("1112", BILLING),
    new ErrorCode("1113", BILLING), // also a key of the coding plan at the other address (openclaw, 2026-01-29)
    new ErrorCode("1121", PERMISSION), // the account is locked
    new ErrorCode("1210", INVALID),
    new ErrorCode("1211", NOT_FOUND), // no such model
    new ErrorCode("1213", INVALID),
    new ErrorCode("1214", INVALID),
    new ErrorCode("1215", INVALID),
    new ErrorCode("1234", OVERLOADED), // a network error of theirs
    new ErrorCode("1261", OVERFLOW),
    new ErrorCode("1301", POLICY), // unsafe content
    new ErrorCode("1302", RATE_LIMIT), // too many calls at once
    new ErrorCode("1303", RATE_LIMIT),
    new ErrorCode("1305", OVERLOADED),
    new ErrorCode("1308", QUOTA), // the plan's five hours
    new ErrorCode("1309", QUOTA), // the plan has expired
    new ErrorCode("1310", QUOTA), // the plan's week or month
    new ErrorCode("1313", PERMISSION) // fair use
  };

  /// What all GLM models share; also GLM 4.5 to 5.1, which think unless told not to.
  private static final Dialect GLM =
      STANDARD
          .as("glm-4")
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
          .search(WEB_SEARCH_TOOL) // z-ai-sdk-python, 2026-04
          .errorCodes(CODES)
          .cutsSilently(true) // seen at z.ai (pi-mono, 2026-03)
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

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "glm-5.3", "glm-5.3", "glm-5.3-flash",
          models(V5_3_FLASH, "glm-5.3-flash*"),
          models(VISION, "glm-4.5v*", "glm-4.6v*", "glm-5v*"),
          models(V5_2, "glm-5.2*"),
          models(GLM, "glm-4*", "glm-5", "glm-5.1*", "glm-5-*"),
          otherwise(V5_3));

  private GlmRows() {}
}
