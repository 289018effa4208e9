package portside.ledger.budget;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/// What was used in one window: tokens, and billionths of each currency.
final class Sums {
  private final Window window;
  private final ZoneId zone;
  private final Map<String, Long> used = new HashMap<>();
  private Instant start;
  private Instant end;

  /// @param now lies in the window
  Sums(Window window, ZoneId zone, Instant now) {
    this.window = window;
    this.zone = zone;
    this.start = window.start(now, zone);
    this.end = window.end(now, zone);
  }

  Instant start() {
    return start;
  }

  Instant end() {
    return end;
  }

  /// Begins anew when the window is over.
  void turn(Instant now) {
    if (!now.isBefore(end)) {
      start = window.start(now, zone);
      end = window.end(now, zone);
      used.clear();
    }
  }

  /// Counts what lies in the window.
  void add(Use use) {
    if (!use.at().isBefore(start) && use.at().isBefore(end)) {
      add(Budget.TOKENS, use.tokens());
      if (use.paid() != 0) {
        add(use.currency(), use.paid());
      }
    }
  }

  /// Adds those of another of the same window.
  void add(Sums other) {
    if (other.start.equals(start)) {
      other.used.forEach(this::add);
    }
  }

  private void add(String unit, long amount) {
    used.merge(unit, amount, (one, more) -> one > Long.MAX_VALUE - more ? Long.MAX_VALUE : one + more);
  }

  /// What is used of a unit.
  long of(String unit) {
    return used.getOrDefault(unit, 0L);
  }
}
