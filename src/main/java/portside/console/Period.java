package portside.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/// A time that is asked about. Days are those of a zone.
///
/// @param since the first moment that counts
/// @param until the first that does not count any more
/// @param zone whose days are meant
/// @param title of it, such as `2 days to 2026-11-29`
record Period(Instant since, Instant until, ZoneId zone, String title) {
  private static final String DAYS = "days";
  private static final String SINCE = "since";
  private static final String UNTIL = "until";
  private static final String ZONE = "zone";
  private static final int USUAL_DAYS = 7;
  private static final int MOST_DAYS = 36_500;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  /// The flags that tell it.
  static Options add(Options options) {
    return options
        .addOption(Option.builder("d").longOpt(DAYS).hasArg().argName("N").desc("so many days with today; " + USUAL_DAYS + " without it").get())
        .addOption(Option.builder().longOpt(SINCE).hasArg().argName("DAY").desc("from a day or time on: 2026-11-01 or 2026-11-01T10:00").get())
        .addOption(Option.builder().longOpt(UNTIL).hasArg().argName("DAY").desc("to the end of a day, or to a time").get())
        .addOption(zoneOption());
  }

  /// The flag of [#zone(CommandLine, Surroundings)].
  static Option zoneOption() {
    return Option.builder().longOpt(ZONE).hasArg().argName("ZONE").desc("whose days and hours: Asia/Tokyo, UTC; those of this machine without it").get();
  }

  /// The time that was typed.
  static Period of(CommandLine typed, Surroundings surroundings) throws Misuse {
    var zone = zone(typed, surroundings);
    if (typed.hasOption(DAYS) && typed.hasOption(SINCE)) {
      throw new Misuse("usage: --days and --since say two beginnings", "one of them");
    }
    var today = LocalDate.ofInstant(surroundings.clock().instant(), zone);
    var end = typed.hasOption(UNTIL) ? time(UNTIL, typed.getOptionValue(UNTIL), true) : today.plusDays(1).atStartOfDay();
    if (typed.hasOption(SINCE)) {
      var begin = time(SINCE, typed.getOptionValue(SINCE), false);
      if (!begin.isBefore(end)) {
        throw new Misuse("usage: --since is not before --until", "--since 2026-11-01 --until 2026-11-07");
      }
      return new Period(instant(begin, zone), instant(end, zone), zone, first(begin) + " to " + last(end));
    }
    var days = days(typed.getOptionValue(DAYS, Integer.toString(USUAL_DAYS)));
    var begin = end.minusDays(days);
    return new Period(instant(begin, zone), instant(end, zone), zone, days == 1 ? last(end) : days + " days to " + last(end));
  }

  /// The zone that was typed, else that of the surroundings.
  static ZoneId zone(CommandLine typed, Surroundings surroundings) throws Misuse {
    var name = typed.getOptionValue(ZONE);
    try {
      return name == null ? surroundings.zone() : ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new Misuse("--zone: \"" + name + "\" is not known", "a name such as Asia/Tokyo, or UTC, or +05:45");
    }
  }

  private static Instant instant(LocalDateTime time, ZoneId zone) {
    return time.atZone(zone).toInstant();
  }

  /// @param end whether a day is meant with all its hours
  private static LocalDateTime time(String flag, String typed, boolean end) throws Misuse {
    try {
      var day = typed.length() <= "2026-11-01".length();
      return !day ? LocalDateTime.parse(typed) : LocalDate.parse(typed).plusDays(end ? 1 : 0).atStartOfDay();
    } catch (DateTimeException wrong) {
      throw new Misuse("--" + flag + ": \"" + typed + "\" is no day", "2026-11-01 or 2026-11-01T10:00");
    }
  }

  private static int days(String typed) throws Misuse {
    if (!typed.matches("[1-9][0-9]{0,4}") || Integer.parseInt(typed) > MOST_DAYS) {
      throw new Misuse("--" + DAYS + ": \"" + typed + "\" is no number of days", "from 1 to " + MOST_DAYS);
    }
    return Integer.parseInt(typed);
  }

  private static boolean midnight(LocalDateTime time) {
    return time.toLocalDate().atStartOfDay().equals(time);
  }

  private static String first(LocalDateTime begin) {
    return midnight(begin) ? begin.toLocalDate().toString() : MINUTE.format(begin);
  }

  /// The last day of it, or its end when that is none of a day.
  private static String last(LocalDateTime end) {
    return midnight(end) ? end.toLocalDate().minusDays(1).toString() : MINUTE.format(end);
  }
}
