package portside.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import portside.ledger.Cost;

/// Numbers as people read them in a table.
public final class Figures {
  private static final Map<String, String> SIGNS = Map.of("USD", "$", "CNY", "¥", "EUR", "€", "GBP", "£");
  private static final BigDecimal CENTS_ARE_ENOUGH = new BigDecimal("0.1");
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);

  private Figures() {}

  /// A count of tokens in a few characters: 620, 9.9k, 462k, 0.5M, 38.4M, 120M, 1.2B. The dashboard writes it the same way (`format.js`).
  public static String tokens(long count) {
    if (count < 1_000) {
      return Long.toString(count);
    }
    return count < 499_500 ? scaled(count / 1e3, 9.95) + "k" : count < 499_500_000 ? scaled(count / 1e6, 99.95) + "M" : scaled(count / 1e9, 99.95) + "B";
  }

  /// @param whole from where on there is no decimal
  private static String scaled(double number, double whole) {
    return String.format(Locale.ROOT, number < whole ? "%.1f" : "%.0f", number);
  }

  /// A length of time: 80ms, 0.42s, 9.2s, 48s, 3m12s, 2h05m.
  public static String time(long millis) {
    if (millis < 100) {
      return millis + "ms";
    }
    if (millis < 9_950) {
      return String.format(Locale.ROOT, millis < 995 ? "%.2fs" : "%.1fs", millis / 1e3);
    }
    var seconds = Math.round(millis / 1e3);
    return seconds < 60 ? seconds + "s"
        : seconds < 3_600 ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%dh%02dm", seconds / 3_600, seconds / 60 % 60);
  }

  /// A part of a whole: 97 %; empty when there is no whole.
  static String percent(long part, long whole) {
    return whole == 0 ? "" : Math.round(100.0 * part / whole) + " %";
  }

  /// An amount in cents, or with two digits where these say too little: $13.03, $0.017, 2.00 CHF.
  public static String money(BigDecimal amount, String currency) {
    return signed(amount.signum() == 0 || amount.abs().compareTo(CENTS_ARE_ENOUGH) >= 0 ? amount.setScale(2, RoundingMode.HALF_UP) : amount.round(TWO_DIGITS), currency);
  }

  /// With all its decimals, two at least.
  static String exactMoney(BigDecimal amount, String currency) {
    return signed(amount.setScale(Math.max(2, amount.scale()), RoundingMode.UNNECESSARY), currency);
  }

  /// With the sign of its currency before it, or the name of it (ISO 4217) behind.
  public static String signed(BigDecimal amount, String currency) {
    var sign = SIGNS.get(currency);
    return sign == null ? amount.toPlainString() + " " + currency : sign + amount.toPlainString();
  }

  /// Amounts of several currencies; empty for none.
  ///
  /// @param billionths by currency
  /// @param exact with all decimals
  static String money(Map<String, Long> billionths, boolean exact) {
    List<String> amounts = new ArrayList<>();
    billionths.forEach((currency, amount) -> amounts.add(exact ? exactMoney(Cost.decimal(amount), currency) : money(Cost.decimal(amount), currency)));
    return String.join(" + ", amounts);
  }
}
