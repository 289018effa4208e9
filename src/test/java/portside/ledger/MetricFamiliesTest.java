package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// The histograms of `/metrics`, what is told of attempts and of the process, and the dashboard that shows it.
class MetricFamiliesTest {
  private static final LedgerEntry.Tokens FIFTY = new LedgerEntry.Tokens(10, 50, OptionalLong.empty(), OptionalLong.empty());

  private final RequestMetrics metrics = new RequestMetrics(
      new Gauges("here", "1.2", () -> 0, () -> 0, () -> 0, () -> 0, () -> List.of(new Gauges.Breaker("glm", "glm-5", false)), () -> List.of(new Gauges.Budget("day", 0.5))),
      List.of());

  private MetricsText read() {
    return new MetricsText(metrics.text());
  }

  private static AttemptRecord attempt(String provider, String why, String outcome, String fault) {
    return new AttemptRecord(provider, provider + "-model", 1, why, outcome, fault, Duration.ofMillis(1), Duration.ZERO, LedgerEntry.Tokens.NONE);
  }

  private static LedgerEntry entry(boolean stream, @Nullable Duration first, Duration duration, LedgerEntry.Tokens tokens, AttemptRecord... attempts) {
    var last = attempts.length == 0 ? "" : attempts[attempts.length - 1].provider();
    return new LedgerEntry(Instant.EPOCH, "req_1", last, "claude", last + "-model", stream, List.of(attempts), LedgerEntry.Result.OK, "", first, duration, tokens,
        new LedgerEntry.Details(Origin.UNKNOWN, Answerer.NOBODY, "", null, null, Duration.ofNanos(700_000)));
  }

  private String buckets(String family) {
    return read().samples().stream().filter(sample -> sample.name().equals(family + "_bucket")).map(sample -> sample.labels().get("le") + "=" + (long) sample.value())
        .collect(Collectors.joining(" "));
  }

  @Test
  void eachHistogramHasItsBuckets() {
    metrics.append(entry(true, Duration.ofMillis(400), Duration.ofMillis(2_900), FIFTY, attempt("glm", "first", "answered", "")));
    assertEquals("0.1=0 0.25=0 0.5=0 1.0=0 2.5=0 5.0=1 10.0=1 20.0=1 40.0=1 80.0=1 160.0=1 320.0=1 640.0=1 +Inf=1", buckets("portside_request_duration_seconds"));
    assertEquals("0.05=0 0.1=0 0.2=0 0.4=1 0.8=1 1.5=1 3.0=1 6.0=1 12.0=1 25.0=1 50.0=1 100.0=1 +Inf=1", buckets("portside_time_to_first_byte_seconds"));
    assertEquals("5.0=0 10.0=0 20.0=1 40.0=1 60.0=1 80.0=1 120.0=1 160.0=1 240.0=1 400.0=1 +Inf=1", buckets("portside_output_tokens_per_second"));
    assertEquals("5.0E-4=0 0.001=1 0.0025=1 0.005=1 0.01=1 0.025=1 0.05=1 0.1=1 +Inf=1", buckets("portside_preparation_seconds"));
    var read = read();
    assertEquals(2.9, read.value("portside_request_duration_seconds_sum", "model=glm-model, provider=glm, result=ok"));
    assertEquals(0.4, read.value("portside_time_to_first_byte_seconds_sum", "model=glm-model, provider=glm"));
    assertEquals(20.0, read.value("portside_output_tokens_per_second_sum", "model=glm-model, provider=glm"));
    assertEquals(0.0007, read.value("portside_preparation_seconds_sum", ""));
  }

  @Test
  void onlyStreamsTellOfTheFirstByte() {
    metrics.append(entry(false, Duration.ofSeconds(1), Duration.ofSeconds(1), FIFTY, attempt("glm", "first", "answered", "")));
    assertEquals(List.of("portside_preparation_seconds", "portside_request_duration_seconds"),
        read().families().stream().filter(family -> read().type(family).equals("histogram")).sorted().toList());
  }

  @Test
  void aRequestThatAskedNobodyWasNotPrepared() {
    metrics.append(entry(true, null, Duration.ofMillis(1), LedgerEntry.Tokens.NONE));
    assertEquals(0, read().value("portside_preparation_seconds_count", ""));
  }

  @Test
  void attemptsAndMovesAreCounted() {
    metrics.append(entry(true, null, Duration.ofSeconds(1), FIFTY, attempt("a", "first", "refused", "rate_limit"), attempt("c", "next", "unfit", ""),
        attempt("a", "next_key", "refused", "overloaded"), attempt("b", "next", "answered", "")));
    metrics.append(entry(true, null, Duration.ofSeconds(1), FIFTY, attempt("a", "first", "ended", ""), attempt("b", "hedge", "answered", "")));
    metrics.append(entry(true, null, Duration.ofSeconds(1), FIFTY, attempt("b", "hedge", "ended", ""), attempt("a", "first", "answered", "")));
    var read = read();
    assertEquals(List.of("a-model rate_limit 1", "a-model overloaded 1", "b-model answered 2", "a-model ended 1", "b-model ended 1", "a-model answered 1").stream().sorted().toList(),
        read.samples().stream().filter(sample -> sample.name().equals("portside_tries_total"))
            .map(sample -> sample.labels().get("model") + " " + sample.labels().get("result") + " " + (int) sample.value()).sorted().toList());
    assertEquals(List.of("{from=a, reason=hedge, to=b} 1", "{from=a, reason=overloaded, to=b} 1"),
        read.samples().stream().filter(sample -> sample.name().equals("portside_failovers_total")).map(sample -> sample.labels() + " " + (int) sample.value()).sorted().toList());
  }

  @Test
  void threeHundredInventedNamesHaveFiftyOneLabels() {
    for (int n = 0; n < 300; n++) {
      metrics.append(entry(true, Duration.ofMillis(1), Duration.ofSeconds(1), FIFTY, attempt("invented-" + n, "first", "answered", "")));
    }
    var models = read().samples().stream().flatMap(sample -> Stream.ofNullable(sample.labels().get("model"))).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(51, models.size());
    assertTrue(models.contains(RequestMetrics.OTHER));
  }

  @Test
  void whatANameHoldsBreaksNoLine() {
    metrics.append(entry(true, Duration.ofMillis(1), Duration.ofSeconds(1), FIFTY, attempt("a\"} 1\nforged 1\\", "first", "answered", "")));
    assertTrue(read().families().stream().noneMatch("forged"::equals));
  }

  @Test
  void theProcessIsTold() {
    var read = read();
    assertEquals(ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() / 1000.0, read.value("process_start_time_seconds", ""));
    assertTrue(read.value("process_cpu_seconds_total", "") > 0);
    if (Files.exists(Path.of("/proc/self/status"))) {
      var resident = read.value("process_resident_memory_bytes", "");
      assertTrue(resident > 10_000_000 && resident < 20_000_000_000.0, Double.toString(resident));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "no_type 1\n", "# TYPE a gauge\na 1\n", "# HELP a b\n# TYPE a gauge\na 1\na 2\n", "# HELP a b\n# TYPE a counter\na 1\n", "# HELP a b\n# TYPE a gauge\na{b=c} 1\n",
    "# HELP a b\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 2\na_count 1\na_sum 1\n", "# HELP a b\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n",
    "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n"
  })
  void theReaderOfTheseTestsIsStrict(String text) {
    assertThrows(AssertionError.class, () -> new MetricsText(text));
  }

  /// docs/grafana.json names nothing that is not exported, and uses its variables.
  @Test
  void theDashboardShowsWhatIsThere() throws Exception {
    metrics.append(entry(true, Duration.ofMillis(1), Duration.ofSeconds(1), FIFTY, attempt("a", "first", "refused", "overloaded"), attempt("b", "next", "answered", ""))
        .priced(new Cost(1L, 1L, "USD", "list", "")));
    var exported = read().samples().stream().map(MetricsText.Sample::name).collect(Collectors.toSet());
    var text = Files.readString(Path.of("docs/grafana.json"));
    var named = Pattern.compile("\\b(portside|process)_[a-z_]+").matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.size() >= 10, named.toString());
    assertTrue(exported.containsAll(named), () -> named.stream().filter(name -> !exported.contains(name)).toList().toString());
    var board = Json.object(text.getBytes(StandardCharsets.UTF_8));
    assertEquals("DS_PROMETHEUS", board.getJsonArray("__inputs").getJsonObject(0).getString("name"));
    assertEquals(List.of("instance", "model"), board.getJsonObject("templating").getJsonArray("list").stream().map(one -> one.asJsonObject().getString("name")).toList());
    assertEquals(10, board.getJsonArray("panels").size());
    for (var panel : board.getJsonArray("panels")) {
      for (var target : panel.asJsonObject().getJsonArray("targets")) {
        assertTrue(target.asJsonObject().getString("expr").contains("instance_name=~\"$instance\""), panel.toString());
      }
    }
  }
}
