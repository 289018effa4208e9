package portside.provider;

import static portside.provider.Dialect.ErrorMeaning.AUTHENTICATION;
import static portside.provider.Dialect.ErrorMeaning.BILLING;
import static portside.provider.Dialect.ErrorMeaning.INVALID;
import static portside.provider.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.Dialect.ErrorMeaning.POLICY;
import static portside.provider.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.Dialect.ErrorMeaning.TIMEOUT;
import static portside.provider.Dialect.ForcedToolChoice.NO;
import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.NOTHING;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Reasoning.THINKING;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.ReplayAs.DETAILS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ExtraMember;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.StructuredOutput;

/// MiniMax. Read in November 2026; sources: platform.minimax.io/docs, agentscope-java's MiniMax formatter, Alibaba Model Studio's page on
/// M3.1 Flash, and dated tests of the operator aihubmix.
final class MiniMaxRows {
  /// `base_resp.status_code`, often inside an answer with status 200 (platform docs; lists of pi-mono and kimi-code).
  private static final ErrorCode[] CODES = {
    new ErrorCode("1000", OVERLOADED), // "unknown error", transient
    new ErrorCode("1001", TIMEOUT),
    new ErrorCode("1002", RATE_LIMIT),
    new ErrorCode("1004", AUTHENTICATION),
    new ErrorCode("1008", BILLING),
    new ErrorCode("1024", OVERLOADED), // an error inside
    new ErrorCode("1026", POLICY), // unsafe prompt
    new ErrorCode("1027", POLICY), // unsafe answer
    new ErrorCode("1033", OVERLOADED), // an error inside
    new ErrorCode("1039", RATE_LIMIT), // tokens a minute
    new ErrorCode("1041", RATE_LIMIT), // connections
    new ErrorCode("2013", INVALID), // also a prompt that is too long, which its words tell
    new ErrorCode("2049", AUTHENTICATION),
    new ErrorCode("2056", QUOTA) // the plan, until it is reset
  };

  private static final Dialect M3 =
      STANDARD
          .as("minimax-m3")
          .maxTokensField(MAX_COMPLETION_TOKENS) // max_tokens is deprecated (platform docs)
          .maxOutput(131_072) // recommended; up to 512 Ki on request (platform docs)
          .samplingFloor(0.01) // temperature and top_p are (0,1] (platform docs)
          .maxStops(0) // taken, but without effect (Model Studio)
          .forcedToolChoice(NO) // tool_choice is not in the reference (agentscope-java); only auto works (Model Studio)
          .noneToolChoice(false)
          .parallelToolCalls(UNSAID) // without effect (Model Studio)
          .schemas(INLINE_REFS) // the reference shows plain schemas only; a reference is not known to be followed
          .structuredOutput(StructuredOutput.NONE) // response_format is not in the reference (agentscope-java)
          .reasoning(THINKING) // reasoning_effort is refused (DeepSeek-Reasonix #3594)
          .thinkingOn("{\"type\":\"adaptive\"}") // platform docs
          .off(DISABLED) // platform docs
          .pdf(TEXT) // no such part (platform docs)
          .replay(ALL) // "the complete model response must be appended to the history" (platform docs, text-openai-api)
          .replayAs(DETAILS) // reasoning_split gives both shapes; the whole message goes back (platform docs)
          .extraBody(new ExtraMember("reasoning_split", "true")) // else the thinking stands in the content (platform docs)
          .errorCodes(CODES)
          .contextWindow(1_000_000)
          .row();

  private static final Dialect M3_1 =
      M3.as("minimax-m3.1")
          .reasoning(EFFORT) // the vendor says "effort"; this member's name is what the gateways pass on, not confirmed at the source
          .efforts("low", "medium", "high", "xhigh", "max") // max when nothing is said (platform docs)
          .off(WEAKEST) // 400, code 2013, "requires adaptive thinking" (aihubmix, 2026-10-19)
          .row();

  /// M2.x, which always thinks. Retired on 2026-11-18; on plans M3.1 Flash answers under these names (aihubmix, 2026-10-19).
  private static final Dialect M2 = M3.as("minimax-m2").reasoning(Reasoning.NONE).off(NOTHING).images(false).contextWindow(204_800).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "MiniMax-M3", "MiniMax-M3.1-Flash", "MiniMax-M3.1-Flash",
          models(M2, "minimax-m2*"),
          models(M3, "minimax-m3", "minimax-m3-*"),
          otherwise(M3_1));

  private MiniMaxRows() {}
}
