package portside.translate.answer;

import org.jspecify.annotations.Nullable;

/// The input of one `tool_use` block on its way out: what its [ToolArguments] give free, as the tool's schema wants it.
final class ToolUseInput {
  private final ToolArguments arguments;
  private final ArgumentTypes types;
  private final String tool;
  private final boolean held;
  private final @Nullable AbsentMemberFilter omitted;

  /// @param types of the tools' arguments
  /// @param tool its name as sent upstream
  /// @param clientName its name as the client knows it
  /// @param held whether the arguments are brought to their types, for which they wait until the call ends
  ToolUseInput(ToolArguments arguments, ArgumentTypes types, String tool, String clientName, boolean held) {
    this.arguments = arguments;
    this.types = types;
    this.tool = tool;
    this.held = held;
    var schema = types.of(tool);
    this.omitted = schema == null ? null : new AbsentMemberFilter(schema, clientName);
  }

  /// What may be passed on and was not yet.
  String flowing() {
    return held ? "" : pass(arguments.flowing());
  }

  /// The rest of a call that ended as its maker meant it.
  String rest() {
    var rest = arguments.rest();
    return arguments.isUnreadable() ? waiting() + rest : pass(held ? types.fit(tool, rest) : rest);
  }

  /// The rest of a call that was cut off.
  String cut() {
    return pass(arguments.cut()) + waiting();
  }

  /// Whether [#rest()] could not make an object of what came.
  boolean isUnreadable() {
    return arguments.isUnreadable();
  }

  private String waiting() {
    return omitted == null ? "" : omitted.rest();
  }

  private String pass(String json) {
    return omitted == null ? json : omitted.pass(json);
  }
}
