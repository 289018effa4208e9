package portside.ledger.budget;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.ledger.Processes;

/// Counts what an instance uses against its budgets, warns the operator, and says when new requests are to be refused.
///
/// ```
///   free ──warnPercent──► warned ──all──► used up ──reset──► lifted
///     ▲                     │                │                 │
///     └────── the next window begins ────────┴─────────────────┘
/// ```
/// What was used before the process began comes from the journal, whose files are read on a thread of their own once the port is open. What is used
/// later comes from the entries of the ledger, as they are priced. An answer counts before its end is sent, so that a client that asks again at once
/// is judged by it.
///
/// Only what is paid in the currency of a budget counts in it; a plan and what costs nothing count in tokens alone, as does what has no price.
public final class Budgets implements Ledger {
  /// How long a request waits for what was used before the process began, where it could be refused.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long reading the journal may take.
  private static final Duration READING = Duration.ofMinutes(1);

  private static final Duration ALERT = Duration.ofSeconds(10);
  private static final int ALL = 100;
  private static final double MINUTES_OF_AN_HOUR = 60;
  private static final String USUAL_CURRENCY = "USD";
  private static final Logger LOG = System.getLogger(Budgets.class.getName());

  /// How far a budget is known to be used in the window that began at a time.
  ///
  /// @param percent what the operator was told of last; 0 for nothing
  /// @param lifted whether requests are taken although it is used up
  private record Told(Instant window, int percent, boolean lifted) {}

  private final String instance;
  private final Optional<Path> journal;
  private final Clock clock;
  private final ZoneId zone;
  private final LongSupplier nanoTime;
  private final Instant began;
  private final AlertSender alerts = new AlertSender(ALERT);
  private final Set<String> counted = new HashSet<>();
  private final Map<Window, Sums> sums = new EnumMap<>(Window.class);
  private final Set<Window> read = EnumSet.noneOf(Window.class);
  private final LastHour lastHour = new LastHour();
  private final Map<Budget, Told> told = new HashMap<>();
  /// The currencies and models of which it was said that they do not count.
  private final Set<String> apart = new HashSet<>();
  /// In which the first price was; null until one is seen.
  private @Nullable String currency;
  private BudgetRules rules;
  /// Open while something is to be read first; null when all is.
  private @Nullable CountDownLatch reading;
  private boolean started;

  /// @param journal the folder of what was recorded; empty for nowhere
  /// @param zone whose days, weeks and months are meant
  /// @param nanoTime measures how long reading takes
  public Budgets(String instance, BudgetRules rules, Optional<Path> journal, Clock clock, ZoneId zone, LongSupplier nanoTime) {
    this.instance = instance;
    this.rules = rules;
    this.journal = journal;
    this.clock = clock;
    this.zone = zone;
    this.nanoTime = nanoTime;
    this.began = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    for (var window : Window.values()) {
      sums.put(window, new Sums(window, zone, began));
    }
    reading = rules.budgets().isEmpty() ? null : new CountDownLatch(1);
  }

  /// Begins to read what was used before the process began, where a budget asks for it.
  public synchronized void start() {
    var wanted = EnumSet.noneOf(Window.class);
    rules.budgets().stream().map(Budget::window).filter(window -> !read.contains(window)).forEach(wanted::add);
    if (wanted.isEmpty() || started) {
      return;
    }
    var done = reading == null ? new CountDownLatch(1) : reading;
    reading = done;
    started = true;
    Thread.ofVirtual().name("budgets").start(() -> {
      try {
        recorded(wanted);
      } finally {
        done.countDown();
      }
    });
  }

  /// Takes over other rules. What was told of a budget that stays is not told again.
  public void rules(BudgetRules next) {
    synchronized (this) {
      rules = next;
      told.keySet().retainAll(next.budgets());
    }
    start();
    look();
  }

  @Override
  public void answered(LedgerEntry entry) {
    synchronized (this) {
      counted.add(entry.requestId());
    }
    count(Use.of(entry));
  }

  @Override
  public void append(LedgerEntry entry) {
    synchronized (this) {
      if (counted.remove(entry.requestId())) {
        return;
      }
    }
    count(Use.of(entry));
  }

  /// What a client is told whose request is refused; empty when it is taken. Waits a moment for what was used before the process began.
  public Optional<String> refusal() {
    CountDownLatch wait;
    synchronized (this) {
      if (rules.action() != BudgetRules.Action.STOP || rules.budgets().isEmpty()) {
        return Optional.empty();
      }
      wait = reading;
    }
    if (wait != null) {
      try {
        wait.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    synchronized (this) {
      return standing().stream().filter(Standing::refusing).max(Comparator.comparing(Standing::reopens))
          .map(longest -> new BudgetNotice(instance, rules.source(), longest, zone).refusal());
    }
  }

  /// How far each budget is used, in the order of the settings.
  public synchronized List<Standing> standing() {
    turn();
    return rules.budgets().stream().map(this::standing).toList();
  }

  /// Takes requests until the next window although a budget is used up. One that is not used up yet will still be heeded.
  public synchronized void reset() {
    turn();
    for (var budget : rules.budgets()) {
      if (usedUp(budget)) {
        told.put(budget, new Told(sums(budget).start(), ALL, true));
      }
    }
  }

  /// Whether what was used before the process began is not known yet.
  synchronized boolean reads() {
    return reading != null;
  }

  private void count(Use use) {
    synchronized (this) {
      turn();
      note(use);
      sums.values().forEach(sum -> sum.add(use));
      lastHour.add(use);
    }
    look();
  }

  private void note(Use use) {
    if (currency == null && use.paid() != 0) {
      currency = use.currency();
    }
    for (var budget : rules.budgets()) {
      if (budget.inTokens()) {
        continue;
      }
      if (use.paid() != 0 && !use.currency().equals(unit(budget)) && apart.add(budget.setting() + " " + use.currency())) {
        LOG.log(Level.WARNING, "what is paid in " + use.currency() + " does not count in " + budget.setting() + ", which is in " + unit(budget));
      }
      if (!use.unpriced().isEmpty() && apart.add(budget.setting() + " model " + use.unpriced())) {
        LOG.log(Level.WARNING, "no price is known of " + use.unpriced() + ", so it does not count in " + budget.setting() + "; prices.json beside the env file takes one");
      }
    }
  }

  private void turn() {
    var now = clock.instant();
    sums.values().forEach(sum -> sum.turn(now));
  }

  private String unit(Budget budget) {
    return !budget.unit().isEmpty() ? budget.unit() : currency == null ? USUAL_CURRENCY : currency;
  }

  private Sums sums(Budget budget) {
    return Objects.requireNonNull(sums.get(budget.window()));
  }

  private BigDecimal spent(Budget budget) {
    return budget.amount(sums(budget).of(unit(budget)));
  }

  private boolean usedUp(Budget budget) {
    return spent(budget).compareTo(budget.limit()) >= 0;
  }

  private Told told(Budget budget) {
    var known = told.get(budget);
    var start = sums(budget).start();
    return known != null && known.window().equals(start) ? known : new Told(start, 0, false);
  }

  private Standing standing(Budget budget) {
    var now = clock.instant();
    var sum = sums(budget);
    var spent = spent(budget);
    var minutes = Duration.between(now, sum.end()).toMinutes();
    var more = Math.round(lastHour.of(unit(budget), now) * (minutes / MINUTES_OF_AN_HOUR));
    return new Standing(budget.setting(), budget.window(), unit(budget), budget.limit(), spent, spent.doubleValue() / budget.limit().doubleValue(),
        spent.add(budget.amount(more)), rules.action(), rules.action() == BudgetRules.Action.STOP && usedUp(budget) && !told(budget).lifted(), sum.end());
  }

  /// Tells the operator of what was reached since it was last told. Not while what was used before is being read, or it would be told in parts.
  private void look() {
    synchronized (this) {
      if (reading == null) {
        tell(true);
      }
    }
  }

  private void tell(boolean everywhere) {
    turn();
    for (var budget : rules.budgets()) {
      for (var percent : Stream.of(rules.warnPercent(), ALL).distinct().toList()) {
        if (told(budget).percent() < percent && reached(budget, percent)) {
          told.put(budget, new Told(sums(budget).start(), percent, told(budget).lifted()));
          var notice = new BudgetNotice(instance, rules.source(), standing(budget), zone);
          LOG.log(Level.WARNING, notice.line(percent));
          if (everywhere) {
            rules.alert().ifPresent(to -> alerts.send(to, notice.alert(percent, clock.instant())));
          }
        }
      }
    }
  }

  private boolean reached(Budget budget, int percent) {
    return spent(budget).multiply(BigDecimal.valueOf(ALL)).compareTo(budget.limit().multiply(BigDecimal.valueOf(percent))) >= 0;
  }

  /// Reads what was used in these windows before the process began. What that alone has reached was told by the process that used it, so it is
  /// logged again and told nobody else.
  private void recorded(Set<Window> windows) {
    var now = clock.instant();
    var before = new ArrayList<Use>();
    var earlier = new EnumMap<Window, Sums>(Window.class);
    windows.forEach(window -> earlier.put(window, new Sums(window, zone, now)));
    var from = earlier.values().stream().map(Sums::start).min(Comparator.naturalOrder()).orElse(now);
    var hour = now.minus(Duration.ofHours(1));
    var paid = new ArrayList<Use>();
    try {
      if (journal.isPresent()) {
        new RecordedUse(journal.get(), instance, READING, nanoTime, Processes::here).read(from, began, use -> {
          earlier.values().forEach(sum -> sum.add(use));
          if (use.at().isAfter(hour)) {
            before.add(use);
          }
          if (use.paid() != 0 && (paid.isEmpty() || use.at().isBefore(paid.getFirst().at()))) {
            paid.addFirst(use);
          }
        }).ifPresent(unread -> LOG.log(Level.WARNING, "the journal is too long to be read within " + READING.toSeconds() + " s: budgets do not count what stands in "
            + unread.getFileName() + " and before"));
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "what was recorded cannot be read (" + e.getClass().getSimpleName() + "): budgets count from the start of the process");
    }
    synchronized (this) {
      currency = paid.isEmpty() ? currency : paid.getFirst().currency();
      turn();
      var live = new EnumMap<Window, Sums>(Window.class);
      earlier.forEach((window, sum) -> {
        sum.turn(clock.instant());
        live.put(window, Objects.requireNonNull(sums.put(window, sum)));
      });
      if (read.isEmpty()) {
        before.forEach(lastHour::add);
      }
      tell(false);
      live.forEach((window, sum) -> Objects.requireNonNull(sums.get(window)).add(sum));
      read.addAll(windows);
      reading = null;
      started = false;
    }
    look();
    start(); // rules may have come meanwhile that ask for more
  }
}
