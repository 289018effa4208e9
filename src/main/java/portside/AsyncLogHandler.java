package portside;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Writes the log from a thread of its own, so that no request waits for the reader of standard error: a pipe that is not read takes 64 KB and
/// then nothing more. Lines for which there is no room are counted and left out.
final class AsyncLogHandler extends Handler {
  /// The most characters that wait to be written.
  static final long ROOM = 1 << 20;

  /// About as much as a pipe takes at once.
  private static final int PIECE = 1 << 16;

  /// How long the end of the process waits for the last lines.
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final OutputStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();

  /// @param out where the lines go; may block for ever
  AsyncLogHandler(OutputStream out, Formatter formatter) {
    this.out = out;
    setFormatter(formatter);
    setLevel(Level.ALL);
    Thread.ofPlatform().daemon().name("log").start(this::write);
  }

  @Override
  public void publish(LogRecord record) {
    var line = getFormatter().format(record);
    if (waiting.addAndGet(line.length()) > ROOM) {
      waiting.addAndGet(-line.length());
      leftOut.incrementAndGet();
    } else {
      lines.add(line);
    }
  }

  /// Waits until all lines are written, but not for long.
  @Override
  public void flush() {
    var end = System.nanoTime() + LAST_LINES.toNanos();
    synchronized (lines) {
      try {
        for (long left; waiting.get() > 0 && (left = end - System.nanoTime()) > 0; ) {
          lines.wait(Math.max(1, left / 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {}

  private void write() {
    while (true) {
      try {
        var piece = new StringBuilder(lines.take());
        for (String line; piece.length() < PIECE && (line = lines.poll()) != null; ) {
          piece.append(line);
        }
        var taken = piece.length();
        var missing = leftOut.getAndSet(0);
        if (missing > 0) {
          var told = new LogRecord(Level.WARNING, missing + " lines of the log are left out here: it was not read for a while");
          piece.append(getFormatter().format(told));
        }
        write(piece.toString());
        waiting.addAndGet(-taken);
        synchronized (lines) {
          lines.notifyAll();
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        // Memory may have run out; the next line may find some.
      }
    }
  }

  private void write(String piece) {
    try {
      out.write(piece.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // Nobody reads the log any more, and there is no other place to say so.
    }
  }
}
