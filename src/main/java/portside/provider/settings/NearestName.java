package portside.provider.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody may have meant.
public final class NearestName {
  private NearestName() {}

  /// The candidate nearest to the word, case aside: one that is part of it or that it is part of, else any; among those the one with the
  /// smallest edit distance, the first of equals.
  static String nearest(String word, List<String> candidates) {
    return candidates.stream().min(nearness(word)).orElseThrow();
  }

  /// The candidates that somebody who typed the word may have meant, the nearest first.
  ///
  /// @param most how many at most
  public static List<String> nearest(String word, List<String> candidates, int most) {
    return candidates.stream().filter(candidate -> likely(word, candidate)).sorted(nearness(word)).limit(most).toList();
  }

  private static Comparator<String> nearness(String word) {
    var plain = word.toUpperCase(Locale.ROOT);
    return Comparator.comparing((String candidate) -> !overlap(plain, candidate.toUpperCase(Locale.ROOT)))
        .thenComparingInt(candidate -> distance(plain, candidate.toUpperCase(Locale.ROOT)));
  }

  /// Whether somebody who typed the word may well have meant the candidate: one is part of the other, or most letters agree.
  static boolean likely(String word, String candidate) {
    var plain = word.toUpperCase(Locale.ROOT);
    var other = candidate.toUpperCase(Locale.ROOT);
    return overlap(plain, other) || 2 * distance(plain, other) < Math.max(plain.length(), other.length());
  }

  /// How many letters must be put in, taken out or replaced to make one word the other (Levenshtein).
  static int distance(String from, String to) {
    var row = new int[to.length() + 1];
    for (var column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (var letter = 1; letter <= from.length(); letter++) {
      var diagonal = row[0];
      row[0] = letter;
      for (var column = 1; column <= to.length(); column++) {
        var replaced = diagonal + (from.charAt(letter - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }

  private static boolean overlap(String one, String other) {
    return one.length() > 2 && (one.contains(other) || other.contains(one));
  }
}
