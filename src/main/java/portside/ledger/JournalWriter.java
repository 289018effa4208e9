package portside.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes the lines of a journal. While the disk takes them at once, the thread that brings a line writes it: to wake another costs more than the line.
/// What cannot be written at once is for a thread of the writer's own: the first line of a day, one that comes while another is being written, one that
/// failed, and all where each must be on the disk. While the disk fails the last lines wait in memory, and nobody waits for them.
///
/// ```
///              a line for the own thread              a line fails
///   AT ONCE ───────────────────────────► BY QUEUE ───────────────────► FAILING
///      ▲                                  │     ▲                       │    ▲ each second, and with each new line
///      └──────────── none waits ──────────┘     └─── a line is written ─┘────┘
/// ```
final class JournalWriter {
  /// One line on its way.
  private record Line(Instant at, Supplier<byte[]> text, CountDownLatch done) {}

  /// One that is ready to be written.
  private record Ready(LocalDate day, byte[] text, CountDownLatch done) {}

  /// As many lines may wait, in the queue and behind a failure.
  static final int MOST_WAITING = 1_000;

  /// How long an answer is held for its line. The system takes it within microseconds; a disk that stands still holds up the answers of one moment.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final Duration LAST = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(Journal.class.getName());

  private final JournalFile file;
  private final Clock clock;
  private final JournalProgress progress;
  private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ArrayDeque<Ready> waiting = new ArrayDeque<>();
  /// Lines that the own thread was given and has not written or dropped.
  private final AtomicInteger queued = new AtomicInteger();
  /// Whose turn it is to write in the file.
  private final ReentrantLock turn = new ReentrantLock();
  private final boolean atOnce;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  /// Of those dropped, so many the log has told of; of the thread that writes.
  private long told;
  private final Line last = new Line(Instant.MAX, () -> new byte[0], new CountDownLatch(1));
  /// Whether an answer waited in vain, so that the next need not.
  private volatile boolean stuck;
  private volatile @Nullable String failing;
  private @Nullable Instant warned;

  /// @param progress of the requests that run
  JournalWriter(Journal.Settings settings, Clock clock, JournalProgress progress) {
    this.file = new JournalFile(settings);
    this.clock = clock;
    this.progress = progress;
    this.atOnce = !settings.sync(); // to wait for the disk is for the own thread
  }

  void start() {
    Thread.ofPlatform().daemon().name("journal").start(this::run);
  }

  /// Takes a line, or drops it when too many wait.
  ///
  /// @param text makes it, on the thread that writes
  void write(Instant at, Supplier<byte[]> text) {
    if (!writtenAtOnce(at, text)) {
      queue(at, text);
    }
  }

  /// The same, and waits a moment until the system has it.
  void writeAndWait(Instant at, Supplier<byte[]> text) {
    if (!writtenAtOnce(at, text)) {
      await(queue(at, text));
    }
  }

  /// @return false when it is to be queued
  private boolean writtenAtOnce(Instant at, Supplier<byte[]> text) {
    if (!atOnce || queued.get() > 0 || !turn.tryLock()) {
      return false;
    }
    try {
      return file.appendIfOpen(day(at), text);
    } catch (IOException | RuntimeException failed) {
      return false; // the own thread meets it again, and tells
    } finally {
      turn.unlock();
    }
  }

  /// @return opens when it is written, or cannot be
  private CountDownLatch queue(Instant at, Supplier<byte[]> text) {
    var line = new Line(at, text, new CountDownLatch(1));
    queued.incrementAndGet();
    if (!queue.offer(line)) {
      failures.incrementAndGet();
      dropped.incrementAndGet();
      over(line.done);
    }
    return line.done;
  }

  private void await(CountDownLatch done) {
    if (stuck) {
      return;
    }
    try {
      stuck = !done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Optional<String> failing() {
    return Optional.ofNullable(failing);
  }

  long failures() {
    return failures.get();
  }

  /// How many lines were dropped.
  long dropped() {
    return dropped.get();
  }

  void close() {
    try {
      if (queue.offer(last, LAST.toMillis(), TimeUnit.MILLISECONDS)) {
        last.done.await(LAST.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (var ends = false; !ends; ) {
        var line = queue.poll(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS); // those who write themselves do not wake it for what runs
        ends = line == last;
        if (line != null && !ends) {
          make(line);
        }
        if (failing == null) {
          progress.lines((at, text) -> {
            queued.incrementAndGet();
            make(new Line(at, text, new CountDownLatch(1)));
          });
        }
        writeWaiting();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inTurn(file::close);
      dropped.addAndGet(waiting.size());
      tellDropped("the journal ends");
      last.done.countDown();
    }
  }

  private void make(Line line) {
    try {
      waiting.add(new Ready(day(line.at), line.text.get(), line.done));
    } catch (RuntimeException wrong) {
      over(line.done);
      LOG.log(Level.ERROR, "a line of the journal could not be made", wrong);
    }
  }

  /// A line is written or dropped.
  private void over(CountDownLatch line) {
    queued.decrementAndGet();
    line.countDown();
  }

  private void writeWaiting() {
    try {
      while (!waiting.isEmpty()) {
        var line = waiting.getFirst();
        inTurn(() -> file.append(line.day, ByteBuffer.wrap(line.text), day(clock.instant())));
        waiting.removeFirst();
        over(line.done);
        stuck = false;
        failing = null;
      }
      if (queue.isEmpty()) { // what stood still is over
        tellDropped("the journal is written again");
      }
    } catch (IOException | RuntimeException failed) {
      failed(failed);
    }
  }

  private void tellDropped(String what) {
    var missing = dropped.get() - told;
    if (missing > 0) {
      told += missing;
      LOG.log(Level.WARNING, what + "; lines that are missing: " + missing);
    }
  }

  private interface Work<E extends Exception> {
    void run() throws E;
  }

  private <E extends Exception> void inTurn(Work<E> work) throws E {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private void failed(Exception failed) {
    failures.incrementAndGet();
    failing = reason(failed);
    waiting.forEach(line -> line.done.countDown());
    while (waiting.size() > MOST_WAITING) {
      over(waiting.removeFirst().done);
      dropped.incrementAndGet();
    }
    var now = clock.instant();
    if (warned == null || !now.isBefore(warned.plus(BETWEEN_WARNINGS))) {
      warned = now;
      LOG.log(Level.WARNING, "the journal cannot be written (" + failing + "); its last " + MOST_WAITING + " lines wait in memory, requests go on");
    }
  }

  /// What the system says, without the path.
  private static String reason(Exception failed) {
    var said = failed.getMessage();
    return failed instanceof IOException && failed.getClass() == IOException.class && said != null ? said : failed.getClass().getSimpleName();
  }
}
