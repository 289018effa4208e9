package portside.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import portside.provider.Provider;

/// Keeps repetitions from becoming a storm: a bucket for each provider, from which each failure takes one and to which each answer adds a tenth; nothing is
/// repeated while it is half empty (gRFC A6, "gRPC Retry Design", retry throttling). Safe for any number of threads.
final class RetryBudget {
  private static final double FULL = 10;
  private static final double ANSWER = 0.1;

  private final Map<String, Double> buckets = new ConcurrentHashMap<>();

  void failed(Provider provider) {
    buckets.merge(provider.site(), FULL - 1, (left, _) -> Math.max(0, left - 1));
  }

  void succeeded(Provider provider) {
    buckets.computeIfPresent(provider.site(), (_, left) -> Math.min(FULL, left + ANSWER));
  }

  boolean allowed(Provider provider) {
    return buckets.getOrDefault(provider.site(), FULL) > FULL / 2;
  }
}
