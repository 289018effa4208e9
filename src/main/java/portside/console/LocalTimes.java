package portside.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times in what instances say, which are in UTC (RFC 3339), as the clock of the person who reads them has them.
public final class LocalTimes {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private LocalTimes() {}

  /// The text with its times rewritten: `17:12:49` today, `2026-12-01 09:00` on any other day.
  public static String in(String text, Instant now, ZoneId zone) {
    return TIME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(written(found.group(), now, zone)));
  }

  private static String written(String time, Instant now, ZoneId zone) {
    try {
      var local = Instant.parse(time).atZone(zone);
      return (local.toLocalDate().equals(LocalDate.ofInstant(now, zone)) ? CLOCK : DAY_AND_CLOCK).format(local);
    } catch (DateTimeException e) {
      return time; // such as a 31st of February
    }
  }
}
