package portside;

import java.net.URI;
import portside.ledger.budget.Budget;
import portside.ledger.budget.BudgetRules;
import portside.ledger.budget.Window;
import portside.provider.Secret;
import portside.provider.settings.InstanceSettings;

/// The budgets of an instance as the ledger takes them.
final class InstanceBudgets {
  private InstanceBudgets() {}

  static BudgetRules of(InstanceSettings settings) {
    var typed = settings.budgets();
    var budgets = typed.all().stream().map(one -> new Budget(one.setting(), Window.valueOf(one.window().name()), one.amount(), one.unit())).toList();
    return new BudgetRules(settings.source(), budgets, BudgetRules.Action.valueOf(typed.action().name()), typed.warnPercent(),
        typed.alert().map(Secret::reveal).map(URI::create));
  }
}
