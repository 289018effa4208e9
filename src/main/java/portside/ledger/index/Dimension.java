package portside.ledger.index;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What use is told apart by in a sum: a piece of time in a zone, or what an entry of the ledger says of a request. Names are those of flags and query
/// parameters, in small letters.
public enum Dimension {
  DAY(null),
  HOUR(null),
  WEEK(null),
  MONTH(null),
  INSTANCE(RequestColumn.INSTANCE),
  PROVIDER(RequestColumn.PROVIDER),
  MODEL(RequestColumn.SERVED),
  CLASS(RequestColumn.CLASS),
  PROJECT(RequestColumn.PROJECT),
  CONVERSATION(RequestColumn.CONVERSATION),
  PROMPT(RequestColumn.PROMPT),
  KEY(RequestColumn.KEY),
  CLIENT(RequestColumn.CLIENT);

  private static final DateTimeFormatter TO_HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:00", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern(" xxx", Locale.ROOT);
  private static final DateTimeFormatter TO_MONTH = DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT);

  /// By so much the clock of Lord Howe Island is put back.
  private static final int HALF_HOUR = 30;

  private final @Nullable RequestColumn column;

  Dimension(@Nullable RequestColumn column) {
    this.column = column;
  }

  /// The one of that name; `session` is a conversation. Empty for any other.
  public static Optional<Dimension> named(String name) {
    var wanted = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(one -> one.word().equals(wanted.equals("session") ? "conversation" : wanted)).findFirst();
  }

  /// Its name for people, in small letters.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The column that tells it; null for one that goes by time.
  @Nullable RequestColumn column() {
    return column;
  }

  /// Whether the sums of 15 minutes are told apart by it.
  boolean inSlots() {
    return switch (this) {
      case DAY, HOUR, WEEK, MONTH, INSTANCE, PROVIDER, MODEL, CLASS, PROJECT -> true;
      case CONVERSATION, PROMPT, KEY, CLIENT -> false;
    };
  }

  /// What a time belongs to, such as `2026-11-29`; weeks begin on Monday (ISO 8601). An hour that comes twice because the clock is put back has the offset
  /// from UTC behind it, `2026-10-25 02:00 +02:00`.
  ///
  /// @throws IllegalStateException for one that does not go by time
  String of(Instant time, ZoneId zone) {
    var local = time.atZone(zone);
    return switch (this) {
      case DAY -> local.toLocalDate().toString();
      case HOUR -> TO_HOUR.format(local) + (comesTwice(local) ? OFFSET.format(local) : "");
      case WEEK -> "%d-W%02d".formatted(local.get(IsoFields.WEEK_BASED_YEAR), local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> TO_MONTH.format(local);
      default -> throw new IllegalStateException(this + " is no time");
    };
  }

  /// By what its times are put in order, as text: two hours of one name by which was first.
  String order(Instant time, ZoneId zone) {
    return this == HOUR ? time.atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.HOURS).toInstant().toString() : of(time, zone);
  }

  private static boolean comesTwice(ZonedDateTime local) {
    var hour = local.toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
    return Stream.of(hour, hour.plusMinutes(HALF_HOUR)).map(local.getZone().getRules()::getTransition).anyMatch(change -> change != null && change.isOverlap());
  }
}
