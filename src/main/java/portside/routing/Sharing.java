package portside.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import portside.provider.Chain;
import portside.provider.KeyRules;
import portside.wire.OneLine;

/// Tells other instances every two seconds what providers told this one, what was used and whom persons chose, and takes up what the others tell. It has a
/// thread of its own and nobody waits for it: while the others cannot be reached, the instance goes on with what it knows, and tells them later. Breakers
/// are not shared, since each machine has its own network, nor are bindings and speeds.
///
/// ```
///   TOGETHER ── it cannot be reached: a warning ──► ALONE ── after 2 s, 4 s, 8 s … 30 s it can: a line ──► TOGETHER
/// ```
public final class Sharing implements AutoCloseable {
  static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final int LONGEST_WORDS = 200;

  private static final Logger LOG = System.getLogger(Sharing.class.getName());

  private final SharedRouting shared;
  private final Routing routing;
  private final Supplier<Chain> chain;
  private final String machine;
  private final ToldOutages outages;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;
  private final Map<OutageScope, Noted> noted = new HashMap<>();
  private final Map<String, OptionalLong> pinned = new ConcurrentHashMap<>();
  private OptionalLong emptied = OptionalLong.empty();
  private Batch batch = new Batch(0, Map.of());
  private boolean alone;

  /// @param shared where they meet; closed at the end
  /// @param routing of this instance, with what it kept over a restart
  /// @param chain that is in force
  /// @param machine a name that no other machine has
  public Sharing(SharedRouting shared, Routing routing, Supplier<Chain> chain, String machine) {
    this.shared = shared;
    this.routing = routing;
    this.chain = chain;
    this.machine = machine;
    this.outages = new ToldOutages(routing.standings());
    this.thread = Thread.ofPlatform().daemon().name("shared-state").unstarted(this::run);
    var longAgo = now() - Standings.LONGEST_BELIEVED.toNanos(); // nobody knows when these were told
    outages.all().forEach(one -> noted.put(one.scope(), new Noted(one.number(), longAgo, false)));
    routing.preferences().pins().keySet().forEach(session -> pinned.put(session, OptionalLong.empty()));
    routing.preferences().tell(session -> pinned.put(session, OptionalLong.of(now())));
    routing.quotas().share(rules(names()));
  }

  /// An outage of which the others know, or are to know.
  ///
  /// @param number of it, see [ToldOutages.One]
  /// @param at when it was told, by the clock for lengths, in nanoseconds
  /// @param known whether they do
  private record Noted(long number, long at, boolean known) {}

  /// Use that is sent until it is known to have been taken.
  private record Batch(long number, Map<Account, Map<Long, Quotas.Amount>> use) {}

  /// Begins.
  public void start() {
    thread.start();
  }

  /// Tells what is new and takes up what the others told.
  ///
  /// @return whether they could be reached
  synchronized boolean exchange() {
    try {
      var names = names();
      tell(names);
      listen(names);
      if (alone) {
        alone = false;
        LOG.log(Level.INFO, "the database of LEDGER_URL tells again what other instances know");
      }
      return true;
    } catch (SharedRouting.Lost | RuntimeException wrong) {
      noted.replaceAll((_, one) -> new Noted(one.number(), one.at(), false)); // it may be another database that comes back
      if (!alone) {
        alone = true;
        LOG.log(Level.WARNING, "the database of LEDGER_URL does not tell what other instances know (" + OneLine.of(String.valueOf(wrong.getMessage()), LONGEST_WORDS)
            + "); until it does this one goes on with what it knows, and tells them later");
      }
      return false;
    }
  }

  /// Tells once more, for two seconds at most.
  @Override
  public void close() {
    ending.countDown();
    try {
      thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var wait = BETWEEN;
    try {
      do {
        wait = exchange() ? BETWEEN : longer(wait);
      } while (!ending.await(wait.toMillis(), TimeUnit.MILLISECONDS));
      exchange();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shared.close();
    }
  }

  static Duration longer(Duration wait) {
    var doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  private SharedNames names() {
    return new SharedNames(chain.get(), machine);
  }

  private static Map<Account, KeyRules> rules(SharedNames names) {
    var rules = new HashMap<Account, KeyRules>();
    names.limited().forEach((account, key) -> rules.put(account, key.rules()));
    return rules;
  }

  private void tell(SharedNames names) throws SharedRouting.Lost {
    routing.quotas().share(rules(names));
    note();
    var forgotten = routing.standings().emptied();
    var pins = Map.copyOf(pinned);
    var reset = routing.quotas().forgotten();
    batch(reset);
    var now = now(); // one for all, so that what came after a reset stands after it
    var news = new SharedRouting.News(batch.number(), lifts(names, forgotten, now), outs(names, now), pins(pins, now), forgotten(names, reset), use(names));
    if (!news.nothing()) {
      shared.tell(news);
    }
    emptied = forgotten;
    noted.replaceAll((_, one) -> new Noted(one.number(), one.at(), true));
    pins.forEach(pinned::remove);
    routing.quotas().toldForgotten(reset);
    routing.quotas().told(batch.use());
    batch = new Batch(batch.number(), Map.of());
  }

  /// Which outages there are. One of which nothing is noted was told here since the last time.
  private void note() {
    var before = new HashMap<>(noted);
    noted.clear();
    for (var one : outages.all()) {
      var known = before.get(one.scope());
      noted.put(one.scope(), known != null && known.number() == one.number() ? known : new Noted(one.number(), now(), false));
    }
  }

  private List<SharedRouting.Lift> lifts(SharedNames names, OptionalLong forgotten, long now) {
    return forgotten.equals(emptied) ? List.of() : List.of(new SharedRouting.Lift(List.copyOf(names.addresses()), since(forgotten.orElseThrow(), now)));
  }

  private List<SharedRouting.Out> outs(SharedNames names, long now) {
    var outs = new ArrayList<SharedRouting.Out>();
    for (var one : outages.all()) {
      var note = noted.get(one.scope());
      if (note != null && note.number() == one.number() && !note.known()) {
        names.scope(one.scope()).ifPresent(scope -> outs.add(new SharedRouting.Out(scope, names.address(one.scope()).orElseThrow(),
            Optional.of(one.reason()), one.level(), one.left(), since(note.at(), now))));
      }
    }
    return outs;
  }

  private List<SharedRouting.Pin> pins(Map<String, OptionalLong> changed, long now) {
    var members = routing.preferences().pins();
    var pins = new ArrayList<SharedRouting.Pin>();
    changed.forEach((session, at) -> pins.add(new SharedRouting.Pin(session, members.getOrDefault(session, List.of()),
        at.isPresent() ? Optional.of(since(at.getAsLong(), now)) : Optional.empty())));
    return pins;
  }

  private List<SharedRouting.Forgotten> forgotten(SharedNames names, Map<Account, Instant> reset) {
    var forgotten = new ArrayList<SharedRouting.Forgotten>();
    var now = routing.wall().instant();
    names.limited().forEach((own, key) -> {
      var at = reset.get(own);
      if (at != null) {
        forgotten.add(new SharedRouting.Forgotten(key.shared(), at.isBefore(now) ? Duration.between(at, now) : Duration.ZERO));
      }
    });
    return forgotten;
  }

  /// The use to be sent: that of the last time, while nobody knows whether it was taken, but for what was forgotten since; else all there is.
  private void batch(Map<Account, Instant> reset) {
    if (batch.use().isEmpty()) {
      batch = new Batch(batch.number() + 1, routing.quotas().untold());
    } else {
      var use = new HashMap<>(batch.use());
      use.keySet().removeAll(reset.keySet());
      batch = new Batch(batch.number(), use);
    }
  }

  private List<SharedRouting.Use> use(SharedNames names) {
    var current = Quotas.piece(routing.wall().instant());
    var use = new ArrayList<SharedRouting.Use>();
    var keys = names.limited();
    batch.use().forEach((account, pieces) -> {
      var key = keys.get(account);
      if (key != null) {
        pieces.forEach((piece, amount) -> use.add(new SharedRouting.Use(key.shared(), Math.max(0, current - piece), amount)));
      }
    });
    return use;
  }

  private void listen(SharedNames names) throws SharedRouting.Lost {
    var limited = names.limited();
    var told = shared.listen(limited.values().stream().map(key -> new SharedRouting.Asked(key.shared(), key.rules().zone())).distinct().toList());
    var news = false;
    for (var out : told.outs()) {
      for (var scope : names.here(out.scope())) {
        news |= out.reason().isPresent() ? heard(scope, out) : lifted(scope, out);
      }
    }
    for (var pin : told.pins()) {
      news |= heard(pin);
    }
    for (var total : told.totals()) {
      for (var key : limited.values()) {
        if (key.shared().equals(total.account())) {
          news |= routing.quotas().heard(key.own(), key.rules(), total.pieces(), total.periods());
        }
      }
    }
    if (news) {
      routing.changes().happened();
    }
  }

  private boolean heard(OutageScope scope, SharedRouting.Out out) {
    var number = outages.heard(scope, out.reason().orElseThrow(), out.level(), out.left());
    number.ifPresent(it -> noted.put(scope, new Noted(it, now() - out.ago().toNanos(), true)));
    return number.isPresent();
  }

  /// What was told here since stays.
  private boolean lifted(OutageScope scope, SharedRouting.Out out) {
    var note = noted.get(scope);
    return note != null && note.at() - (now() - out.ago().toNanos()) <= 0 && outages.lift(scope, note.number());
  }

  /// What a person said here since holds.
  private boolean heard(SharedRouting.Pin pin) {
    var mine = pinned.get(pin.session());
    var at = now() - pin.ago().orElse(Duration.ZERO).toNanos();
    if (mine != null && mine.isPresent() && mine.getAsLong() - at > 0) {
      return false;
    }
    if (mine != null) {
      pinned.remove(pin.session(), mine);
    }
    return routing.preferences().heard(pin.session(), pin.members());
  }

  private long now() {
    return routing.nanoTime().getAsLong();
  }

  private static Duration since(long at, long now) {
    return Duration.ofNanos(Math.max(0, now - at));
  }
}
