package portside.translate.answer;

/// Makes the inputs of an answer's calls.
///
/// @param types of the tools' arguments
/// @param fitted whether arguments are brought to these, for which they wait until their call ends
public record ToolUseInputs(ArgumentTypes types, boolean fitted) {
  /// @param tool its name as sent upstream
  /// @param clientName its name as the client knows it
  ToolUseInput of(ToolArguments arguments, String tool, String clientName) {
    return new ToolUseInput(arguments, types, tool, clientName, fitted);
  }
}
