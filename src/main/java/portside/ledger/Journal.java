package portside.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The record of every request, kept in files of JSON lines: one line when a provider is first waited for, one when the request ends, and
/// while it runs some with what its client has got; see [JournalLine].
///
/// The thread of a request writes them while the disk takes them at once, else one of the journal's own, so that a disk that fails or stands still holds
/// up nobody but the one request that wrote when it stopped. An answer's end is sent when its line is with the operating system, or after a moment: what
/// was answered is recorded, even if the process is killed at once. Nothing is opened, and no thread started, before the first request that asks a
/// provider or is refused.
public final class Journal implements Ledger, AutoCloseable {
  /// What is recorded, and where.
  ///
  /// @param folder made when there is something to write
  /// @param instance begins the names of the files
  /// @param days how long files are kept
  /// @param sync whether each answer waits until its line is on the disk, so that it outlives a loss of power
  /// @param project what names the project of a request
  public record Settings(Path folder, String instance, int days, boolean sync, Project project) {}

  /// What names the project of a request.
  public enum Project {
    /// What the client says, else the last name of its working directory.
    FOLDER,
    /// What the client says.
    HEADER,
    /// Nothing.
    OFF;

    /// The project of a request from there; null for none.
    public @Nullable String of(Origin origin) {
      return switch (this) {
        case FOLDER -> origin.project() == null ? origin.folder() : origin.project();
        case HEADER -> origin.project();
        case OFF -> null;
      };
    }
  }

  private final Settings settings;
  private final Clock clock;
  /// How the requests ended whose end is recorded and not certain yet.
  private final Map<String, LedgerEntry.Result> told = new ConcurrentHashMap<>();
  private final JournalProgress progress;
  private @Nullable JournalWriter writer;

  /// @param clock for what is too old, and how often a failure is told
  public Journal(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.progress = new JournalProgress(clock);
  }

  @Override
  public void begun(Begun request) {
    progress.begun(request);
    writer().write(request.at(), () -> JournalLine.begin(request));
  }

  @Override
  public void answered(LedgerEntry entry) {
    told.put(entry.requestId(), entry.result());
    progress.ended(entry.requestId());
    writer().writeAndWait(entry.at(), () -> end(entry));
  }

  @Override
  public void append(LedgerEntry entry) {
    progress.ended(entry.requestId());
    var before = told.remove(entry.requestId());
    if (before == null) {
      writer().write(entry.at(), () -> end(entry));
    } else if (!before.equals(entry.result())) {
      writer().write(entry.at(), () -> JournalLine.amend(entry));
    }
  }

  private byte[] end(LedgerEntry entry) {
    return JournalLine.end(entry, settings.instance(), settings.project().of(entry.details().origin()));
  }

  /// Whether it is written, for people: `on`, or `failing: No space left on device`.
  public String word() {
    return failing().map(why -> "failing: " + why).orElse("on");
  }

  /// What keeps it from being written; empty when nothing does.
  synchronized Optional<String> failing() {
    return writer == null ? Optional.empty() : writer.failing();
  }

  /// How often a line could not be written at once.
  public synchronized long failures() {
    return writer == null ? 0 : writer.failures();
  }

  /// How many lines are missing, since too many waited.
  public synchronized long dropped() {
    return writer == null ? 0 : writer.dropped();
  }

  /// The files of an instance from a day (UTC) on, the youngest first; none where nothing was recorded.
  ///
  /// @throws IOException when the folder cannot be read
  public static List<Path> files(Path folder, String instance, LocalDate first) throws IOException {
    return JournalFile.since(folder, instance, first);
  }

  private synchronized JournalWriter writer() {
    if (writer == null) {
      writer = new JournalWriter(settings, clock, progress);
      writer.start();
    }
    return writer;
  }

  /// Writes what waits, for two seconds at most.
  @Override
  public void close() {
    JournalWriter last;
    synchronized (this) {
      last = writer;
    }
    if (last != null) {
      last.close();
    }
  }
}
