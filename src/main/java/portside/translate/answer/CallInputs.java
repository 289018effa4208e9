package portside.translate.answer;

/// Makes the inputs of an answer's calls.
///
/// @param types of the tools' arguments
/// @param fitted whether arguments are brought to these, for which they wait until their call ends
public record CallInputs(ArgumentTypes types, boolean fitted) {
  /// @param tool its name as sent upstream
  /// @param clientName its name as the client knows it
  CallInput of(Arguments arguments, String tool, String clientName) {
    return new CallInput(arguments, types, tool, clientName, fitted);
  }
}
