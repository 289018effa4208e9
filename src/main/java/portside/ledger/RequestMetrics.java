package portside.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Adds up the entries of this process for `GET /metrics`. Counting is a few additions; the Prometheus classes load at the first scrape, with [MetricsPage].
public final class RequestMetrics implements Ledger {
  /// What is counted together.
  record Group(String provider, String model, String result) {}

  /// One model of one provider.
  record Served(String provider, String model) {}

  /// The requests that one provider was asked to answer before another.
  ///
  /// @param reason why the first did not answer: the kind of its fault, or `hedge` when the other was quicker
  record Failover(String from, String to, String reason) {}

  /// The sums of one group.
  static final class Sums {
    final LongAdder requests = new LongAdder();
    final LongAdder nanos = new LongAdder();
    final LongAdder input = new LongAdder();
    final LongAdder output = new LongAdder();
    final LongAdder cacheRead = new LongAdder();
    final LongAdder cacheWrite = new LongAdder();
    final LongAdder thinking = new LongAdder();
    final Histogram duration = new Histogram(DURATIONS);
  }

  /// What was paid is added up by this.
  record Paid(String provider, String model, String currency) {}

  /// Seconds. Agents' requests take minutes, so the last ones are long.
  private static final Histogram.Buckets DURATIONS = Histogram.Buckets.of(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640);

  private static final Histogram.Buckets FIRST_BYTES = Histogram.Buckets.of(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 25, 50, 100);
  private static final Histogram.Buckets RATES = Histogram.Buckets.of(5, 10, 20, 40, 60, 80, 120, 160, 240, 400);
  private static final Histogram.Buckets PREPARATIONS = Histogram.Buckets.of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1);

  /// The most models with sums of their own. Clients name models, and a scrape has lines for each.
  static final int MOST_MODELS = 50;

  /// The label of all further models.
  static final String OTHER = "other";

  final Map<Group, Sums> groups = new ConcurrentHashMap<>();
  final Map<Paid, LongAdder> paid = new ConcurrentHashMap<>();
  final Map<Served, Histogram> firstBytes = new ConcurrentHashMap<>();
  final Map<Served, Histogram> rates = new ConcurrentHashMap<>();
  final Map<Group, LongAdder> tries = new ConcurrentHashMap<>();
  final Map<Failover, LongAdder> failovers = new ConcurrentHashMap<>();
  final Histogram preparations = new Histogram(PREPARATIONS);
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final Gauges gauges;
  private @Nullable MetricsPage page;

  /// @param gauges what is told beside the sums
  /// @param expected models that have sums of their own whatever else is asked for
  public RequestMetrics(Gauges gauges, Collection<String> expected) {
    this.gauges = gauges;
    this.models.addAll(expected);
  }

  /// Further models that have sums of their own.
  public void expect(Collection<String> further) {
    models.addAll(further);
  }

  @Override
  public void append(LedgerEntry entry) {
    var served = new Served(entry.provider(), label(entry.servedModel()));
    add(groups.computeIfAbsent(new Group(served.provider, served.model, entry.result().name()), _ -> new Sums()), entry);
    var cost = entry.details().cost();
    if (cost != null && cost.paid() != null && !cost.currency().isEmpty()) {
      paid.computeIfAbsent(new Paid(served.provider, served.model, cost.currency()), _ -> new LongAdder()).add(cost.paid());
    }
    speed(served, entry);
    attempts(entry);
  }

  private static void add(Sums sums, LedgerEntry entry) {
    sums.requests.increment();
    sums.nanos.add(entry.duration().toNanos());
    sums.input.add(entry.tokens().input());
    sums.output.add(entry.tokens().output());
    sums.cacheRead.add(entry.tokens().cacheRead().orElse(0));
    sums.cacheWrite.add(entry.tokens().cacheCreation().orElse(0));
    sums.thinking.add(entry.tokens().thinking().orElse(0));
    sums.duration.add(seconds(entry.duration()));
  }

  /// The first byte of a whole answer is its last, so streams alone tell of it.
  private void speed(Served served, LedgerEntry entry) {
    if (entry.tries() > 0) {
      preparations.add(seconds(entry.preparation()));
    }
    var firstByte = entry.firstByte();
    if (!entry.stream() || firstByte == null) {
      return;
    }
    firstBytes.computeIfAbsent(served, _ -> new Histogram(FIRST_BYTES)).add(seconds(firstByte));
    var writing = seconds(entry.duration().minus(firstByte));
    if (entry.result().equals(LedgerEntry.Result.OK) && entry.tokens().output() > 0 && writing > 0) {
      rates.computeIfAbsent(served, _ -> new Histogram(RATES)).add(entry.tokens().output() / writing);
    }
  }

  private void attempts(LedgerEntry entry) {
    AttemptRecord before = null;
    for (var attempt : entry.attempts()) {
      if (!attempt.asked()) {
        continue;
      }
      tries.computeIfAbsent(new Group(attempt.provider(), label(attempt.model()), result(attempt)), _ -> new LongAdder()).increment();
      var hedge = attempt.why().equals("hedge");
      if (before != null && !before.provider().equals(attempt.provider()) && (!hedge || attempt.outcome().equals("answered"))) {
        failovers.computeIfAbsent(new Failover(before.provider(), attempt.provider(), hedge ? "hedge" : result(before)), _ -> new LongAdder()).increment();
      }
      before = hedge && !attempt.outcome().equals("answered") ? before : attempt;
    }
  }

  /// `answered`, the kind of what went wrong, or else how the attempt ended.
  private static String result(AttemptRecord attempt) {
    return attempt.fault().isEmpty() ? attempt.outcome() : attempt.fault();
  }

  private static double seconds(Duration time) {
    return (double) time.toNanos() / Duration.ofSeconds(1).toNanos();
  }

  /// A model that comes in at the very moment when the last place is taken may get one too much, which does no harm.
  String label(String model) {
    return models.contains(model) || models.size() < MOST_MODELS && models.add(model) ? model : OTHER;
  }

  /// Everything in the Prometheus text format 0.0.4.
  public synchronized String text() {
    if (page == null) {
      page = new MetricsPage(this, gauges);
    }
    return page.text();
  }
}
