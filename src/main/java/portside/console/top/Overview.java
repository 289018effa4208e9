package portside.console.top;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one instance says of itself and of those that run beside it: `GET /dashboard/data/overview`.
///
/// @param at when it was said
/// @param instance which one says it
/// @param journal its own: `on`, `off`, or why it is not written
/// @param today the sums of the local day
/// @param running how many requests run now
/// @param burn money an hour, by currency
/// @param forecast money of this day at its end, by currency
/// @param budgets those that are set
/// @param instances by name
/// @param requests that run now
record Overview(Instant at, String instance, String journal, Sums today, long running, Map<String, BigDecimal> burn, Map<String, BigDecimal> forecast, List<Budget> budgets,
    List<InstanceState> instances, List<RunningRequest> requests) {
  Overview {
    burn = Map.copyOf(burn);
    forecast = Map.copyOf(forecast);
    budgets = List.copyOf(budgets);
    instances = List.copyOf(instances);
    requests = List.copyOf(requests);
  }

  /// A budget.
  ///
  /// @param window `day`, `week` or `month`
  /// @param currency of the two amounts; `tokens` counts those
  /// @param ratio 1 when it is used up
  /// @param stops whether requests are refused then
  record Budget(String instance, String window, String currency, BigDecimal limit, BigDecimal spent, double ratio, boolean stops) {}

  /// An instance.
  ///
  /// @param state in a word, such as `healthy`
  /// @param note why it is in that state; empty for nothing
  /// @param running how many requests run there
  /// @param requests of the last five minutes
  /// @param failed those of them that failed
  /// @param firstMillis median time to the first byte; null when unknown
  /// @param rate tokens a second; null when unknown
  record InstanceState(String name, String state, String note, long running, long requests, long failed, @Nullable Long firstMillis, @Nullable Double rate,
      Sums today) {
    /// The same with other sums.
    InstanceState today(Sums sums) {
      return new InstanceState(name, state, note, running, requests, failed, firstMillis, rate, sums);
    }

    /// One that runs and has not said anything yet.
    static InstanceState silent(String name, String state, String note) {
      return new InstanceState(name, state, note, 0, 0, 0, null, null, Sums.NONE);
    }
  }
}
