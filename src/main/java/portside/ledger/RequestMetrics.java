package portside.ledger;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Adds up the entries of this process for `GET /metrics`. Counting is a few additions; the Prometheus classes load at the first scrape.
public final class RequestMetrics implements Ledger {
  /// What is counted together.
  private record Group(String provider, String model, String result) {}

  /// The sums of one group.
  private static final class Sums {
    private final LongAdder requests = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder cacheRead = new LongAdder();
    private final LongAdder cacheWrite = new LongAdder();
    private final LongAdder thinking = new LongAdder();
  }

  /// What was paid is added up by this.
  private record Paid(String provider, String model, String currency) {}

  /// The most models with sums of their own. Clients name models, and a scrape has a line for each.
  static final int MOST_MODELS = 50;

  private static final double BILLION = 1e9;

  /// The label of all further models.
  static final String OTHER = "other";

  private final Map<Group, Sums> groups = new ConcurrentHashMap<>();
  private final Map<Paid, LongAdder> paid = new ConcurrentHashMap<>();
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final IntSupplier running;
  private final LongSupplier failures;
  private @Nullable PrometheusRegistry registry;

  /// @param running how many requests run now
  /// @param failures how many lines of the journal could not be written at once
  /// @param expected models that have sums of their own whatever else is asked for
  public RequestMetrics(IntSupplier running, LongSupplier failures, Collection<String> expected) {
    this.running = running;
    this.failures = failures;
    this.models.addAll(expected);
  }

  /// Further models that have sums of their own.
  public void expect(Collection<String> further) {
    models.addAll(further);
  }

  @Override
  public void append(LedgerEntry entry) {
    var sums = groups.computeIfAbsent(new Group(entry.provider(), label(entry.servedModel()), entry.result().name()), _ -> new Sums());
    sums.requests.increment();
    sums.nanos.add(entry.duration().toNanos());
    sums.input.add(entry.tokens().input());
    sums.output.add(entry.tokens().output());
    sums.cacheRead.add(entry.tokens().cacheRead().orElse(0));
    sums.cacheWrite.add(entry.tokens().cacheCreation().orElse(0));
    sums.thinking.add(entry.tokens().thinking().orElse(0));
    var cost = entry.details().cost();
    if (cost != null && cost.paid() != null && !cost.currency().isEmpty()) {
      paid.computeIfAbsent(new Paid(entry.provider(), label(entry.servedModel()), cost.currency()), _ -> new LongAdder()).add(cost.paid());
    }
  }

  /// A model that comes in at the very moment when the last place is taken may get one too much, which does no harm.
  private String label(String model) {
    return models.contains(model) || models.size() < MOST_MODELS && models.add(model) ? model : OTHER;
  }

  /// All sums in the Prometheus text format 0.0.4.
  public synchronized String text() {
    if (registry == null) {
      registry = register();
    }
    var text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: the target is memory
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private PrometheusRegistry register() {
    var fresh = new PrometheusRegistry();
    counter(fresh, "portside_requests", "Requests by how they ended", sums -> sums.requests.sum());
    counter(fresh, "portside_request_seconds", "Time spent on requests", sums -> (double) sums.nanos.sum() / Duration.ofSeconds(1).toNanos());
    counter(fresh, "portside_input_tokens", "Prompt tokens neither read from nor written to a cache", sums -> sums.input.sum());
    counter(fresh, "portside_output_tokens", "Generated tokens", sums -> sums.output.sum());
    counter(fresh, "portside_cache_read_tokens", "Prompt tokens read from a cache", sums -> sums.cacheRead.sum());
    counter(fresh, "portside_cache_write_tokens", "Prompt tokens written to a cache", sums -> sums.cacheWrite.sum());
    counter(fresh, "portside_thinking_tokens", "The part of the generated tokens spent on reasoning", sums -> sums.thinking.sum());
    CounterWithCallback.builder().name("portside_cost").help("What requests cost, where it is known").labelNames("provider", "model", "currency")
        .callback(call -> paid.forEach((to, sum) -> call.call((double) sum.sum() / BILLION, to.provider(), to.model(), to.currency())))
        .register(fresh);
    CounterWithCallback.builder().name("portside_ledger_failures").help("Lines of the journal that could not be written at once")
        .callback(call -> call.call((double) failures.getAsLong()))
        .register(fresh);
    GaugeWithCallback.builder().name("portside_requests_running").help("Requests running now")
        .callback(call -> call.call(running.getAsInt()))
        .register(fresh);
    return fresh;
  }

  /// Reads one number of a group.
  private interface Reading {
    double of(Sums sums);
  }

  private void counter(PrometheusRegistry target, String name, String help, Reading reading) {
    CounterWithCallback.builder().name(name).help(help).labelNames("provider", "model", "result")
        .callback(call -> groups.forEach((group, sums) -> call.call(reading.of(sums), group.provider(), group.model(), group.result())))
        .register(target);
  }
}
