package portside.console;

import java.util.ArrayList;
import java.util.List;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// The instances a person means: those that run, and the names among what was typed that do not.
///
/// @param running by name
/// @param absent names of none that runs
record Instances(List<RunningInstance> running, List<String> absent) {
  /// @param names as typed; none for all that run
  static Instances named(List<String> names, Surroundings surroundings) {
    var all = new RunningInstances(surroundings.data()).all();
    if (names.isEmpty()) {
      return new Instances(all, List.of());
    }
    var found = new ArrayList<RunningInstance>();
    var absent = new ArrayList<String>();
    for (var name : names.stream().distinct().toList()) {
      all.stream().filter(instance -> instance.name().equals(name)).findFirst().ifPresentOrElse(found::add, () -> absent.add(name));
    }
    return new Instances(List.copyOf(found), List.copyOf(absent));
  }

  /// What to do when none runs.
  static final String NONE_RUNS = "portside: no instance runs\n  hint: ./start-all-proxies.sh start NAME, in the folder of the project";
}
