package portside.exchange.watch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// One ticker for all running requests, in place of a timer for each: thousands of streams cost one pass a beat.
///
/// It sleeps while nothing runs.
public final class WatchdogTicker implements AutoCloseable {
  /// How long silence may last.
  ///
  /// @param beat time between two looks at the running requests
  /// @param watch a client that has been sent nothing for this long is watched for leaving; one that is written to shows it by a failing write
  /// @param ping a client that has been sent nothing for this long gets a ping; Claude Code warns after 20 s and gives up after minutes
  /// @param settle what a provider gets for late usage after the finish reason, before its silence counts as the end
  /// @param send a client that does not take one piece of its answer for this long has stopped reading, and counts as gone; a whole answer is
  ///     one piece
  public record Timeouts(Duration beat, Duration watch, Duration ping, Duration settle, Duration send) {
    /// The usual times.
    public static final Timeouts USUAL =
        new Timeouts(Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMinutes(2));
  }

  private static final Logger LOG = System.getLogger(WatchdogTicker.class.getName());

  private final Timeouts timeouts;
  private final LongSupplier nanoTime;
  private final Set<RequestWatchdog> running = ConcurrentHashMap.newKeySet();
  final Thread ticker;
  private boolean closed;

  /// When every request must end, by the clock; empty while nobody stops the process.
  private volatile OptionalLong last = OptionalLong.empty();

  /// Starts the ticker.
  ///
  /// @param nanoTime the clock, as `System::nanoTime`; everything that is measured about a running request goes by it
  public WatchdogTicker(Timeouts timeouts, LongSupplier nanoTime) {
    this.timeouts = timeouts;
    this.nanoTime = nanoTime;
    ticker = Thread.ofPlatform().daemon().name("pulse").start(this::tick);
  }

  Timeouts patience() {
    return timeouts;
  }

  /// What the clock says.
  public long now() {
    return nanoTime.getAsLong();
  }

  synchronized void add(RequestWatchdog watchdog) {
    running.add(watchdog);
    notifyAll();
  }

  void remove(RequestWatchdog watchdog) {
    running.remove(watchdog);
  }

  /// How many requests are running.
  public int running() {
    return running.size();
  }

  /// Ends every request that still runs after that time with an error the client understands, and from then on every new one.
  public void endAllAfter(Duration time) {
    last = OptionalLong.of(now() + time.toNanos());
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    LockSupport.unpark(ticker);
  }

  private void tick() {
    try {
      while (awaitRequest()) {
        LockSupport.parkNanos(this, timeouts.beat().toNanos());
        try {
          beat();
        } catch (Error noMemory) {
          // One request's trouble is logged below; the watch of all the others goes on with the next beat.
        }
      }
    } catch (InterruptedException never) {
      // Nobody interrupts it.
    }
  }

  /// Sleeps while nothing runs.
  ///
  /// @return whether there is something to watch; false when this is closed
  private synchronized boolean awaitRequest() throws InterruptedException {
    while (running.isEmpty() && !closed) {
      wait();
    }
    return !closed;
  }

  /// Looks once at every running request.
  public void beat() {
    var now = now();
    var over = last.isPresent() && now - last.getAsLong() >= 0;
    running.forEach(watchdog -> beat(watchdog, now, over));
  }

  /// Logs what goes wrong with one request, so that the others stay watched.
  private static void beat(RequestWatchdog watchdog, long now, boolean over) {
    try {
      watchdog.beat(now);
      if (over) {
        watchdog.shutDown();
      }
    } catch (RuntimeException | Error wrong) {
      LOG.log(Level.ERROR, "a running request could not be watched", wrong);
    }
  }
}
