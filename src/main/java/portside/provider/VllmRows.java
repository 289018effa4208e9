package portside.provider;

import static portside.provider.Dialect.CallIdForm.NINE_ALPHANUMERIC;
import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.Off.DISABLED;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Reasoning.TEMPLATE_KWARGS;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.INLINE_REFS;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// vLLM, whose flags decide much: `--enable-auto-tool-choice`, `--tool-call-parser`, `--reasoning-parser`. Read in November 2026; sources:
/// docs.vllm.ai and its issues. The models are the user's; their window is what the server was started with.
final class VllmRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("vllm")
          .topK(true)
          .schemas(INLINE_REFS)
          .contentWithCalls(EMPTY) // a message without content is refused (extended_openai PR #456)
          .pdf(TEXT)
          .reasoning(TEMPLATE_KWARGS) // templates that do not know the word leave it alone
          .off(DISABLED)
          .replay(TOOL_TURNS)
          .replayField("reasoning") // the request takes no other (vllm #27752, #38488)
          .leakedCalls(true) // without a parser, or when it fails (vllm PR #54686)
          .argumentTypes(true) // "5" for 5 (vllm-mlx PR #95)
          .row();

  private static final Dialect GPT_OSS = PLAIN.as("vllm-gpt-oss").reasoning(EFFORT).efforts("low", "medium", "high").off(WEAKEST).row();

  /// Models with Mistral's tokenizer, which takes no template: 400 "chat_template is not supported for Mistral tokenizers". Of efforts it knows
  /// `none` and `high` (mistral-common).
  private static final Dialect MISTRAL =
      PLAIN
          .as("vllm-mistral")
          .callIds(NINE_ALPHANUMERIC) // mistral-common
          .reasoning(EFFORT)
          .efforts("none", "high")
          .off(EFFORT_NONE)
          .row();

  /// Models whose template opens the reasoning itself; without `--reasoning-parser` only the closing tag comes.
  private static final Dialect THINKING = PLAIN.as("vllm-thinking").openThought(true).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          models(GPT_OSS, "*gpt-oss*"),
          models(MISTRAL, "*mistral*", "*devstral*"),
          models(THINKING, "*deepseek-r1*", "*qwq*", "*-thinking*"),
          otherwise(PLAIN));

  private VllmRows() {}
}
