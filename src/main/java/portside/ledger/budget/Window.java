package portside.ledger.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/// The time for which a budget is: a day, a week from Monday, or a month of the calendar in a zone. A day may have 23 or 25 hours, and may begin later
/// than at midnight, where clocks are moved.
public enum Window {
  DAY,
  WEEK,
  MONTH;

  /// When the window began in which a moment lies.
  Instant start(Instant at, ZoneId zone) {
    return first(at, zone).atStartOfDay(zone).toInstant();
  }

  /// When the next one begins.
  Instant end(Instant at, ZoneId zone) {
    var first = first(at, zone);
    var next = switch (this) {
      case DAY -> first.plusDays(1);
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
    };
    return next.atStartOfDay(zone).toInstant();
  }

  private LocalDate first(Instant at, ZoneId zone) {
    var day = LocalDate.ofInstant(at, zone);
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
