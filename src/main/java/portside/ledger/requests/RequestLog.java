package portside.ledger.requests;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Records whole requests where that is asked for: for good by a setting, or for a while by a person. Bodies wait in memory for a thread that writes them;
/// what finds no room there is left out and counted.
public final class RequestLog implements AutoCloseable {
  /// The most bytes that wait, or are held until it is known whether a request fails.
  static final long ROOM = 32L << 20;

  /// Of which requests everything is recorded.
  public enum Mode {
    OFF,
    /// Those that end neither well nor because the client left.
    ERRORS,
    ALL
  }

  /// What is recorded, and where.
  ///
  /// @param folder made when there is something to write
  /// @param instance begins the names of the files
  /// @param mode for good
  /// @param bytes that all files may have
  /// @param days how long they are kept
  public record Settings(Path folder, String instance, Mode mode, long bytes, int days) {}

  private final Settings settings;
  private final Clock clock;
  private final Room room;
  private final RequestLogWriter writer;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Instant all;

  /// @param clock stamps the records
  public RequestLog(Settings settings, Clock clock) {
    this(settings, clock, ROOM);
  }

  /// @param room the most bytes that wait
  RequestLog(Settings settings, Clock clock, long room) {
    this.settings = settings;
    this.clock = clock;
    this.room = new Room(room);
    this.writer = new RequestLogWriter(settings, clock, this.room, () -> known);
  }

  /// These are taken out of everything that is written from now on, beside those known before: a key that is no longer in force may still work.
  public void hide(Collection<String> secrets) {
    known.addAll(secrets);
  }

  /// Takes down a request, if that is asked for.
  public Recording begin(String requestId) {
    if (settings.mode == Mode.OFF && all == null) {
      return Recording.OFF;
    }
    return switch (mode()) {
      case OFF -> Recording.OFF;
      case ERRORS -> new RunningRecording(requestId, true, room, clock, writer);
      case ALL -> new RunningRecording(requestId, false, room, clock, writer);
    };
  }

  /// Records every request for a while.
  ///
  /// @param length zero ends that
  public void recordAll(Duration length) {
    all = length.isZero() ? null : clock.instant().plus(length);
  }

  /// Of which requests everything is recorded now.
  public Mode mode() {
    return until().isPresent() ? Mode.ALL : settings.mode;
  }

  /// Until when every request is recorded because a person asked for it.
  public Optional<Instant> until() {
    var end = all;
    if (end != null && !clock.instant().isBefore(end)) {
      all = null;
      return Optional.empty();
    }
    return Optional.ofNullable(end);
  }

  /// How many bodies were left out.
  public long dropped() {
    return room.dropped();
  }

  /// How many bytes wait.
  long waiting(long of) {
    return of - room.left();
  }

  /// Deletes what is too old, also where nothing is recorded any more.
  public void clean() {
    writer.clean();
  }

  /// Writes what waits, for two seconds at most.
  @Override
  public void close() {
    writer.close();
  }
}
