package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What one thing takes more than another that is measured in turns with it. Noise of the machine meets both of a pair, so that it cancels where one looks
/// at their difference; what two processes of the same program differ by shows in the spread between the pairs.
final class Differences {
  private final List<Double> ofPairs = new ArrayList<>();
  private final List<Double> shares = new ArrayList<>();

  /// Adds what was measured with one pair of processes, turn by turn; the lists are of the same length.
  void add(List<Double> with, List<Double> without) {
    var differences = new ArrayList<Double>();
    for (var turn = 0; turn < with.size(); turn++) {
      differences.add(with.get(turn) - without.get(turn));
    }
    ofPairs.add(PerRoute.median(differences));
    shares.add(PerRoute.median(with) / PerRoute.median(without) - 1);
  }

  /// The middle one of the pairs' medians.
  double median() {
    return PerRoute.median(ofPairs);
  }

  /// The middle one of the shares by which the medians of a pair differ.
  double share() {
    return PerRoute.median(shares);
  }

  /// Milliseconds, with the least and the most of a pair.
  String millis() {
    return text("%+.3f ms (%+.3f to %+.3f)", median(), ofPairs);
  }

  /// Megabytes, with the least and the most of a pair.
  String megabytes() {
    return text("%+.1f MB (%+.1f to %+.1f)", median(), ofPairs);
  }

  private static String text(String format, double middle, List<Double> all) {
    return String.format(Locale.ROOT, format, middle, all.stream().min(Double::compare).orElse(Double.NaN), all.stream().max(Double::compare).orElse(Double.NaN));
  }
}
