package portside.translate.fault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads times as providers write them and gives the wait until then: `20`, `7m12s`, `1 week, 2 days`, `1795255220` (seconds or milliseconds since
/// 1970), `2026-09-09 05:38:28`, `2026-05-15T15:00:00.5Z`, `Sat, 21 Nov 2026 10:01:30 GMT`. A point in time that is past is none.
///
/// @param zone of dates that name none
/// @param now from which points in time are counted
record TimeReader(ZoneId zone, Instant now) {
  /// Numbers from here on are points in time and not durations.
  private static final double A_YEAR = 31_536_000;
  /// Points in time from here on are in milliseconds.
  private static final double MILLISECONDS = 1e11;
  private static final double FAR = 1e15;

  private static final String NUMBER = "\\d{1,15}(?:\\.\\d{1,15})?";
  private static final String PART =
      "(" + NUMBER + ")\\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|milliseconds?|millis|msecs?|ms|seconds?|secs?|s|周|天|小时|分钟?|毫秒|秒)(?![a-z])";
  private static final Pattern ONE_NUMBER = Pattern.compile(NUMBER);
  private static final Pattern ONE_PART = Pattern.compile("(?i)" + PART);
  private static final Pattern DURATION = Pattern.compile("(?i)" + PART + "(?:(?:\\s|,|and)*+" + PART + ")*+");
  /// Without a unit, and not the beginning of a clock's time, a date or a count of something.
  private static final Pattern ALONE = Pattern.compile(NUMBER + "(?!\\d|[.:/-]\\d|\\s*[:\\p{L}])");

  private static final String TIME =
      "(?:(?:\\s*T\\s*|\\s*,\\s*|\\s+at\\s+|\\s+|(?<=日))(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9})\\d*)?)?"
          + "(?:\\s*(?<half>[ap])\\.?m\\b)?)?"
          + "(?:\\s*\\(?(?<zone>Z\\b|(?:UTC|GMT)(?:\\s*[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{2}(?::?\\d{2})?)\\)?)?";
  private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
  private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";
  private static final List<Pattern> POINTS =
      Stream.of(
          "(?<year>\\d{4})\\s*[-/.年]\\s*(?<month>\\d{1,2})\\s*[-/.月]\\s*(?<day>\\d{1,2})(?:\\s*日)?",
          "(?:[a-z]{3,9},?\\s+)?" + DAY + "[\\s-]+" + MONTH + ",?[\\s-]+(?<year>\\d{4})",
          "(?:[a-z]{3,9},?\\s+)?" + MONTH + "\\s+" + DAY + ",?\\s+(?<year>\\d{4})")
          .map(date -> Pattern.compile("(?i)" + date + TIME)).toList();
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private static final String ABOUT = "(?:[\\s:=~\"'\\[(]|at least|about|approximately|around|for|until|is)*+";
  /// "Please try again in", "retry after", "retry-after:", "wait", "resets at", "will reset after", "regain access on".
  private static final Pattern BEFORE_ANY =
      Pattern.compile("(?i)(?:(?:(?:again|retry|resets?|available|access|refresh(?:es)?|renews?)[-_\\s]+(?:in|after|at|on|from)\\b|\\bwait\\b|将[在于]|请[在于])"
          + ABOUT + ")");
  /// "until", "resets", where a length of time would be that of something else.
  private static final Pattern BEFORE_POINT = Pattern.compile("(?i)(?:\\bresets?\\b|\\breset[-_\\s]?time\\b|\\buntil\\b|重置时间)" + ABOUT + "[：]?\\s*");

  /// The time that is all of a text.
  ///
  /// @param unit of a number alone, in seconds
  Optional<Duration> read(String text, double unit) {
    var said = text.strip();
    if (ONE_NUMBER.matcher(said).matches()) {
      return read(unit * Double.parseDouble(said));
    }
    return DURATION.matcher(said).matches() ? duration(said)
        : POINTS.stream().map(form -> form.matcher(said)).filter(Matcher::matches).findFirst().flatMap(this::point);
  }

  /// A length of time in seconds or a point in time.
  Optional<Duration> read(double number) {
    if (!(number >= 0 && number <= FAR)) {
      return Optional.empty();
    }
    return number < A_YEAR ? Optional.of(Duration.ofNanos(Math.round(number * 1e9)))
        : until(Instant.ofEpochMilli(Math.round(number >= MILLISECONDS ? number : number * 1000)));
  }

  /// The times that sentences speak of.
  Stream<Duration> inWords(String words) {
    return Stream.concat(
        BEFORE_ANY.matcher(words).results().map(lead -> anyAt(words, lead.end())),
        BEFORE_POINT.matcher(words).results().map(lead -> pointAt(words, lead.end()))).flatMap(Optional::stream);
  }

  private Optional<Duration> anyAt(String words, int start) {
    var duration = DURATION.matcher(words).region(start, words.length());
    if (duration.lookingAt()) {
      return duration(duration.group());
    }
    return pointAt(words, start).or(() -> {
      var alone = ALONE.matcher(words).region(start, words.length());
      return alone.lookingAt() ? read(Double.parseDouble(alone.group())) : Optional.empty();
    });
  }

  private Optional<Duration> pointAt(String words, int start) {
    return POINTS.stream().map(form -> form.matcher(words).region(start, words.length())).filter(Matcher::lookingAt).findFirst().flatMap(this::point);
  }

  private static Optional<Duration> duration(String text) {
    double seconds = ONE_PART.matcher(text).results()
        .mapToDouble(part -> Double.parseDouble(part.group(1)) * unit(part.group(2).toLowerCase(Locale.ROOT))).sum();
    return seconds <= A_YEAR ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9))) : Optional.empty();
  }

  private static double unit(String name) {
    if (name.startsWith("ms") || name.startsWith("mil") || name.equals("毫秒")) {
      return 0.001;
    }
    return switch (name.charAt(0)) {
      case 'w', '周' -> 604_800;
      case 'd', '天' -> 86_400;
      case 'h', '小' -> 3_600;
      case 'm', '分' -> 60;
      default -> 1;
    };
  }

  private Optional<Duration> point(Matcher written) {
    try {
      var local = LocalDateTime.of(number(written, "year"), month(written.group("month")), number(written, "day"), hour(written), number(written, "minute"),
          number(written, "second"), nanoseconds(written.group("fraction")));
      return until(local.atZone(zone(written.group("zone"))).toInstant());
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private Optional<Duration> until(Instant point) {
    return point.isAfter(now) ? Optional.of(Duration.between(now, point)) : Optional.empty();
  }

  private static int number(Matcher written, String name) {
    var digits = written.group(name);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int month(String name) {
    return Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : MONTHS.indexOf(name.toLowerCase(Locale.ROOT)) / 3 + 1;
  }

  private static int hour(Matcher written) {
    int hour = number(written, "hour");
    var half = written.group("half");
    return half == null ? hour : hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
  }

  private static int nanoseconds(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  /// `Z`, `UTC`, `+0800`, `UTC+8`, `GMT+08:00`.
  private ZoneId zone(@Nullable String name) {
    return name == null ? zone : ZoneId.of(name.toUpperCase(Locale.ROOT).replaceAll("\\s", "").replaceAll("(?<=[+-])(?=\\d(?!\\d))", "0"));
  }
}
