package portside.ledger.index;

import java.time.Duration;
import java.time.Instant;

/// Into how long pieces of time a database adds up for a question: the longer they are, the fewer rows are read.
///
/// @param millis how long a piece is
/// @param offset of the local time to which pieces are laid, from UTC in milliseconds
record TimePiece(long millis, long offset) {
  /// What the sums are kept by; local times of any zone can be made of it.
  static final TimePiece QUARTER = new TimePiece(Slots.LENGTH, 0);

  private static final long DAY = Duration.ofDays(1).toMillis();

  /// Local days, where nothing shorter is asked for and the clock is not put forward or back in between.
  static TimePiece of(UsageQuery query) {
    var rules = query.zone().getRules();
    var since = Instant.ofEpochMilli(UsageIndex.millis(query.since()));
    var change = rules.nextTransition(since);
    return query.by().contains(Dimension.HOUR) || change != null && change.getInstant().isBefore(query.until())
        ? QUARTER
        : new TimePiece(DAY, rules.getOffset(since).getTotalSeconds() * 1_000L);
  }

  /// The beginning of the piece in which a time is, in SQL.
  ///
  /// @param time milliseconds since 1970
  String start(String time) {
    return "(" + time + " + " + offset + ") / " + millis + " * " + millis + " - " + offset;
  }
}
