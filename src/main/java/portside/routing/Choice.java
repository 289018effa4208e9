package portside.routing;

import java.util.Arrays;
import java.util.List;
import portside.provider.Target;

/// Which members of the chain a client wants to be asked.
///
/// @see Targets
public sealed interface Choice {
  /// Stands for everybody else: `glm,*`.
  String OTHERS = "*";

  /// After the colon it stands for the model the client names, as it is: `glm:passthrough`.
  String AS_ASKED = "passthrough";

  /// In this order.
  List<Target> targets();

  /// These and nobody else, also when they are out: `glm`.
  record Only(List<Target> targets) implements Choice {}

  /// These, then the others as usual: `glm,*`.
  record First(List<Target> targets) implements Choice {}

  /// Those a session was given, then the others as usual. It outlives changes of the chain: a member that is gone does not count.
  record Session(List<Target> targets) implements Choice {}

  /// Reads what a client sends with a request: `glm`, `glm:glm-5.3`, `glm,*`; several members stand with commas between them. Nothing, and `*`
  /// alone, wish for nothing.
  static Choice parse(String typed) {
    var entries = Arrays.stream(typed.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    var targets = entries.stream().filter(entry -> !entry.equals(OTHERS)).map(Choice::target).toList();
    return targets.size() < entries.size() || targets.isEmpty() ? new First(targets) : new Only(targets);
  }

  /// @param vendors names of members, as [Preferences] keeps them for a session
  static Choice session(List<String> vendors) {
    return new Session(vendors.stream().map(Target::mapped).toList());
  }

  private static Target target(String entry) {
    var colon = entry.indexOf(':');
    if (colon < 0) {
      return Target.mapped(entry);
    }
    var member = entry.substring(0, colon).strip();
    var model = entry.substring(colon + 1).strip();
    return model.isEmpty() ? Target.mapped(member) : new Target(member, model.equals(AS_ASKED) ? new Target.AsAsked() : new Target.Named(model));
  }
}
