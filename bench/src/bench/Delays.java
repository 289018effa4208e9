package bench;

/// Durations in nanoseconds, counted in buckets at most 1.6 % wide; adding one allocates nothing.
final class Delays {
  private static final int SUB_BITS = 6;
  private static final int SUB = 1 << SUB_BITS;

  private final long[] counts = new long[SUB * (64 - SUB_BITS)];
  private long total;
  private long longest;

  void add(long nanos) {
    var value = Math.max(0, nanos);
    counts[bucket(value)]++;
    total++;
    longest = Math.max(longest, value);
  }

  void clear() {
    java.util.Arrays.fill(counts, 0);
    total = 0;
    longest = 0;
  }

  /// The longest one, in milliseconds.
  double longestMillis() {
    return longest / 1e6;
  }

  /// The duration that `share` (0 to 1) of all do not exceed, in milliseconds; not a number when there are none.
  double millis(double share) {
    var rank = (long) Math.ceil(total * share);
    for (int bucket = 0, seen = 0; bucket < counts.length; bucket++) {
      seen += (int) counts[bucket];
      if (seen >= rank && seen > 0) {
        return middle(bucket) / 1e6;
      }
    }
    return Double.NaN;
  }

  /// Below 64 one bucket per nanosecond, above 64 buckets per power of two.
  private static int bucket(long value) {
    var shift = Math.max(0, 63 - SUB_BITS - Long.numberOfLeadingZeros(value | SUB));
    return shift == 0 && value < SUB ? (int) value : (shift + 1) * SUB + (int) ((value >>> shift) - SUB);
  }

  private static double middle(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    var shift = bucket / SUB - 1;
    return ((long) (bucket % SUB + SUB) << shift) + (1L << shift) / 2.0;
  }
}
