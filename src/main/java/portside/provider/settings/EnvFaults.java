package portside.provider.settings;

import java.util.List;
import java.util.stream.Collectors;

/// Settings that cannot be used; holds all their faults at once. Its message is the text for people.
public final class EnvFaults extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> faults;
  private final transient List<Finding> warnings;

  EnvFaults(List<Finding> faults, List<Finding> warnings) {
    super(faults.stream().map(Finding::fault).collect(Collectors.joining("\n")), null, false, false);
    this.faults = List.copyOf(faults);
    this.warnings = List.copyOf(warnings);
  }

  /// What has to be put right, in the order of the file.
  public List<Finding> faults() {
    return faults;
  }

  /// What is worth saying beside them.
  public List<Finding> warnings() {
    return warnings;
  }
}
