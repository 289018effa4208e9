package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Dialect.ErrorMeaning.AUTHENTICATION;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.INVALID;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.dialect.Dialect.ErrorMeaning.POLICY;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.ErrorMeaning.TIMEOUT;
import static portside.provider.dialect.Dialect.ForcedToolChoice.NO;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.NOTHING;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Reasoning.THINKING;
import static portside.provider.dialect.Dialect.Replay.ALL;
import static portside.provider.dialect.Dialect.ReplayAs.DETAILS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.DialectTable;

/// MiniMax. Read in November 2026; sources: platform.minimax.io/docs, agentscope-java's MiniMax formatter, Alibaba Model Studio's page on
/// M3.1 Flash, and dated tests of the operator aihubmix.
public final class MiniMaxRows {
  private static final Catalog MODELS = Catalog.of("minimax");

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
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS) // max_tokens is deprecated (platform docs)
          .with(SAMPLING_FLOOR, 0.01) // temperature and top_p are (0,1] (platform docs)
          .with(MAX_STOPS, 0) // taken, but without effect (Model Studio)
          .with(FORCED_TOOL_CHOICE, NO) // tool_choice is not in the reference (agentscope-java); only auto works (Model Studio)
          .with(NONE_TOOL_CHOICE, false)
          .with(PARALLEL_TOOL_CALLS, UNSAID) // without effect (Model Studio)
          .with(SCHEMAS, INLINE_REFS) // the reference shows plain schemas only; a reference is not known to be followed
          .with(STRUCTURED_OUTPUT, StructuredOutput.NONE) // response_format is not in the reference (agentscope-java)
          .with(REASONING, THINKING) // reasoning_effort is refused (DeepSeek-Reasonix #3594)
          .with(THINKING_ON, "{\"type\":\"adaptive\"}") // platform docs
          .with(OFF, DISABLED) // platform docs
          .with(PDF, TEXT) // no such part (platform docs)
          .with(REPLAY, ALL) // "the complete model response must be appended to the history" (platform docs, text-openai-api)
          .with(REPLAY_AS, DETAILS) // reasoning_split gives both shapes; the whole message goes back (platform docs)
          .with(EXTRA_BODY, new ExtraMember("reasoning_split", "true")) // else the thinking stands in the content (platform docs)
          .with(ERROR_CODES, CODES)
          .with(MODELS.facts("minimax-m3"));

  private static final Dialect M3_1 =
      M3.as("minimax-m3.1")
          .with(REASONING, EFFORT) // the vendor says "effort"; this member's name is what the gateways pass on, not confirmed at the source
          .with(EFFORTS, "low", "medium", "high", "xhigh", "max") // max when nothing is said (platform docs)
          .with(OFF, WEAKEST); // 400, code 2013, "requires adaptive thinking" (aihubmix, 2026-10-19)

  /// M2.x, which always thinks. Retired on 2026-11-18; on plans M3.1 Flash answers under these names (aihubmix, 2026-10-19).
  private static final Dialect M2 =
      M3.as("minimax-m2").with(REASONING, Reasoning.NONE).with(OFF, NOTHING).with(IMAGES, false).with(MODELS.facts("minimax-m2"));

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(M2, "minimax-m2*"),
          models(M3, "minimax-m3", "minimax-m3-*"),
          otherwise(M3_1));

  /// `/anthropic`: cache marks count, and thinking goes back whole with its signature (platform docs).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> row.with(PROMPT_CACHE, PromptCache.MARKS).with(THINKING_ON, "{\"type\":\"adaptive\"}"));

  private MiniMaxRows() {}
}
