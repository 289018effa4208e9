package portside.ledger.budget;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The budgets of an instance, and what happens when they are used.
///
/// @param source the file that says so, for people
/// @param budgets none where nothing is limited
/// @param action what happens when one is used up
/// @param warnPercent the part from which the operator is warned, from 1 to 100
/// @param alert is told of what the operator is warned of; empty for nobody
public record BudgetRules(String source, List<Budget> budgets, Action action, int warnPercent, Optional<URI> alert) {
  /// What happens when a budget is used up.
  public enum Action {
    WARN,
    /// New requests are refused too.
    STOP
  }

  /// Keeps a copy of the list.
  public BudgetRules {
    budgets = List.copyOf(budgets);
  }
}
