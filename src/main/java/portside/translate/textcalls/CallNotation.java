package portside.translate.textcalls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// How a family of models writes tool calls in its text when the server does not read them for it: one row for each opening.
///
/// @param opening what announces calls
/// @param within whether the opening is the beginning of the one call itself; else it is followed by any number of calls
/// @param closing what ends the calls; for a single call it may be missing. Empty for nothing
/// @param form of a call
record CallNotation(String opening, boolean within, String closing, CallForm form) {
  /// Seen in: sub2api PR #6042, opensquilla #985 (DSML); vLLM PR #54686, omlx PR #844 (Qwen); Rapid-MLX #480 (Kimi, MiniMax); hermes-agent PR #84231
  /// (Harmony); the rest as the chat templates of the models have it.
  static final List<CallNotation> TABLE =
      List.of(
          around("<tool_call>", "</tool_call>", CallForm.TOOL_CALL),
          one("<function=", "</tool_call>", CallForm.QWEN), // Qwen3-Coder often forgets the opening and writes the closing
          around("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", CallForm.KIMI),
          around("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", CallForm.DEEPSEEK),
          around("<｜DSML｜function_calls>", "</｜DSML｜function_calls>", CallForm.invoke("｜DSML｜")),
          around("<｜DSML｜tool_calls>", "</｜DSML｜tool_calls>", CallForm.invoke("｜DSML｜")),
          around("<minimax:tool_call>", "</minimax:tool_call>", CallForm.invoke("")),
          around("<function_calls>", "</function_calls>", CallForm.invoke("")),
          one("<invoke name=\"", "", CallForm.invoke("")),
          after("<|start|>assistant<|channel|>commentary to=", CallForm.HARMONY),
          after("<|channel|>commentary to=", CallForm.HARMONY),
          after("<|start|>assistant to=", CallForm.HARMONY),
          after("[TOOL_CALLS]", CallForm.MISTRAL));

  /// The length of the longest opening.
  static final int LONGEST_OPENING = TABLE.stream().mapToInt(row -> row.opening.length()).max().orElseThrow();

  private static CallNotation around(String opening, String closing, CallForm form) {
    return new CallNotation(opening, false, closing, form);
  }

  private static CallNotation one(String opening, String closing, CallForm form) {
    return new CallNotation(opening, true, closing, form);
  }

  private static CallNotation after(String opening, CallForm form) {
    return new CallNotation(opening, false, "", form);
  }

  /// @param calls in order, at least one
  /// @param end where they end in the text
  record Found(List<TextCall> calls, int end) {}

  /// Reads a text that begins with the opening.
  ///
  /// @param whole whether nothing more comes; then the closing may be missing
  /// @param known whether a name is that of a tool on offer
  Found read(String text, boolean whole, Predicate<String> known) throws NotACall {
    var cursor = new TextCursor(text, within ? 0 : opening.length(), whole);
    var calls = new ArrayList<TextCall>();
    cursor.blanks();
    do {
      form.read(cursor, known, calls);
    } while (goesOn(cursor));
    if (calls.isEmpty()) {
      throw NotACall.NEVER;
    }
    return new Found(calls, cursor.at());
  }

  /// Takes what ends the calls; whether there is another call instead.
  private boolean goesOn(TextCursor cursor) throws NotACall {
    if (closing.isEmpty()) {
      return false;
    }
    if (within) {
      cursor.takesBehindBlanks(closing);
      return false;
    }
    cursor.blanks();
    return !cursor.takesWhatCameOf(closing) && !cursor.takes(closing);
  }
}
