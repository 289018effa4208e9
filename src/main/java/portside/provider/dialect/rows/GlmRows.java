package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.CUTS_SILENTLY;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.RESET_ZONE;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Dialect.ErrorMeaning.AUTHENTICATION;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.INVALID;
import static portside.provider.dialect.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERFLOW;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.dialect.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.dialect.Dialect.ErrorMeaning.POLICY;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.THINKING;
import static portside.provider.dialect.Dialect.Replay.ALL;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.Search.WEB_SEARCH_TOOL;
import static portside.provider.dialect.Dialect.StructuredOutput.JSON_OBJECT;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.time.ZoneOffset;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.DialectTable;

/// Zhipu AI, Z.ai, GLM. Read in November 2026; sources: docs.z.ai and docs.bigmodel.cn, agentscope-java's GLM formatter (which cites
/// Zhipu's reference), dated tests of the operator aihubmix, and public recordings of api.z.ai (glm-4.5 to glm-4.7).
public final class GlmRows {
  private static final Catalog MODELS = Catalog.of("glm");

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
    new ErrorCode("1311", QUOTA), // this and the rest are limits of the plan too (TeXRA #9865)
    new ErrorCode("1312", QUOTA),
    new ErrorCode("1313", PERMISSION), // fair use
    new ErrorCode("1314", QUOTA),
    new ErrorCode("1315", QUOTA),
    new ErrorCode("1316", QUOTA),
    new ErrorCode("1317", QUOTA),
    new ErrorCode("1318", QUOTA),
    new ErrorCode("1319", QUOTA),
    new ErrorCode("1320", QUOTA),
    new ErrorCode("1321", QUOTA)
  };

  /// What all GLM models share; also GLM 4.5 to 5.1, which think unless told not to.
  private static final Dialect GLM =
      STANDARD
          .as("glm-4")
          .with(MAX_OUTPUT, 131_072) // the API's own limit for every model: beyond it 400 "valid range [1,131072]" (agentscope-java)
          .with(SAMPLING_FLOOR, 0.01) // top_p is [0.01,1]; a temperature of 0 means something else there (agentscope-java)
          .with(MAX_STOPS, 1) // docs.z.ai, chat completion
          .with(NONE_TOOL_CHOICE, false) // the reference knows only auto; a named function was answered (recorded, glm-4.7-flash)
          .with(PARALLEL_TOOL_CALLS, UNSAID) // not in the reference (agentscope-java drops it)
          .with(SCHEMAS, INLINE_REFS) // the reference shows plain schemas only; a reference is not known to be followed
          .with(STRUCTURED_OUTPUT, JSON_OBJECT) // docs.z.ai, structured output: text or json_object
          .with(REASONING, THINKING)
          // preserved thinking is off on /paas (docs.bigmodel.cn, thinking mode)
          .with(THINKING_ON, "{\"type\":\"enabled\",\"clear_thinking\":false}")
          .with(OFF, DISABLED)
          .with(IMAGES, false) // vision models only
          .with(IMAGE_URLS, false)
          .with(PDF, TEXT) // file_url on vision models, not confirmed
          .with(REPLAY, ALL) // preserved thinking wants it back unmodified (docs.bigmodel.cn, thinking mode)
          .with(EXTRA_BODY, new ExtraMember("tool_stream", "true")) // else the arguments of a call come in one piece (docs.z.ai)
          .with(SEARCH, WEB_SEARCH_TOOL) // z-ai-sdk-python, 2026-04
          .with(ERROR_CODES, CODES)
          .with(RESET_ZONE, ZoneOffset.ofHours(8)) // "Your limit will reset at 2026-09-09 05:38:28" is in Beijing's time (OmniRoute #14479, oh-my-pi #11014)
          .with(CUTS_SILENTLY, true) // seen at z.ai (pi-mono, 2026-03)
          .with(MODELS.facts("glm-4"));

  private static final Dialect VISION = GLM.as("glm-vision").with(IMAGES, true).with(IMAGE_URLS, true).with(CONTEXT_WINDOW, 0);

  private static final Dialect V5_2 =
      GLM.as("glm-5.2")
          .with(EFFORTS, "high", "max") // low and medium run as high (aihubmix, 2026-08-14)
          .with(MODELS.facts("glm-5.2"));

  private static final Dialect V5_3 =
      V5_2.as("glm-5.3")
          .with(EFFORTS, "low", "high", "max") // max when nothing is said (aihubmix, 2026-08-14)
          .with(OFF, WEAKEST); // thinking takes `enabled` only (aihubmix, 2026-08-14)

  private static final Dialect V5_3_FLASH = V5_3.as("glm-5.3-flash").with(IMAGES, true).with(IMAGE_URLS, true); // multimodal (OpenRouter, 2026-09-18)

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(V5_3_FLASH, "glm-5.3-flash*"),
          models(VISION, "glm-4.5v*", "glm-4.6v*", "glm-5v*"),
          models(V5_2, "glm-5.2*"),
          models(GLM, "glm-4*", "glm-5", "glm-5.1*", "glm-5-*"),
          otherwise(V5_3));

  /// `/api/anthropic`. It says usage 0/0 when a message starts and the truth at its end (zai-org/GLM-5#139).
  public static final DialectTable MESSAGES = AnthropicFormat.of(TABLE, row -> row);

  private GlmRows() {}
}
