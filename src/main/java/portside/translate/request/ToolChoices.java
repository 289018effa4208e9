package portside.translate.request;

import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.REQUIRED_WORD;

import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.ToolChoice;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;

/// `tool_choice` → which tools are offered, which must be called, and how many at once. What cannot be kept is left to the model: a choice the
/// provider does not take, or a tool that is not on offer.
public final class ToolChoices {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolNames names;

  public ToolChoices(MessagesRequest request, Dialect dialect, ToolNames names) {
    this.request = request;
    this.dialect = dialect;
    this.names = names;
  }

  /// The tools that the choice leaves.
  public List<FunctionTool> offered(List<FunctionTool> tools) {
    return switch (request.toolChoice()) {
      case ToolChoice.None() when !dialect.get(NONE_TOOL_CHOICE) -> List.of();
      case ToolChoice.Named(var name) when dialect.get(NAMED_TOOL_CHOICE) == NamedToolChoice.ALONE && mayForce() && has(tools, name) ->
          tools.stream().filter(tool -> tool.name().equals(names.toUpstream(name))).toList();
      case null, default -> tools;
    };
  }

  /// The choice as the provider takes it; null to leave it out.
  ///
  /// @param offered as they will be sent
  public @Nullable FunctionChoice among(List<FunctionTool> offered) {
    return switch (request.toolChoice()) {
      case null -> null;
      case ToolChoice.Auto() -> null;
      case ToolChoice.None() -> new FunctionChoice.None();
      case ToolChoice.Any() -> mayForce() ? required() : null;
      case ToolChoice.Named(var name) -> {
        if (!mayForce() || !has(offered, name)) {
          yield null;
        }
        yield switch (dialect.get(NAMED_TOOL_CHOICE)) {
          case OBJECT -> new FunctionChoice.Named(names.toUpstream(name));
          case REQUIRED, ALONE -> required();
        };
      }
    };
  }

  /// What is sent as `parallel_tool_calls`; null to leave it out.
  public @Nullable Boolean parallelCalls() {
    return switch (dialect.get(PARALLEL_TOOL_CALLS)) {
      case UNSAID -> null;
      case OFF -> request.disableParallelToolUse() ? false : null;
      case SAID -> !request.disableParallelToolUse();
    };
  }

  private boolean mayForce() {
    return switch (dialect.get(FORCED_TOOL_CHOICE)) {
      case YES -> true;
      case NO -> false;
      case UNLESS_THINKING -> ThinkingLevel.isOff(request, dialect);
    };
  }

  private FunctionChoice required() {
    return new FunctionChoice.Required(dialect.get(REQUIRED_WORD));
  }

  private boolean has(List<FunctionTool> tools, String name) {
    var upstream = names.toUpstream(name);
    return tools.stream().anyMatch(tool -> tool.name().equals(upstream));
  }
}
