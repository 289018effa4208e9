package portside.translate.answer;

import org.jspecify.annotations.Nullable;
import portside.translate.tools.ToolNameResolver;
import portside.wire.common.ToolCallDelta;

/// One tool call of the answer, put together from its fragments.
public final class ToolCallAccumulator {
  private final int choice;
  private final int index;
  private final ToolArguments arguments = new ToolArguments();
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String signature;
  private @Nullable String clientId;

  /// @param choice and `index` are where its fragments come from
  public ToolCallAccumulator(int choice, int index) {
    this.choice = choice;
    this.index = index;
  }

  public boolean isAt(int otherChoice, int otherIndex) {
    return choice == otherChoice && index == otherIndex;
  }

  public int index() {
    return index;
  }

  /// The id as the provider wrote it; null while unknown.
  public @Nullable String id() {
    return id;
  }

  /// The name as the provider wrote it, so far; null while unknown.
  public @Nullable String name() {
    return name;
  }

  /// The id as the client knows it; null until its block opens.
  public @Nullable String clientId() {
    return clientId;
  }

  /// Takes the id under which its block opens.
  void opensAs(String id) {
    clientId = id;
  }

  /// The signature that came with it, once; null when there is none or it was taken.
  @Nullable String takeSignature() {
    var taken = signature;
    signature = null;
    return taken;
  }

  public ToolArguments arguments() {
    return arguments;
  }

  /// Takes what a fragment adds: the first id wins, the name grows until the arguments begin, arguments are appended.
  public void add(ToolCallDelta fragment, ToolNameResolver names) {
    if (id == null) {
      id = fragment.id();
    }
    if (fragment.signature() != null) {
      signature = fragment.signature();
    }
    if (fragment.name() != null && arguments.isEmpty()) {
      name = names.join(name, fragment.name());
    } else if (name == null) {
      name = fragment.name();
    }
    arguments.add(fragment.arguments());
  }

  /// Whether its block may open: the name is known, and either it cannot grow any more or the arguments have begun.
  public boolean isStartable(ToolNameResolver names) {
    return name != null && (!arguments.isEmpty() || id != null && names.isWhole(name));
  }
}
