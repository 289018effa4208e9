package portside.ledger.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where windows begin and end, against walking along the time in steps of a quarter of an hour.
class WindowTest {
  private static final Duration STEP = Duration.ofMinutes(15);

  /// Two moments lie in one window when this is equal.
  private static String name(Window window, Instant at, ZoneId zone) {
    var day = LocalDate.ofInstant(at, zone);
    return switch (window) {
      case DAY -> day.toString();
      case WEEK -> day.get(IsoFields.WEEK_BASED_YEAR) + " " + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> YearMonth.from(day).toString();
    };
  }

  private static void check(Window window, Instant at, ZoneId zone) {
    var name = name(window, at, zone);
    var end = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), STEP.toSeconds()) * STEP.toSeconds());
    var start = end;
    while (name(window, start.minus(STEP), zone).equals(name)) {
      start = start.minus(STEP);
    }
    while (name(window, end, zone).equals(name)) {
      end = end.plus(STEP);
    }
    assertEquals(start + " to " + end, window.start(at, zone) + " to " + window.end(at, zone), window + " of " + at + " in " + zone);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana", "Asia/Kathmandu", "Asia/Beirut", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Auckland", "Asia/Shanghai"})
  void anyMoment(String zone) {
    var random = new Random(zone.hashCode());
    var from = Instant.parse("2011-01-01T00:00:00Z").getEpochSecond();
    for (var number = 0; number < 40; number++) {
      var at = Instant.ofEpochSecond(from + random.nextInt(16 * 365 * 86_400));
      for (var window : Window.values()) {
        check(window, at, ZoneId.of(zone));
      }
    }
  }

  /// Hours that are left out or come twice, at midnight too, a day that never was, ends of years, and the first and last moment of a window.
  @ParameterizedTest
  @CsvSource({
    "2026-03-29T12:00:00Z, Europe/Berlin", "2026-10-25T00:30:00Z, Europe/Berlin", "2026-10-25T22:59:59.999Z, Europe/Berlin", "2026-10-25T23:00:00Z, Europe/Berlin",
    "2018-11-04T03:00:00Z, America/Sao_Paulo", "2018-02-18T02:30:00Z, America/Sao_Paulo", "2026-03-28T22:00:00Z, Asia/Beirut", "2011-12-30T09:59:00Z, Pacific/Apia",
    "2011-12-30T10:00:00Z, Pacific/Apia", "2026-12-31T23:59:59Z, UTC", "2027-01-01T00:00:00Z, UTC", "2024-12-30T05:00:00Z, America/New_York", "2024-02-29T12:00:00Z, UTC",
    "2026-04-04T15:00:00Z, Australia/Lord_Howe"
  })
  void momentsThatAreOftenWrong(Instant at, String zone) {
    for (var window : Window.values()) {
      check(window, at, ZoneId.of(zone));
    }
  }
}
