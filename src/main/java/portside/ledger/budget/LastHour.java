package portside.ledger.budget;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What was used in the last sixty minutes, by the minute.
final class LastHour {
  private static final int MINUTES = 60;

  private final Map<Long, Map<String, Long>> minutes = new HashMap<>();

  void add(Use use) {
    var minute = minute(use.at());
    minutes.keySet().removeIf(one -> one <= minute - MINUTES);
    var sums = minutes.computeIfAbsent(minute, _ -> new HashMap<>());
    sums.merge(Budget.TOKENS, use.tokens(), Long::sum);
    if (use.paid() != 0) {
      sums.merge(use.currency(), use.paid(), Long::sum);
    }
  }

  /// The sum of a unit.
  long of(String unit, Instant now) {
    var last = minute(now);
    return minutes.entrySet().stream().filter(one -> one.getKey() > last - MINUTES && one.getKey() <= last).mapToLong(one -> one.getValue().getOrDefault(unit, 0L)).sum();
  }

  private static long minute(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), MINUTES);
  }
}
