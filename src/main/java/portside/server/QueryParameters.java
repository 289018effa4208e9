package portside.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of a query. What is wrong with one is said by its name.
final class QueryParameters {
  private final Map<String, String> values = new HashMap<>();

  /// @param query as it was written, without the question mark
  QueryParameters(String query) throws Wrong {
    for (var part : query.split("&")) {
      var equals = part.indexOf('=');
      if (equals > 0 && equals < part.length() - 1) {
        values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      }
    }
  }

  /// A parameter that means nothing.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    private final String said;

    Wrong(String said) {
      super(said, null, false, false);
      this.said = said;
    }

    String said() {
      return said;
    }
  }

  private static String decoded(String text) throws Wrong {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Wrong("query: a percent sign begins two hexadecimal digits");
    }
  }

  /// Empty when it is absent or blank.
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  boolean flag(String name) {
    return text(name).filter("true"::equals).isPresent();
  }

  /// A whole number from 1 on.
  int number(String name, int otherwise, int most) throws Wrong {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var number = Integer.parseInt(text.get());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Wrong(name + ": a whole number from 1 to " + most);
  }

  ZoneId zone(String name, ZoneId otherwise) throws Wrong {
    try {
      return text(name).map(ZoneId::of).orElse(otherwise);
    } catch (DateTimeException e) {
      throw new Wrong(name + ": a time zone such as Europe/Berlin or UTC");
    }
  }

  /// A day, a local time or an instant.
  Optional<Instant> time(String name, ZoneId zone) throws Wrong {
    var text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(time(name, text.get(), zone));
  }

  private static Instant time(String name, String text, ZoneId zone) throws Wrong {
    try {
      if (text.length() == "2026-11-01".length()) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.endsWith("Z") ? Instant.parse(text) : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      throw new Wrong(name + ": a day such as 2026-11-01, or a time such as 2026-11-01T10:00");
    }
  }
}
