package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CUTS_SILENTLY;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.ForcedToolChoice.NO;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.LLAMACPP;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.DialectTable;

/// Ollama, on this machine or its cloud. Read in November 2026; source: github ollama/ollama, `openai/` and docs (2026-08-21). Which models are
/// there, and with what window, only the user knows.
public final class OllamaRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("ollama")
          .with(FORCED_TOOL_CHOICE, NO) // tool_choice is ignored
          .with(NONE_TOOL_CHOICE, false)
          .with(PARALLEL_TOOL_CALLS, UNSAID) // ignored
          .with(SCHEMAS, LLAMACPP) // "failed to parse grammar", also of a tool of Claude Code's own (ollama #18226)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(IMAGE_URLS, false) // data URLs only
          .with(PDF, TEXT)
          .with(REPLAY, TOOL_TURNS)
          .with(REPLAY_FIELD, "reasoning") // in and out
          .with(LEAKED_CALLS, true) // templates without a parser for their calls
          .with(ARGUMENT_TYPES, true) // small models write "5" for 5; calls come in one piece anyway
          .with(CUTS_SILENTLY, true); // the default window is 4 096 to 262 144 by memory, OLLAMA_CONTEXT_LENGTH raises it

  /// Models that think; a model that does not refuses any effort, 400 "does not support thinking".
  private static final Dialect THINKING =
      PLAIN
          .as("ollama-thinking")
          .with(REASONING, EFFORT)
          .with(EFFORTS, "none", "minimal", "low", "medium", "high", "xhigh", "max")
          .with(OFF, EFFORT_NONE);

  private static final Dialect GPT_OSS = THINKING.as("ollama-gpt-oss").with(EFFORTS, "low", "medium", "high").with(OFF, WEAKEST); // cannot be off

  public static final DialectTable TABLE =
      DialectTable.of(
          models(GPT_OSS, "*gpt-oss*"),
          models(PLAIN, "*coder*", "*instruct*"),
          models(THINKING, "*qwen3*", "*deepseek*", "*glm-*", "*kimi-*", "*minimax*", "*magistral*", "*qwq*", "*nemotron*"),
          otherwise(PLAIN));

  /// `/v1/messages`: `thinking` enabled or disabled, else an effort; cache marks are passed over (ollama, `anthropic/`).
  public static final DialectTable MESSAGES =
      AnthropicFormat.of(TABLE, row -> row.get(OFF) == EFFORT_NONE ? row.with(EFFORTS, "low", "medium", "high", "xhigh", "max").with(OFF, Off.DISABLED) : row);

  private OllamaRows() {}
}
