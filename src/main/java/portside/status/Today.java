package portside.status;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// What was recorded of the day so far, by all instances. A failure is a line in the log, and leaves the day unknown.
final class Today {
  /// For how long what was recorded is not read again.
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final History.Day UNKNOWN = new History.Day(Map.of(), Map.of(), OptionalLong.empty());
  private static final Logger LOG = System.getLogger(Today.class.getName());

  private final History history;
  private final InstantSource clock;
  private final ZoneId zone;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile History.Day day = UNKNOWN;
  private volatile Instant readAt = Instant.EPOCH;
  private boolean failing;

  /// @param zone whose day is meant
  Today(History history, InstantSource clock, ZoneId zone) {
    this.history = history;
    this.clock = clock;
    this.zone = zone;
  }

  ZoneId zone() {
    return zone;
  }

  /// What the day comes to if the rest of it goes on as the last hour.
  Map<String, Long> forecast(Map<String, Long> spent, Map<String, Long> lastHour) {
    var now = clock.instant();
    var end = LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
    var hours = Duration.between(now, end).toMillis() / (double) Duration.ofHours(1).toMillis();
    var forecast = new TreeMap<>(spent);
    lastHour.forEach((currency, amount) -> forecast.merge(currency, Math.round(amount * hours), Long::sum));
    return forecast;
  }

  /// Of the day so far, read every two seconds at most.
  History.Day day() {
    reading.lock();
    try {
      if (!fresh()) {
        read();
      }
      return day;
    } finally {
      reading.unlock();
    }
  }

  /// What is known of the day without waiting for it; what is old is read meanwhile.
  History.Day known() {
    if (!fresh() && !reading.isLocked()) {
      Thread.ofVirtual().name("history").start(this::day);
    }
    return day;
  }

  private boolean fresh() {
    return readAt.plus(FRESH).isAfter(clock.instant());
  }

  private void read() {
    var now = clock.instant();
    try {
      day = history.day(LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant(), now);
      failing = false;
    } catch (UncheckedIOException e) {
      day = UNKNOWN;
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "what was recorded cannot be read: " + e.getMessage());
      }
    }
    readAt = clock.instant();
  }
}
