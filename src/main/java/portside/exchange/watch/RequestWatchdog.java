package portside.exchange.watch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.Client;
import portside.routing.Outcome;
import portside.upstream.Cancellable;

/// Watches over one running request from outside its thread: notices that the client left or stopped reading, keeps a silent line warm, and ends
/// an upstream call that has nothing more to say.
///
/// ```
///              client closes its connection, or takes nothing
///            ┌────────────────────────────────────────────────► LEFT      both cancel the upstream call,
///   RUNNING ─┤                                                            and every later one
///            └────────────────────────────────────────────────► SHUTDOWN
///              grace time of a shutdown is over
/// ```
///
/// An upstream call whose answer is complete is cancelled too when the provider hangs on; that settles this one call and ends nothing else.
public final class RequestWatchdog implements AutoCloseable {
  /// Why the upstream call was ended from our side.
  public enum End {
    RUNNING,
    LEFT,
    SHUTDOWN
  }

  /// The watch over the whole request, when this one is over one of its calls.
  private final @Nullable RequestWatchdog request;
  private final WatchdogTicker ticker;
  private final Client client;
  private final long watchAfter;
  private final long pingAfter;
  private final long settleAfter;
  private final long sendLimit;
  private final AtomicReference<End> end = new AtomicReference<>(End.RUNNING);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Cancellable attempt;
  private volatile Runnable ping = () -> {};
  private volatile BooleanSupplier unwanted = () -> true;
  private volatile long lastSent;
  private volatile long lastHeard;
  private volatile @Nullable Cancellable complete;
  private volatile @Nullable Cancellable settled;
  private volatile OptionalLong firstWordBy = OptionalLong.empty();
  private volatile boolean speechless;
  private volatile OptionalLong silentBy = OptionalLong.empty();
  private volatile Runnable silence = () -> {};
  private volatile List<RequestWatchdog> calls = List.of();
  private boolean watched;

  public RequestWatchdog(WatchdogTicker ticker, Client client) {
    this(null, ticker, client);
    ticker.add(this);
  }

  private RequestWatchdog(@Nullable RequestWatchdog request, WatchdogTicker ticker, Client client) {
    this.request = request;
    this.ticker = ticker;
    this.client = client;
    this.watchAfter = ticker.patience().watch().toNanos();
    this.pingAfter = ticker.patience().ping().toNanos();
    this.settleAfter = ticker.patience().settle().toNanos();
    this.sendLimit = ticker.patience().send().toNanos();
    this.lastSent = ticker.now();
    this.lastHeard = lastSent;
  }

  /// A watch over one of several calls that are made at once for this request. It ends with this one; the client is watched here.
  public RequestWatchdog beside() {
    var call = new RequestWatchdog(this, ticker, client);
    synchronized (this) {
      calls = calls.isEmpty() ? new CopyOnWriteArrayList<>() : calls;
      calls.add(call);
    }
    if (end.get() != End.RUNNING) {
      call.end(end());
    }
    return call;
  }

  /// Takes the upstream call to cancel when this request must end; cancels it at once when it must have ended already.
  public void guards(Cancellable next) {
    attempt = next;
    if (end.get() != End.RUNNING || speechless) {
      next.cancel();
    }
  }

  /// From now on the first word of an answer may take so long; then the call that is guarded is cancelled.
  ///
  /// @param limit empty for none
  public void firstWord(Optional<Duration> limit) {
    speechless = false;
    firstWordBy = limit.map(time -> OptionalLong.of(ticker.now() + time.toNanos())).orElseGet(OptionalLong::empty);
  }

  /// The same as a time of the clock.
  public void firstWordBy(long time) {
    speechless = false;
    firstWordBy = OptionalLong.of(time);
  }

  /// The first word has come.
  public void spoken() {
    firstWordBy = OptionalLong.empty();
    silentBy = OptionalLong.empty();
  }

  /// Unless the first word has come by then, the action runs on a thread of its own.
  public void unlessSpoken(Duration time, Runnable action) {
    silence = action;
    silentBy = OptionalLong.of(ticker.now() + time.toNanos());
  }

  /// Whether the guarded call was cancelled because the first word did not come in time.
  public boolean speechless() {
    return speechless;
  }

  /// Takes what to do after a long silence towards the client; it runs on a thread of its own.
  public void onSilence(Runnable action) {
    ping = action;
  }

  /// Notes that something was sent to the client.
  public void sent() {
    lastSent = ticker.now();
  }

  /// Notes that something came from the provider.
  public void heard() {
    lastHeard = ticker.now();
  }

  /// Notes that the answer of the guarded call is complete but for late usage, which is not waited for long.
  public void complete() {
    complete = attempt;
  }

  /// Whether the guarded call was cancelled because its answer was complete and the provider silent.
  public boolean settled() {
    return settled != null && settled == attempt;
  }

  /// What the clock says.
  public long now() {
    return ticker.now();
  }

  public End end() {
    return Objects.requireNonNull(end.get());
  }

  /// The outcome of an attempt that was ended from our side.
  public Outcome.Ended ended() {
    return new Outcome.Ended(end.get() == End.LEFT ? Outcome.Cause.CLIENT : Outcome.Cause.SHUTDOWN);
  }

  /// Takes the question whether nobody else waits for the answer of a client that has left. It is asked from several threads.
  public void endsWhen(BooleanSupplier nobodyWaits) {
    unwanted = nobodyWaits;
  }

  /// Ends the request of a client that was found to have left, unless others wait for its answer.
  public void left() {
    if (unwanted.getAsBoolean()) {
      end(End.LEFT);
    }
  }

  public void shutDown() {
    end(End.SHUTDOWN);
  }

  /// Looks once at everything that has a limit, as the ticker beats.
  void beat(long now) {
    var unsent = now - lastSent;
    if (unsent > watchAfter && !watched) {
      watched = true;
      client.whenLeft(this::left);
    }
    if (unsent > pingAfter) {
      lastSent = now;
      Thread.startVirtualThread(ping);
    }
    if (client.sendingFor(now) > sendLimit) {
      left();
      client.hangUp();
    }
    var silent = silentBy;
    if (silent.isPresent() && now - silent.getAsLong() > 0) {
      silentBy = OptionalLong.empty();
      Thread.startVirtualThread(silence);
    }
    watchCall(now);
    if (!calls.isEmpty()) {
      calls.forEach(call -> call.watchCall(now));
    }
  }

  private void watchCall(long now) {
    var by = firstWordBy;
    if (by.isPresent() && now - by.getAsLong() > 0) {
      firstWordBy = OptionalLong.empty();
      speechless = true; // set before the cancel: the request's thread reads it when its read fails
      var silent = attempt;
      if (silent != null) {
        silent.cancel();
      }
    }
    var done = complete;
    if (done != null && done != settled && now - lastHeard > settleAfter) {
      settled = done; // set before the cancel: the request's thread reads it when its read fails
      done.cancel();
    }
  }

  /// Waits that long, or until the request must end.
  ///
  /// @return whether the request is still running
  public boolean pause(Duration time) {
    try {
      over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return end.get() == End.RUNNING;
  }

  @Override
  public void close() {
    if (request == null) {
      ticker.remove(this);
    } else {
      request.calls.remove(this);
    }
  }

  private void end(End cause) {
    if (end.compareAndSet(End.RUNNING, cause)) {
      over.countDown();
      var current = attempt;
      if (current != null) {
        current.cancel();
      }
      calls.forEach(call -> call.end(cause));
    }
  }
}
