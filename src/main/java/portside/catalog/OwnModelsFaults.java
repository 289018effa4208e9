package portside.catalog;

import java.util.List;

/// A file of [OwnModels] that cannot be used; holds all that is wrong with it at once.
public final class OwnModelsFaults extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  OwnModelsFaults(List<Fault> faults) {
    super(faults.toString(), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /// What has to be put right, in the order of the file.
  public List<Fault> faults() {
    return faults;
  }

  /// One thing found wrong.
  ///
  /// @param line in the file, from 1
  /// @param member the path to it, such as `glm-5.3.max_output`; empty when it is not about one member
  /// @param problem what is wrong
  /// @param hint what to do
  public record Fault(int line, String member, String problem, String hint) {}
}
