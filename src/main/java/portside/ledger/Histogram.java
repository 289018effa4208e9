package portside.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.DoubleStream;

/// Counts values by size, for a histogram of Prometheus. To count one is an addition to a bucket and one to the sum; no class of Prometheus is needed.
final class Histogram {
  private final Buckets buckets;
  private final AtomicLongArray counts;
  private final DoubleAdder sum = new DoubleAdder();

  /// The upper bounds of buckets, each of which is inside its bucket; behind the last comes one without a bound.
  record Buckets(List<Double> bounds) {
    static Buckets of(double... bounds) {
      return new Buckets(DoubleStream.of(bounds).boxed().toList());
    }
  }

  /// What was counted.
  ///
  /// @param counts of each bucket alone, one more than there are bounds
  record Snapshot(Buckets buckets, List<Long> counts, double sum) {}

  Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new AtomicLongArray(buckets.bounds.size() + 1);
  }

  void add(double value) {
    var at = 0;
    while (at < buckets.bounds.size() && value > buckets.bounds.get(at)) {
      at++;
    }
    counts.incrementAndGet(at);
    sum.add(value);
  }

  Snapshot snapshot() {
    var copy = new ArrayList<Long>();
    for (int at = 0; at < counts.length(); at++) {
      copy.add(counts.get(at));
    }
    return new Snapshot(buckets, copy, sum.sum());
  }
}
