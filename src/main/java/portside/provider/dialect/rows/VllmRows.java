package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.Off.DISABLED;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.TokenCount.ASK;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.DialectTable;

/// vLLM, whose flags decide much: `--enable-auto-tool-choice`, `--tool-call-parser`, `--reasoning-parser`. Read in November 2026; sources:
/// docs.vllm.ai and its issues. The models are the user's; their window is what the server was started with.
public final class VllmRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("vllm")
          .with(TOP_K, true)
          .with(SCHEMAS, INLINE_REFS)
          .with(CONTENT_WITH_CALLS, EMPTY) // a message without content is refused (extended_openai PR #456)
          .with(PDF, TEXT)
          .with(REASONING, TEMPLATE_KWARGS) // templates that do not know the word leave it alone
          .with(OFF, DISABLED)
          .with(REPLAY, TOOL_TURNS)
          .with(REPLAY_FIELD, "reasoning") // the request takes no other (vllm #27752, #38488)
          .with(LEAKED_CALLS, true) // without a parser, or when it fails (vllm PR #54686)
          .with(ARGUMENT_TYPES, true); // "5" for 5 (vllm-mlx PR #95)

  private static final Dialect GPT_OSS = PLAIN.as("vllm-gpt-oss").with(REASONING, EFFORT).with(EFFORTS, "low", "medium", "high").with(OFF, WEAKEST);

  /// Models with Mistral's tokenizer, which takes no template: 400 "chat_template is not supported for Mistral tokenizers". Of efforts it knows
  /// `none` and `high` (mistral-common).
  private static final Dialect MISTRAL =
      PLAIN
          .as("vllm-mistral")
          .with(CALL_IDS, NINE_ALPHANUMERIC) // mistral-common
          .with(REASONING, EFFORT)
          .with(EFFORTS, "none", "high")
          .with(OFF, EFFORT_NONE);

  /// Models whose template opens the reasoning itself; without `--reasoning-parser` only the closing tag comes.
  private static final Dialect THINKING = PLAIN.as("vllm-thinking").with(OPEN_THOUGHT, true);

  public static final DialectTable TABLE =
      DialectTable.of(
          models(GPT_OSS, "*gpt-oss*"),
          models(MISTRAL, "*mistral*", "*devstral*"),
          models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"),
          otherwise(PLAIN));

  /// `/v1/messages`: `thinking` is passed over, an effort is taken; a document is a 400 (vllm, `entrypoints/anthropic`).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> (row.get(REASONING) == TEMPLATE_KWARGS ? row.with(REASONING, Reasoning.NONE).with(OFF, Off.NOTHING) : row)
          .with(TOKEN_COUNT, ASK));

  private VllmRows() {}
}
