package portside.provider.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.provider.Secret;
import portside.provider.settings.InstanceSettings.Budget;
import portside.provider.settings.InstanceSettings.BudgetWindow;
import portside.provider.settings.InstanceSettings.Budgets;

/// Checks how much an instance may use: `BUDGET_*` and `ALERT_URL`.
final class BudgetSettings {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?:([kmg]?)\\s*(tokens?)|([a-z]{3}))?");
  private static final BigDecimal MOST_MONEY = BigDecimal.TEN.pow(9);
  private static final BigDecimal MOST_TOKENS = BigDecimal.TEN.pow(15);
  private static final String HINT = "more than 0, such as 5 (in the currency of the prices), 5 USD, 35 CNY or 20M tokens";

  private BudgetSettings() {}

  /// @param recorded whether requests are recorded, so that sums outlive the process
  static Budgets read(SettingsReader settings, boolean recorded) {
    var all = new ArrayList<Budget>();
    budget(settings, Setting.BUDGET_DAY, BudgetWindow.DAY).ifPresent(all::add);
    budget(settings, Setting.BUDGET_WEEK, BudgetWindow.WEEK).ifPresent(all::add);
    budget(settings, Setting.BUDGET_MONTH, BudgetWindow.MONTH).ifPresent(all::add);
    var usual = Budgets.NONE;
    var budgets = new Budgets(all, settings.constant(Setting.BUDGET_ACTION, usual.action()), warnPercent(settings), alert(settings));
    if (!settings.has(List.of(Setting.BUDGET_DAY, Setting.BUDGET_WEEK, Setting.BUDGET_MONTH))) {
      for (var idle : List.of(Setting.BUDGET_ACTION, Setting.BUDGET_WARN, Setting.ALERT_URL)) {
        if (settings.text(idle).isPresent()) {
          settings.warning(idle.name(), "has no effect without a budget", "set BUDGET_DAY, BUDGET_WEEK or BUDGET_MONTH");
        }
      }
    } else if (!recorded) {
      settings.warning(all.isEmpty() ? Setting.BUDGET_ACTION.name() : all.getFirst().setting(), "counts from the start of the process, since nothing is recorded", "set LEDGER=on");
    }
    return budgets;
  }

  private static Optional<Budget> budget(SettingsReader settings, Setting setting, BudgetWindow window) {
    var typed = settings.text(setting);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    var read = AMOUNT.matcher(typed.get().strip().toLowerCase(Locale.ROOT));
    var budget = read.matches() ? amount(setting, window, new BigDecimal(read.group(1)), read.group(2), read.group(3), read.group(4)) : Optional.<Budget>empty();
    if (budget.isEmpty()) {
      settings.fault(setting, SettingsReader.shown(typed.get()) + " is no budget", HINT);
    }
    return budget;
  }

  private static Optional<Budget> amount(Setting setting, BudgetWindow window, BigDecimal number, @Nullable String thousands, @Nullable String tokens,
      @Nullable String currency) {
    if (tokens != null) {
      var amount = number.movePointRight(zeros(thousands));
      return amount.signum() > 0 && amount.compareTo(MOST_TOKENS) <= 0 && amount.stripTrailingZeros().scale() <= 0
          ? Optional.of(new Budget(setting.name(), window, amount, Budget.TOKENS)) : Optional.empty();
    }
    var unit = currency == null ? "" : currency.toUpperCase(Locale.ROOT);
    return number.signum() > 0 && number.compareTo(MOST_MONEY) <= 0 && (unit.isEmpty() || Currency.getAvailableCurrencies().stream().anyMatch(it -> it.getCurrencyCode().equals(unit)))
        ? Optional.of(new Budget(setting.name(), window, number, unit)) : Optional.empty();
  }

  private static int zeros(@Nullable String thousands) {
    return switch (thousands == null ? "" : thousands) {
      case "k" -> 3;
      case "m" -> 6;
      case "g" -> 9;
      default -> 0;
    };
  }

  private static int warnPercent(SettingsReader settings) {
    var usual = Budgets.NONE.warnPercent();
    settings.usual(Setting.BUDGET_WARN, Integer.toString(usual));
    var typed = settings.text(Setting.BUDGET_WARN);
    if (typed.isEmpty()) {
      return usual;
    }
    var number = typed.get().replaceFirst("\\s*%$", "");
    if (number.matches("\\d{1,3}") && Integer.parseInt(number) >= 1 && Integer.parseInt(number) <= 100) {
      return Integer.parseInt(number);
    }
    settings.fault(Setting.BUDGET_WARN, SettingsReader.shown(typed.get()) + " is no part of a budget", "a whole number from 1 to 100, in percent; " + usual + " is the default");
    return usual;
  }

  /// The value is not shown: the address of a chat room is what lets anybody write there.
  private static Optional<Secret> alert(SettingsReader settings) {
    var typed = settings.text(Setting.ALERT_URL);
    if (typed.isPresent() && !usable(typed.get())) {
      settings.fault(Setting.ALERT_URL, "is no address that can be told of budgets", "http:// or https://, a host and a path, without a user name");
      return Optional.empty();
    }
    return typed.map(Secret::new);
  }

  private static boolean usable(String address) {
    try {
      var uri = new URI(address);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 65_535 && uri.getPort() != 0;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
