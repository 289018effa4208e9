package portside.wire.common;

/// Which tool the model must call, `tool_choice` in the APIs of OpenAI.
public sealed interface FunctionChoice {
  /// Some tool must be called.
  ///
  /// @param word the provider's in chat completions, `required` at OpenAI
  record Required(String word) implements FunctionChoice {}

  /// No tool may be called.
  record None() implements FunctionChoice {}

  /// This tool must be called.
  record Named(String name) implements FunctionChoice {}
}
