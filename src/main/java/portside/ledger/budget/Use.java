package portside.ledger.budget;

import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.ledger.LedgerEntry;
import portside.wire.Json;

/// What one request adds to what is used.
///
/// @param at when it ended
/// @param tokens input, both directions of the cache and output
/// @param paid billionths of the currency; 0 for what costs nothing, what a plan covers, and what has no price
/// @param currency empty when nothing was paid
/// @param unpriced the model, where it has no price; empty where it has one
record Use(Instant at, long tokens, long paid, String currency, String unpriced) {
  static Use of(LedgerEntry entry) {
    var tokens = entry.tokens();
    var all = tokens.input() + tokens.cacheRead().orElse(0) + tokens.written() + tokens.writtenHour() + tokens.output();
    var cost = entry.details().cost();
    var paid = cost == null ? null : cost.paid();
    return of(entry.at(), all, paid, cost == null ? "" : cost.currency(), entry.servedModel());
  }

  /// Of the line with which the journal ended it; empty when the line says no time.
  static Optional<Use> ended(JsonObject end) {
    var currency = Json.string(end, "currency");
    var cost = Json.count(end.get("cost"));
    var model = Json.string(end, "served");
    var tokens = number(end, "in") + number(end, "read") + number(end, "write") + number(end, "write_1h") + number(end, "out");
    return at(end).map(at -> of(at, tokens, cost.isPresent() ? cost.getAsLong() : null, currency == null ? "" : currency,
        model == null ? "" : model));
  }

  /// Of the line with which the journal began one that never ended: what its prompt was thought to have, and what its client got.
  ///
  /// @param output so many tokens
  static Optional<Use> lost(JsonObject begin, long output) {
    return at(begin).map(at -> new Use(at, number(begin, "est_in") + output, 0, "", ""));
  }

  private static Use of(Instant at, long tokens, @Nullable Long paid, String currency, String model) {
    return new Use(at, tokens, paid == null ? 0 : paid, paid == null || paid == 0 ? "" : currency, paid == null && tokens > 0 ? model : "");
  }

  private static Optional<Instant> at(JsonObject line) {
    var at = Json.string(line, "at");
    try {
      return Optional.ofNullable(at).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long number(JsonObject json, String name) {
    return Json.count(json.get(name)).orElse(0);
  }
}
