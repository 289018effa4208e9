package portside.ledger.requests;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The thread that writes records. What is made of a body (media summed up, secrets taken out) is made here. A disk that fails costs the records of that
/// time and nothing else.
final class RequestLogWriter {
  private record Waiting(RequestRecord record, List<String> shown) {}

  private static final Logger LOG = System.getLogger(RequestLog.class.getName());

  /// The most characters of a body that are shown.
  static final int SHOWN = 1 << 20;

  /// No single body takes more than this part of what may be kept.
  private static final int PART = 4;

  private static final Duration LAST = Duration.ofSeconds(2);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

  private final RequestFiles files;
  private final Clock clock;
  private final Room room;
  private final Supplier<Collection<String>> known;
  private final int shown;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Waiting last = new Waiting(new RequestRecord("last", "", Instant.EPOCH), List.of());
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Instant warned;
  private boolean started;

  /// @param known secrets now
  RequestLogWriter(RequestLog.Settings settings, Clock clock, Room room, Supplier<Collection<String>> known) {
    this.files = new RequestFiles(settings);
    this.clock = clock;
    this.room = room;
    this.known = known;
    this.shown = (int) Math.min(SHOWN, settings.bytes() / PART);
  }

  /// Takes a record, or drops it when too much waits.
  ///
  /// @param secrets that its request showed
  void write(RequestRecord record, List<String> secrets) {
    if (!room.take(RequestRecord.OVERHEAD)) {
      record.release();
      room.drop();
      return;
    }
    start();
    queue.add(new Waiting(record, secrets));
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("request-log").start(this::run);
    }
  }

  /// Deletes what is too old.
  void clean() {
    try {
      files.deleteOld(today());
    } catch (IOException | RuntimeException failed) {
      warn("old records of requests cannot be deleted", failed);
    }
  }

  /// Writes what waits, for two seconds at most.
  void close() {
    synchronized (this) {
      if (!started) {
        return;
      }
    }
    queue.add(last);
    try {
      done.await(LAST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (files) {
      for (Waiting next; (next = queue.poll(BETWEEN_CLEANINGS.toMillis(), TimeUnit.MILLISECONDS)) != last; ) {
        if (next == null) {
          clean();
        } else {
          write(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done.countDown();
    }
  }

  private void write(Waiting next) {
    try {
      var line = next.record.line(RequestRecord.secrets(known.get(), next.shown), shown);
      files.append(next.record.at().atZone(ZoneOffset.UTC).toLocalDate(), line);
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      files.close(); // the next record begins a line of its own
      room.drop();
      warn("whole requests cannot be recorded", failed);
    } finally {
      next.record.release();
      room.give(RequestRecord.OVERHEAD);
    }
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private synchronized void warn(String what, Throwable failed) {
    var now = clock.instant();
    if (warned == null || !now.isBefore(warned.plus(BETWEEN_WARNINGS))) {
      warned = now;
      var said = failed.getMessage();
      LOG.log(Level.WARNING, what + " (" + (failed.getClass() == IOException.class && said != null ? said : failed.getClass().getSimpleName()) + "); requests go on");
    }
  }
}
