package portside.ledger.budget;

import java.math.BigDecimal;
import java.time.Instant;

/// How far one budget is used.
///
/// @param setting such as `BUDGET_DAY`
/// @param unit of the amounts: a currency, or `tokens`
/// @param limit what may be used
/// @param spent what is used; more than the limit where requests were running, or only a warning is asked for
/// @param ratio of the two; 1 when it is used up
/// @param forecast what will be used at the end if it goes on as in the last sixty minutes
/// @param action what happens then
/// @param refusing whether new requests are refused because of it
/// @param reopens when the next window begins
public record Standing(
    String setting, Window window, String unit, BigDecimal limit, BigDecimal spent, double ratio, BigDecimal forecast, BudgetRules.Action action,
    boolean refusing, Instant reopens) {}
