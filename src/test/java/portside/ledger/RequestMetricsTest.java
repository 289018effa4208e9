package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The text of `/metrics`.
class RequestMetricsTest {
  private final RequestMetrics metrics = new RequestMetrics(
      new Gauges("here", "1.2", () -> 3, () -> 2, () -> 5, () -> 4,
          () -> List.of(new Gauges.Breaker("glm", "glm-5", true), new Gauges.Breaker("kimi", "k3", false)), () -> List.of(new Gauges.Budget("day", 0.5))),
      List.of("glm-5"));

  /// Without the histograms and what is told of the process, which have tests of their own.
  private String sums() {
    return metrics.text().lines().filter(line -> !line.matches("(# (HELP|TYPE) )?(process_.*|portside_.*_(seconds|per_second)(_(bucket|sum|count)\\{?.*| .*))"))
        .map(line -> line + "\n").collect(Collectors.joining());
  }

  @Test
  void everythingIsAddedUp() {
    metrics.append(entry("glm-5", LedgerEntry.Result.OK, new LedgerEntry.Tokens(100, 20, OptionalLong.of(4_000), OptionalLong.of(9))));
    var thought = new LedgerEntry.Tokens(11, 2, OptionalLong.of(500), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(5), 0, false);
    metrics.append(entry("glm-5", LedgerEntry.Result.OK, thought).priced(new Cost(750_000_000L, 750_000_000L, "USD", "list", "")));
    metrics.append(entry("glm-5", new LedgerEntry.Result("rate_limit_error", 429), LedgerEntry.Tokens.NONE));
    assertEquals("""
        # HELP portside_breaker_open Whether a model of a provider is left alone for a while
        # TYPE portside_breaker_open gauge
        portside_breaker_open{model="glm-5",provider="glm"} 1.0
        portside_breaker_open{model="k3",provider="kimi"} 0.0
        # HELP portside_budget_ratio What is used of a budget; 1 is all
        # TYPE portside_budget_ratio gauge
        portside_budget_ratio{window="day"} 0.5
        # HELP portside_build_info Always 1; names the instance and the version
        # TYPE portside_build_info gauge
        portside_build_info{instance_name="here",version="1.2"} 1.0
        # HELP portside_cache_read_tokens_total Prompt tokens read from a cache
        # TYPE portside_cache_read_tokens_total counter
        portside_cache_read_tokens_total{model="glm-5",provider="glm",result="ok"} 4500.0
        portside_cache_read_tokens_total{model="glm-5",provider="glm",result="rate_limit_error"} 0.0
        # HELP portside_cache_write_tokens_total Prompt tokens written to a cache
        # TYPE portside_cache_write_tokens_total counter
        portside_cache_write_tokens_total{model="glm-5",provider="glm",result="ok"} 9.0
        portside_cache_write_tokens_total{model="glm-5",provider="glm",result="rate_limit_error"} 0.0
        # HELP portside_cost_total What requests cost, where it is known
        # TYPE portside_cost_total counter
        portside_cost_total{currency="USD",model="glm-5",provider="glm"} 0.75
        # HELP portside_input_tokens_total Prompt tokens neither read from nor written to a cache
        # TYPE portside_input_tokens_total counter
        portside_input_tokens_total{model="glm-5",provider="glm",result="ok"} 111.0
        portside_input_tokens_total{model="glm-5",provider="glm",result="rate_limit_error"} 0.0
        # HELP portside_ledger_dropped_total Lines of the journal that are missing, since too many waited to be written
        # TYPE portside_ledger_dropped_total counter
        portside_ledger_dropped_total 5.0
        # HELP portside_ledger_failures_total Lines of the journal that could not be written at once
        # TYPE portside_ledger_failures_total counter
        portside_ledger_failures_total 2.0
        # HELP portside_output_tokens_total Generated tokens
        # TYPE portside_output_tokens_total counter
        portside_output_tokens_total{model="glm-5",provider="glm",result="ok"} 22.0
        portside_output_tokens_total{model="glm-5",provider="glm",result="rate_limit_error"} 0.0
        # HELP portside_request_log_dropped_total Bodies that LOG_REQUESTS left out for want of room
        # TYPE portside_request_log_dropped_total counter
        portside_request_log_dropped_total 4.0
        # HELP portside_request_seconds_total Time spent on requests
        # TYPE portside_request_seconds_total counter
        portside_request_seconds_total{model="glm-5",provider="glm",result="ok"} 3.0
        portside_request_seconds_total{model="glm-5",provider="glm",result="rate_limit_error"} 1.5
        # HELP portside_requests_total Requests by how they ended
        # TYPE portside_requests_total counter
        portside_requests_total{model="glm-5",provider="glm",result="ok"} 2.0
        portside_requests_total{model="glm-5",provider="glm",result="rate_limit_error"} 1.0
        # HELP portside_requests_running Requests running now
        # TYPE portside_requests_running gauge
        portside_requests_running 3.0
        # HELP portside_thinking_tokens_total The part of the generated tokens spent on reasoning
        # TYPE portside_thinking_tokens_total counter
        portside_thinking_tokens_total{model="glm-5",provider="glm",result="ok"} 5.0
        portside_thinking_tokens_total{model="glm-5",provider="glm",result="rate_limit_error"} 0.0
        # HELP portside_tries_total Attempts to have a request answered, by what came of them
        # TYPE portside_tries_total counter
        portside_tries_total{model="m",provider="glm",result="overloaded"} 3.0
        """, sums());
  }

  @Test
  void modelsBeyondTheLimitAreCountedTogether() {
    for (int n = 0; n < 3_000; n++) {
      metrics.append(entry("made-up-" + n, 0));
    }
    metrics.append(entry("glm-5", 0));
    var requests = metrics.text().lines().filter(line -> line.startsWith("portside_requests_total{")).toList();
    assertEquals(RequestMetrics.MOST_MODELS + 1, requests.size());
    assertTrue(requests.contains("portside_requests_total{model=\"made-up-48\",provider=\"glm\",result=\"ok\"} 1.0"), requests.toString());
    assertTrue(requests.contains("portside_requests_total{model=\"other\",provider=\"glm\",result=\"ok\"} 2951.0"), requests.toString());
    assertTrue(requests.contains("portside_requests_total{model=\"glm-5\",provider=\"glm\",result=\"ok\"} 1.0"), "the models of the settings have their place");
  }

  private static LedgerEntry entry(String model, LedgerEntry.Result result, LedgerEntry.Tokens tokens) {
    return new LedgerEntry(Instant.EPOCH, "req_1", "glm", model, model, true, Attempts.of(1), result, "", null, Duration.ofMillis(1_500), tokens);
  }

  private static LedgerEntry entry(String model, int attempts) {
    return new LedgerEntry(Instant.EPOCH, "req_1", "glm", model, model, true, Attempts.of(attempts), LedgerEntry.Result.OK, "", null, Duration.ofMillis(1_500),
        LedgerEntry.Tokens.NONE);
  }
}
