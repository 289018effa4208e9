package portside.provider;

import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.ForcedToolChoice.NO;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Replay.TOOL_TURNS;
import static portside.provider.Dialect.Schemas.LLAMACPP;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// Ollama, on this machine or its cloud. Read in November 2026; source: github ollama/ollama, `openai/` and docs (2026-08-21). Which models are
/// there, and with what window, only the user knows.
final class OllamaRows {
  private static final Dialect PLAIN =
      STANDARD
          .as("ollama")
          .forcedToolChoice(NO) // tool_choice is ignored
          .noneToolChoice(false)
          .parallelToolCalls(UNSAID) // ignored
          .schemas(LLAMACPP) // "failed to parse grammar", also of a tool of Claude Code's own (ollama #18226)
          .contentWithCalls(EMPTY)
          .imageUrls(false) // data URLs only
          .pdf(TEXT)
          .replay(TOOL_TURNS)
          .replayField("reasoning") // in and out
          .leakedCalls(true) // templates without a parser for their calls
          .argumentTypes(true) // small models write "5" for 5; calls come in one piece anyway
          .cutsSilently(true) // the default window is 4 096 to 262 144 by memory, OLLAMA_CONTEXT_LENGTH raises it
          .row();

  /// Models that think; a model that does not refuses any effort, 400 "does not support thinking".
  private static final Dialect THINKING =
      PLAIN.as("ollama-thinking").reasoning(EFFORT).efforts("none", "minimal", "low", "medium", "high", "xhigh", "max").off(EFFORT_NONE).row();

  private static final Dialect GPT_OSS = THINKING.as("ollama-gpt-oss").efforts("low", "medium", "high").off(WEAKEST).row(); // cannot be off

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          models(GPT_OSS, "*gpt-oss*"),
          models(PLAIN, "*coder*", "*instruct*"),
          models(THINKING, "*qwen3*", "*deepseek*", "*glm-*", "*kimi-*", "*minimax*", "*magistral*", "*qwq*", "*nemotron*"),
          otherwise(PLAIN));

  private OllamaRows() {}
}
