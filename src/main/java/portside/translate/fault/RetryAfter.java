package portside.translate.fault;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import portside.wire.Json;
import portside.wire.common.ProviderError;

/// How long a provider wants to be left alone, in whole seconds, rounded up. Never invented: a made-up waiting time stops every session.
final class RetryAfter {
  private static final Pattern DURATION =
      Pattern.compile("(?i)(?:(\\d+) ?h(?:(?:ou)?rs?)?,? ?)?(?:(\\d+) ?m(?:in(?:ute)?s?)?(?!s|illi),? ?)?(?:(\\d+(?:\\.\\d+)?)(?: ?(ms|milli|s))?)?");
  /// "Please try again in 1m2.5s", "Please retry in 34.07s", "retry after 20 seconds", "Try again in 2 minutes", "wait 15 seconds".
  private static final Pattern IN_WORDS =
      Pattern.compile("(?i)(?:(?:try again|retry)(?: again)? (?:in|after)|retry[-_]after:?|wait|resets? in)(?: at least| about| for)? (?=\\d)("
          + DURATION.pattern().substring(4) + ")");
  private static final List<String> MEMBERS = List.of("retry_after", "retry_after_seconds", "retryAfter", "retry-after");
  private static final List<String> LIMITS = List.of("requests", "tokens");
  /// Numbers larger than this are points in time and not durations.
  private static final double A_YEAR = 31_536_000;

  private RetryAfter() {}

  /// The waiting time; empty when the provider does not say.
  ///
  /// @param status some providers send the state of their rate limits with every answer; it is of interest only with 429 and 503
  /// @param headers looks up a header by lower-case name, null when absent
  static OptionalLong seconds(int status, Function<String, String> headers, ProviderError error, Instant now) {
    var milliseconds = number(headers.apply("retry-after-ms"));
    if (milliseconds >= 0) {
      return whole(milliseconds / 1000);
    }
    var header = headers.apply("retry-after");
    if (header != null) {
      double seconds = number(header);
      return seconds >= 0 ? whole(seconds) : date(header, now);
    }
    if (status != 429 && status != 503 && status != 529) {
      return OptionalLong.empty();
    }
    var inside = inside(error);
    return inside.isPresent() ? inside : reset(headers, now);
  }

  /// The waiting time that an error names itself; empty when it does not.
  static OptionalLong inside(ProviderError error) {
    var detail = retryDelay(error.details());
    if (detail >= 0) {
      return whole(detail);
    }
    for (var member : MEMBERS) {
      var value = error.details().get(member);
      double seconds = value instanceof JsonNumber number ? number.doubleValue() : value instanceof JsonString text ? duration(text.getString()) : -1;
      if (seconds >= 0) {
        return whole(seconds);
      }
    }
    var words = IN_WORDS.matcher(error.message());
    return words.find() && !words.group(1).isBlank() ? whole(duration(words.group(1))) : OptionalLong.empty();
  }

  /// Rate-limit headers: the limit that is used up counts; when none says so, the one that comes back first.
  private static OptionalLong reset(Function<String, String> headers, Instant now) {
    double usedUp = -1;
    double soonest = -1;
    for (var limit : LIMITS) {
      double seconds = until(headers.apply("x-ratelimit-reset-" + limit), now);
      if (seconds >= 0) {
        usedUp = "0".equals(headers.apply("x-ratelimit-remaining-" + limit)) ? Math.max(usedUp, seconds) : usedUp;
        soonest = soonest < 0 ? seconds : Math.min(soonest, seconds);
      }
    }
    double plain = until(headers.apply("x-ratelimit-reset"), now);
    double seconds = usedUp >= 0 ? usedUp : soonest >= 0 ? soonest : plain;
    return whole(seconds);
  }

  /// A duration, or a point in time to come in seconds or milliseconds since 1970; -1 for neither.
  private static double until(String value, Instant now) {
    double number = number(value);
    if (number < A_YEAR) {
      return number >= 0 ? number : duration(value);
    }
    double epochSeconds = number > 1e11 ? number / 1000 : number;
    double left = epochSeconds - now.toEpochMilli() / 1000.0;
    return left > 0 ? left : -1;
  }

  /// Gemini: `details[{"@type":"…RetryInfo","retryDelay":"34s"}]`.
  private static double retryDelay(JsonObject error) {
    if (error.get("details") instanceof JsonArray details) {
      for (var value : details) {
        if (value instanceof JsonObject detail && Json.string(detail, "retryDelay") instanceof String delay) {
          return duration(delay);
        }
      }
    }
    return -1;
  }

  private static OptionalLong date(String header, Instant now) {
    try {
      var until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return OptionalLong.of(Math.max(0, Duration.between(now, until).toSeconds()));
    } catch (DateTimeParseException neitherSecondsNorDate) {
      return OptionalLong.empty();
    }
  }

  /// `7m12s`, `11.01s`, `120ms`, `1h`, `34`; -1 for anything else.
  private static double duration(String text) {
    if (text == null || text.isBlank()) {
      return -1;
    }
    var parts = DURATION.matcher(text.strip());
    if (!parts.matches()) {
      return -1;
    }
    double seconds = parts.group(3) == null ? 0 : Double.parseDouble(parts.group(3));
    seconds = parts.group(4) != null && parts.group(4).toLowerCase(Locale.ROOT).startsWith("m") ? seconds / 1000 : seconds;
    double minutes = parts.group(2) == null ? 0 : Double.parseDouble(parts.group(2));
    return seconds + 60 * minutes + (parts.group(1) == null ? 0 : 3600 * Double.parseDouble(parts.group(1)));
  }

  private static double number(String text) {
    if (text == null || text.isBlank() || !Character.isDigit(text.strip().charAt(0))) {
      return -1;
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException notOnlyDigits) {
      return -1;
    }
  }

  private static OptionalLong whole(double seconds) {
    return seconds >= 0 && seconds <= 1e9 ? OptionalLong.of((long) Math.ceil(seconds)) : OptionalLong.empty();
  }
}
