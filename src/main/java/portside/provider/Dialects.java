package portside.provider;

import java.util.List;

/// The table of dialects.
public final class Dialects {
  /// The OpenAI chat-completions API as its public reference describes it.
  public static final Dialect STANDARD =
      new Dialect("standard", Dialect.MaxTokensField.MAX_TOKENS, 0, Dialect.Sampling.PASS, false, 4, true, true, true, true,
          Dialect.StructuredOutput.JSON_SCHEMA, Dialect.Reasoning.NONE, List.of(), Dialect.ContentWithCalls.NULL, false, true, true, true,
          Dialect.Replay.NONE, "reasoning_content", List.of(), 0);

  /// The row for one model of this provider.
  ///
  /// @param model as sent upstream
  public Dialect row(String model) {
    return STANDARD;
  }
}
