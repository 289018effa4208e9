package portside.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// Plays rounds of chance that can be played again: round *n* always has the seed *n*. `-Dfuzz.times=N` plays N times as many of them as usual,
/// `-Dfuzz.rounds=N` N of them in each test, `-Dfuzz.from=SEED` begins later than at seed 0, and `-Dfuzz.seed=SEED` plays that one alone.
final class Rounds {
  private static final int ENOUGH = 5;

  /// One round.
  @FunctionalInterface
  interface Round {
    /// Plays it; throws when something does not hold.
    void play(RandomGenerator random) throws Exception;
  }

  private Rounds() {}

  /// Plays the rounds and fails with the seeds of those that did not hold.
  ///
  /// @param usual how many there are when nothing is said
  static void play(int usual, Round round) {
    var failures = new ArrayList<String>();
    for (var seed : seeds(usual)) {
      try {
        round.play(new SplittableRandom(seed));
      } catch (Throwable failure) { // also a stack that overflows
        failures.add("-Dfuzz.seed=" + seed + ": " + describe(failure));
      }
      if (failures.size() == ENOUGH) {
        break;
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n\n", failures), null);
    }
  }

  private static Iterable<Long> seeds(int usual) {
    if (Long.getLong("fuzz.seed") instanceof Long seed) {
      return List.of(seed);
    }
    long from = Long.getLong("fuzz.from", 0);
    return LongStream.range(from, from + Integer.getInteger("fuzz.rounds", usual * Integer.getInteger("fuzz.times", 1))).boxed()::iterator;
  }

  private static String describe(Throwable failure) {
    var text = new StringBuilder(Excerpt.of(failure.toString()));
    var frames = failure.getStackTrace();
    for (var i = 0; i < Math.min(8, frames.length); i++) {
      text.append("\n    at ").append(frames[i]);
    }
    return text.toString();
  }
}
