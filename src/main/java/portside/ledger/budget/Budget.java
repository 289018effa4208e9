package portside.ledger.budget;

import java.math.BigDecimal;

/// How much may be used in a time.
///
/// @param setting that says so, such as `BUDGET_DAY`
/// @param window the time
/// @param limit in the unit; more than 0
/// @param unit a currency, `tokens`, or empty for the currency in which prices are
public record Budget(String setting, Window window, BigDecimal limit, String unit) {
  /// The unit of what is counted in tokens.
  public static final String TOKENS = "tokens";

  private static final int BILLIONTHS = 9;

  /// @throws IllegalArgumentException when nothing may be used
  public Budget {
    if (limit.signum() <= 0) {
      throw new IllegalArgumentException("a budget of nothing");
    }
  }

  /// Whether it counts tokens.
  boolean inTokens() {
    return unit.equals(TOKENS);
  }

  /// What was counted, in the unit: tokens as they are, money from billionths.
  BigDecimal amount(long counted) {
    return inTokens() ? BigDecimal.valueOf(counted) : BigDecimal.valueOf(counted, BILLIONTHS);
  }
}
