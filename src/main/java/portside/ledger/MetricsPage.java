package portside.ledger;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The text of `GET /metrics`: every family with its name, its help and its labels. Names follow Prometheus, "Metric and label naming": base units,
/// `_total` behind counters.
final class MetricsPage {
  private static final double BILLION = 1e9;
  private static final String[] MODEL = {"provider", "model"};
  private static final String[] RESULT = {"provider", "model", "result"};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RequestMetrics sums;

  /// @param sums of requests
  /// @param gauges what is told beside them
  MetricsPage(RequestMetrics sums, Gauges gauges) {
    this.sums = sums;
    requests();
    speed();
    attempts();
    gauges(gauges);
    ProcessMetrics.register(registry);
  }

  /// In the Prometheus text format 0.0.4.
  String text() {
    var text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: the target is memory
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private void requests() {
    counter("portside_requests", "Requests by how they ended", one -> one.requests.sum());
    counter("portside_request_seconds", "Time spent on requests", one -> (double) one.nanos.sum() / Duration.ofSeconds(1).toNanos());
    counter("portside_input_tokens", "Prompt tokens neither read from nor written to a cache", one -> one.input.sum());
    counter("portside_output_tokens", "Generated tokens", one -> one.output.sum());
    counter("portside_cache_read_tokens", "Prompt tokens read from a cache", one -> one.cacheRead.sum());
    counter("portside_cache_write_tokens", "Prompt tokens written to a cache", one -> one.cacheWrite.sum());
    counter("portside_thinking_tokens", "The part of the generated tokens spent on reasoning", one -> one.thinking.sum());
    CounterWithCallback.builder().name("portside_cost").help("What requests cost, where it is known").labelNames("provider", "model", "currency")
        .callback(call -> sums.paid.forEach((to, sum) -> call.call((double) sum.sum() / BILLION, to.provider(), to.model(), to.currency())))
        .register(registry);
  }

  private void speed() {
    histogram("portside_request_duration_seconds", "From the arrival of a request to its end", () -> points(sums.groups, sums -> sums.duration,
        group -> Labels.of(RESULT, new String[] {group.provider(), group.model(), group.result()})));
    histogram("portside_time_to_first_byte_seconds", "From the arrival of a request to the first byte of its answer; streams alone",
        () -> points(sums.firstBytes, one -> one, MetricsPage::labels));
    histogram("portside_output_tokens_per_second", "Generated tokens by the time from the first byte to the end; streams alone",
        () -> points(sums.rates, one -> one, MetricsPage::labels));
    histogram("portside_preparation_seconds", "From the arrival of a request until a provider was sent one", () -> List.of(point(sums.preparations, Labels.EMPTY)));
  }

  private void attempts() {
    CounterWithCallback.builder().name("portside_tries").help("Attempts to have a request answered, by what came of them").labelNames(RESULT)
        .callback(call -> sums.tries.forEach((group, sum) -> call.call((double) sum.sum(), group.provider(), group.model(), group.result())))
        .register(registry);
    CounterWithCallback.builder().name("portside_failovers").help("Requests that went on from one provider to another").labelNames("from", "to", "reason")
        .callback(call -> sums.failovers.forEach((way, sum) -> call.call((double) sum.sum(), way.from(), way.to(), way.reason())))
        .register(registry);
  }

  private void gauges(Gauges gauges) {
    GaugeWithCallback.builder().name("portside_requests_running").help("Requests running now")
        .callback(call -> call.call(gauges.running().getAsInt())).register(registry);
    CounterWithCallback.builder().name("portside_ledger_failures").help("Lines of the journal that could not be written at once")
        .callback(call -> call.call((double) gauges.journalFailures().getAsLong())).register(registry);
    CounterWithCallback.builder().name("portside_ledger_dropped").help("Lines of the journal that are missing, since too many waited to be written")
        .callback(call -> call.call((double) gauges.droppedLines().getAsLong())).register(registry);
    CounterWithCallback.builder().name("portside_request_log_dropped").help("Bodies that LOG_REQUESTS left out for want of room")
        .callback(call -> call.call((double) gauges.droppedBodies().getAsLong())).register(registry);
    GaugeWithCallback.builder().name("portside_breaker_open").help("Whether a model of a provider is left alone for a while").labelNames(MODEL)
        .callback(call -> breakers(gauges).forEach((served, open) -> call.call(open ? 1 : 0, served.provider(), served.model()))).register(registry);
    GaugeWithCallback.builder().name("portside_budget_ratio").help("What is used of a budget; 1 is all").labelNames("window")
        .callback(call -> gauges.budgets().get().forEach(budget -> call.call(budget.ratio(), budget.window()))).register(registry);
    GaugeWithCallback.builder().name("portside_build_info").help("Always 1; names the instance and the version").labelNames("instance_name", "version")
        .callback(call -> call.call(1, gauges.instance(), gauges.version())).register(registry);
  }

  /// Several models may share one label.
  private Map<RequestMetrics.Served, Boolean> breakers(Gauges gauges) {
    var open = new LinkedHashMap<RequestMetrics.Served, Boolean>();
    gauges.breakers().get().forEach(one -> open.merge(new RequestMetrics.Served(one.provider(), sums.label(one.model())), one.open(), Boolean::logicalOr));
    return open;
  }

  /// Reads one number of a group.
  private interface Reading {
    double of(RequestMetrics.Sums sums);
  }

  private void counter(String name, String help, Reading reading) {
    CounterWithCallback.builder().name(name).help(help).labelNames(RESULT)
        .callback(call -> sums.groups.forEach((group, one) -> call.call(reading.of(one), group.provider(), group.model(), group.result())))
        .register(registry);
  }

  /// Gives the series of a histogram.
  private interface Points {
    List<HistogramDataPointSnapshot> now();
  }

  private void histogram(String name, String help, Points points) {
    Collector collector = () -> new HistogramSnapshot(new MetricMetadata(name, help), points.now());
    registry.register(collector);
  }

  private static <K, V> List<HistogramDataPointSnapshot> points(Map<K, V> of, Function<V, Histogram> histogram, Function<K, Labels> labels) {
    var points = new ArrayList<HistogramDataPointSnapshot>();
    of.forEach((key, value) -> points.add(point(histogram.apply(value), labels.apply(key))));
    return points;
  }

  private static Labels labels(RequestMetrics.Served served) {
    return Labels.of(MODEL, new String[] {served.provider(), served.model()});
  }

  private static HistogramDataPointSnapshot point(Histogram histogram, Labels labels) {
    var counted = histogram.snapshot();
    var bounds = new ArrayList<Double>(counted.buckets().bounds());
    bounds.add(Double.POSITIVE_INFINITY);
    return HistogramDataPointSnapshot.builder().labels(labels).sum(counted.sum()).classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counted.counts())).build();
  }
}
