package portside.console.top;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.console.Figures;

/// Numbers as people read them, in as few characters as a pane has room for.
final class ShortFigures {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final BigDecimal SMALLEST = new BigDecimal("0.000001");

  private ShortFigures() {}

  /// The time of the day.
  static String clock(Instant at, ZoneId zone) {
    return CLOCK.format(at.atZone(zone));
  }

  private static String scaled(double number) {
    return String.format(Locale.ROOT, number < 9.95 ? "%.1f" : "%.0f", number);
  }

  /// A length of time: 0.42s, 9.2s, 48s, 3m12s, 2h05m.
  static String time(Duration time) {
    var millis = Math.max(0, time.toMillis());
    return millis < 100 ? String.format(Locale.ROOT, "%.2fs", millis / 1e3) : Figures.time(millis);
  }

  /// An amount of a currency (ISO 4217): $13.03, $0.017, ¥4.20, 2.00 CHF.
  static String money(BigDecimal amount, String currency) {
    var tiny = amount.signum() != 0 && amount.abs().compareTo(SMALLEST) < 0;
    return Figures.money(tiny ? SMALLEST : amount, currency);
  }

  /// A rate or a forecast: cents matter below ten.
  static String roughly(BigDecimal amount, String currency) {
    return amount.compareTo(BigDecimal.TEN) < 0 ? money(amount, currency) : Figures.signed(amount.setScale(0, RoundingMode.HALF_UP), currency);
  }

  /// Amounts of several currencies, which are never added.
  static String money(Map<String, BigDecimal> amounts) {
    return new TreeMap<>(amounts).entrySet().stream().map(amount -> money(amount.getValue(), amount.getKey())).collect(Collectors.joining(" + "));
  }

  /// What was paid; for a plan, which costs nothing more, what it was worth; `?` for what has no known price.
  static String cost(Map<String, BigDecimal> cost, Map<String, BigDecimal> worth, boolean unpriced) {
    var paid = cost.values().stream().anyMatch(amount -> amount.signum() != 0);
    if (!paid && worth.values().stream().anyMatch(amount -> amount.signum() != 0)) {
      return "plan (" + money(worth) + ")";
    }
    return cost.isEmpty() ? unpriced ? "?" : "" : money(cost) + (unpriced ? " + ?" : "");
  }

  /// A share in percent: 2.4, 33, 100; empty of nothing.
  static String percent(long part, long whole) {
    if (whole <= 0) {
      return "";
    }
    var percent = 100.0 * part / whole;
    return part == 0 ? "0" : String.format(Locale.ROOT, percent < 9.95 ? "%.1f" : "%.0f", percent);
  }

  /// A bar of ten, full at 1.
  static String bar(double ratio) {
    var full = (int) Math.max(0, Math.min(10, Math.floor(ratio * 10)));
    return "▇".repeat(full) + "░".repeat(10 - full);
  }

  /// Tokens a second; empty when unknown.
  static String rate(@Nullable Double perSecond) {
    return perSecond == null ? "" : scaled(perSecond);
  }
}
