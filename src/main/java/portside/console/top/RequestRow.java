package portside.console.top;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that has ended, as the ledger tells of it.
///
/// @param at when it came
/// @param asked the model the client named
/// @param served the model that answered
/// @param kind such as `main` or `subagent`
/// @param result `ok`, `left`, `lost` or the type of the error
/// @param stop why the model ended; empty when unknown
/// @param detail of what went wrong; empty for nothing
/// @param firstByte null when nothing came
/// @param input tokens neither read from nor written to a cache
/// @param cost null when unknown
/// @param worth at list prices; null when unknown
/// @param source of the price, such as `list`, `plan` or `reported`
/// @param tries how many calls it took
/// @param failoverFrom the provider that was asked before; empty for none
record RequestRow(String id, String instance, Instant at, String provider, String host, String wire, String asked, String served, String kind, String project,
    String conversation, String client, long status, String result, String stop, String detail, @Nullable Duration firstByte, Duration time, long input,
    long cached, long written, long output, long thinking, boolean estimated, @Nullable BigDecimal cost, @Nullable BigDecimal worth, String currency,
    String source, String price, long tries, String failoverFrom) {
  /// Whether the client has what it asked for, or did not want it any more.
  boolean failed() {
    return !result.equals("ok") && !result.equals("left");
  }

  long tokens() {
    return input + cached + written + output;
  }

  /// As a sum of one.
  Sums sums() {
    return new Sums(1, failed() ? 1 : 0, input, cached, written, output, amount(cost), amount(worth), cost == null ? 1 : 0);
  }

  private Map<String, BigDecimal> amount(@Nullable BigDecimal money) {
    return money == null || currency.isEmpty() ? Map.of() : Map.of(currency, money);
  }
}
