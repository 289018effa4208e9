package portside.ledger.index;

import java.util.List;
import java.util.Map;
import portside.ledger.UsageSums;

/// What was used.
///
/// @param query what was asked
/// @param groups in the order of their names, the first dimension first
/// @param total of all groups
public record UsageReport(UsageQuery query, List<Group> groups, UsageSums total) {
  /// Keeps a copy of the list.
  public UsageReport {
    groups = List.copyOf(groups);
  }

  /// What is added up together.
  ///
  /// @param of a name for each dimension that was asked for; empty where a request has none
  public record Group(Map<Dimension, String> of, UsageSums sums) {}
}
