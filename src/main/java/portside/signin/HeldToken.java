package portside.signin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenSource;

/// Holds the token of one account and fetches another when it is needed, once for all that wait.
///
/// ```
///             fetched                 stale, or refused, or its file has changed
///   none ───────────────► held ────────────────────────► held, stale ──fetched──► held
///    ▲ └─failed─► failed ──fetched──► held                 │ failed: it goes on while it is usable
///    └──────────── over, or refused ◄──────────────────────┘
/// ```
/// A fetch that failed is not repeated for five seconds, then ten, and five minutes at most. A token that came in place of a refused one and is refused
/// within such a pause is not replaced: the account is refused, not the token. Safe for any number of threads; none waits under its lock.
final class HeldToken implements TokenSource {
  private static final Logger LOG = System.getLogger(HeldToken.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int REMEMBERED = 2;

  /// @param freshUntil on the clock of this process, as the others
  /// @param base where its account is asked, as it was said
  /// @param refused whether the provider wants another; then it is given to nobody any more
  /// @param stamp of what it was made of
  private record Held(Secret token, long since, long freshUntil, long usableUntil, Optional<URI> base, boolean refused, Object stamp) {
    Held refusedNow() {
      return new Held(token, since, freshUntil, usableUntil, base, true, stamp);
    }
  }

  /// @param again when a fetch is worth a try
  private record Failed(MissingToken missing, long again) {}

  private final String title;
  private final TokenFetch fetch;
  private final LongSupplier nanoTime;
  private final Consumer<Secret> listener;
  /// All below is read and written under the lock of this object.
  private @Nullable Held held;
  private @Nullable Failed failed;
  private int failures;
  private int refusals;
  private @Nullable Flight flight;
  private final Deque<Secret> given = new ArrayDeque<>();
  /// Addresses that do not serve the account, and the one that does in place of what was said.
  private final Set<URI> strangers = new HashSet<>();
  private Optional<URI> found = Optional.empty();

  /// @param title what it is, for the log
  /// @param nanoTime as [System#nanoTime()]
  /// @param listener is told of each token before it is shown to a provider
  HeldToken(String title, TokenFetch fetch, LongSupplier nanoTime, Consumer<Secret> listener) {
    this.listener = listener;
    this.title = title;
    this.fetch = fetch;
    this.nanoTime = nanoTime;
  }

  @Override
  public Asked ask() {
    forgetMended();
    return begun(fetch.stamp());
  }

  /// A token is given as long as what it was made of is there unchanged: a person may sign out, or in as somebody else, in another process.
  private synchronized Asked begun(Object stamp) {
    var now = nanoTime.getAsLong();
    var token = held;
    if (token != null && !token.refused() && now - token.freshUntil() < 0 && token.stamp().equals(stamp)) {
      return new Known(token.token());
    }
    var running = flight;
    if (running != null) {
      return running.join();
    }
    var failure = failed;
    if (failure != null && now - failure.again() < 0) {
      return usable(now, stamp).<Asked>map(Known::new).orElseGet(() -> new Unknown(failure.missing()));
    }
    var begun = new Flight(token != null && token.refused() ? token.token() : null, stamp);
    flight = begun;
    var asked = begun.join();
    Thread.ofVirtual().name("token").start(begun);
    return asked;
  }

  /// A person who has signed in meanwhile does not wait for the end of a pause.
  private void forgetMended() {
    var failure = failure().filter(one -> one.missing().mend() == MissingToken.Mend.SIGN_IN);
    if (failure.isPresent() && fetch.missing().isEmpty()) {
      synchronized (this) {
        failed = failed == failure.get() ? null : failed;
      }
    }
  }

  private synchronized Optional<Failed> failure() {
    return Optional.ofNullable(failed);
  }

  @Override
  public synchronized boolean refused(Secret token, int status) {
    var current = held;
    if (!fetch.isRefusal(status)) {
      return false;
    }
    if (current == null || !current.token().equals(token)) {
      return current != null && !current.refused(); // another one has come meanwhile
    }
    if (current.refused()) {
      return true; // it is being replaced
    }
    var age = Duration.ofNanos(nanoTime.getAsLong() - current.since());
    if (age.compareTo(LONGEST_PAUSE) >= 0) {
      refusals = 0;
    }
    if (refusals > 0 && age.compareTo(pause(refusals - 1)) < 0) {
      return false; // it came in place of a refused one: the account is refused, not the token
    }
    refusals++;
    held = current.refusedNow();
    return true;
  }

  @Override
  public Optional<MissingToken> missing() {
    if (hasOrFetches(fetch.stamp())) {
      return Optional.empty();
    }
    var unfetchable = fetch.missing();
    if (unfetchable.isPresent()) {
      return unfetchable;
    }
    forgetMended();
    var now = nanoTime.getAsLong();
    return failure().filter(one -> now - one.again() < 0).map(Failed::missing).filter(missing -> missing.mend() != MissingToken.Mend.WAITING);
  }

  private synchronized boolean hasOrFetches(Object stamp) {
    return usable(nanoTime.getAsLong(), stamp).isPresent() || flight != null;
  }

  @Override
  public synchronized List<Secret> given() {
    return List.copyOf(given);
  }

  @Override
  public synchronized Optional<URI> base() {
    return found.or(() -> Optional.ofNullable(held).flatMap(Held::base));
  }

  @Override
  public synchronized Optional<URI> misdirected(URI asked) {
    strangers.add(asked);
    found = fetch.otherBases().stream().filter(base -> !strangers.contains(base)).findFirst();
    if (found.isEmpty()) {
      strangers.clear(); // all were tried; the next request begins with the first
    }
    return found;
  }

  /// What is known is forgotten, since what the fetch depends on has changed.
  synchronized void forget() {
    held = null;
    strangers.clear();
    found = Optional.empty();
    failed = null;
    failures = 0;
    refusals = 0;
  }

  private Optional<Secret> usable(long now, Object stamp) {
    return Optional.ofNullable(held).filter(token -> !token.refused() && now - token.usableUntil() < 0 && token.stamp().equals(stamp)).map(Held::token);
  }

  private synchronized void fetched(TokenFetch.Fetched got, Object stamp) {
    var now = nanoTime.getAsLong();
    var since = held != null && held.token().equals(got.token()) ? held.since() : now; // read once more, and not another one
    if (held == null || !held.base().equals(got.base())) {
      strangers.clear();
      found = Optional.empty();
    }
    held = new Held(got.token(), since, now + got.fresh().toNanos(), now + got.usable().toNanos(), got.base(), false, stamp);
    failed = null;
    failures = 0;
    given.remove(got.token());
    given.addFirst(got.token());
    while (given.size() > REMEMBERED) {
      given.removeLast();
    }
  }

  private synchronized Optional<Secret> failed(MissingToken missing, Object stamp) {
    var now = nanoTime.getAsLong();
    failed = new Failed(missing, now + pause(failures++).toNanos());
    return usable(now, stamp);
  }

  private static Duration pause(int times) {
    var pause = FIRST_PAUSE;
    for (var time = 0; time < times && pause.compareTo(LONGEST_PAUSE) < 0; time++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /// A token that is there.
  private record Known(Secret token) implements Asked {
    @Override
    public Optional<Secret> await() {
      return Optional.of(token);
    }

    @Override
    public void close() {
      // Nothing is waited for.
    }
  }

  /// A token that is not to be had now.
  private record Unknown(MissingToken missing) implements Asked {
    @Override
    public Optional<Secret> await() throws NoToken {
      throw new NoToken(missing);
    }

    @Override
    public void close() {
      // Nothing is waited for.
    }
  }

  /// One fetch, on a thread of its own, and those that wait for it.
  private final class Flight implements Runnable {
    private final @Nullable Secret refused;
    private final Object stamp;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Asked result;

    Flight(@Nullable Secret refused, Object stamp) {
      this.refused = refused;
      this.stamp = stamp;
    }

    /// Called under the lock of the holder, as long as this is its flight.
    Waiting join() {
      var one = new Waiting(this);
      waiting.add(one);
      return one;
    }

    @Override
    public void run() {
      Asked came;
      try {
        var got = fetch.fetch(refused);
        listener.accept(got.token());
        fetched(got, stamp);
        came = new Known(got.token());
        LOG.log(Level.DEBUG, () -> title + ": another token, digest " + got.token().digest() + ", for " + got.fresh().toSeconds() + " s");
      } catch (NoToken none) {
        came = failed(none.missing(), stamp).<Asked>map(Known::new).orElseGet(() -> new Unknown(none.missing()));
        LOG.log(Level.WARNING, () -> title + ": no token: " + none.missing().why());
      } catch (RuntimeException | Error bug) {
        var missing = new MissingToken(MissingToken.Mend.WAITING, "the fetch failed for a reason of the proxy's own (" + bug.getClass().getSimpleName() + ")");
        came = failed(missing, stamp).<Asked>map(Known::new).orElseGet(() -> new Unknown(missing));
        LOG.log(Level.ERROR, title + ": no token", bug);
      }
      synchronized (HeldToken.this) {
        flight = null;
        result = came;
      }
      waiting.forEach(Waiting::close);
    }
  }

  /// One that waits for a flight.
  private static final class Waiting implements Asked {
    private final Flight flight;
    private final CountDownLatch over = new CountDownLatch(1);

    Waiting(Flight flight) {
      this.flight = flight;
    }

    @Override
    public Optional<Secret> await() throws NoToken {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      var result = flight.result;
      return result == null ? Optional.empty() : result.await();
    }

    @Override
    public void close() {
      over.countDown();
    }
  }
}
