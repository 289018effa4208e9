package portside.ledger.index;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// What is asked of the use.
///
/// @param since the first moment that counts
/// @param until the first that does not count any more
/// @param zone whose days are meant
/// @param by what it is told apart, in this order; empty for one sum
/// @param filter which requests are meant
public record UsageQuery(Instant since, Instant until, ZoneId zone, List<Dimension> by, UsageFilter filter) {
  /// Keeps a copy of the list.
  public UsageQuery {
    by = List.copyOf(by);
  }

  /// Whether the sums of 15 minutes can answer it.
  boolean inSlots() {
    return by.stream().allMatch(Dimension::inSlots) && edge(since) && edge(until);
  }

  private static boolean edge(Instant time) {
    return time.equals(Instant.MIN) || time.equals(Instant.MAX) || time.equals(Instant.ofEpochMilli(time.toEpochMilli() / Slots.LENGTH * Slots.LENGTH));
  }
}
