package portside.catalog;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// Prices that are lower outside of peak hours.
///
/// @param factor of the price outside of them
/// @param peaks hours of the day in UTC
/// @param days on which there are peak hours
public record OffPeak(BigDecimal factor, List<Hours> peaks, Set<DayOfWeek> days) {
  public OffPeak {
    peaks = List.copyOf(peaks);
    days = Set.copyOf(days);
  }

  /// @param to is no longer one of them; midnight ends a day
  public record Hours(LocalTime from, LocalTime to) {
    boolean contain(LocalTime time) {
      return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }
  }

  /// What prices are multiplied with at that time.
  BigDecimal factor(Instant at) {
    var time = at.atZone(ZoneOffset.UTC);
    var peak = days.contains(time.getDayOfWeek()) && peaks.stream().anyMatch(hours -> hours.contain(time.toLocalTime()));
    return peak ? BigDecimal.ONE : factor;
  }
}
