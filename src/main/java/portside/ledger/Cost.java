package portside.ledger;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a request cost. It is computed once, when the entry is written, since history must not change when a price does.
///
/// @param paid billionths of the currency that this request added to the bill; null when unknown, which is not free
/// @param worth billionths that it comes to at the list price; null when unknown
/// @param currency such as `USD`; empty when nothing is known
/// @param source `reported` by the provider, `free`, `plan`, `own` (the user's file), `list` (shipped with the program) or `unknown`
/// @param price which one was used, as `glm/glm-5.3@2026-11-20`; empty for none
public record Cost(@Nullable Long paid, @Nullable Long worth, String currency, String source, String price) {
  private static final int BILLIONTHS = 9;

  /// No price is known.
  public static final Cost UNKNOWN = new Cost(null, null, "", "unknown", "");

  /// Billionths of a currency as a decimal of it, without zeros behind it.
  public static BigDecimal decimal(long billionths) {
    var decimal = BigDecimal.valueOf(billionths, BILLIONTHS).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }
}
