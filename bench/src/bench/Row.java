package bench;

import java.util.List;
import java.util.Locale;

/// One line of the table.
///
/// @param what was measured, with its unit
/// @param direct the provider called without anything between
/// @param nginx through `proxy_pass`
/// @param proxy through the proxy
/// @param goal what the proxy must reach, or empty
/// @param verdict whether it did
record Row(String what, String direct, String nginx, String proxy, String goal, Verdict verdict) {
  enum Verdict { PASS, MISS, NONE }

  /// For what is not measured or makes no sense.
  static final String NOTHING = "–";

  private static final String LAYOUT = "%-58s %14s %18s %22s   %-16s %s";

  /// A line with nothing to reach.
  static Row plain(String what, String direct, String nginx, String proxy) {
    return new Row(what, direct, nginx, proxy, "", Verdict.NONE);
  }

  /// A line whose proxy value must not exceed `limit`; not a number counts as not measured.
  static Row atMost(String what, String direct, String nginx, String proxy, double value, double limit, String goal) {
    return new Row(what, direct, nginx, proxy, goal, verdict(value, value <= limit));
  }

  /// A line whose proxy value must reach `limit`; not a number counts as not measured.
  static Row atLeast(String what, String direct, String nginx, String proxy, double value, double limit, String goal) {
    return new Row(what, direct, nginx, proxy, goal, verdict(value, value >= limit));
  }

  static String table(List<Row> rows) {
    var table = new StringBuilder(LAYOUT.formatted("figure", "direct", "nginx", "proxy", "target", "").stripTrailing()).append('\n');
    for (var row : rows) {
      var mark = row.verdict == Verdict.NONE ? "" : row.verdict.name().toLowerCase(Locale.ROOT);
      table.append(LAYOUT.formatted(row.what, row.direct, row.nginx, row.proxy, row.goal, mark).stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /// Milliseconds, or nothing.
  static String millis(double value) {
    return number(value, value < 10 ? "%.3f ms" : "%.1f ms");
  }

  /// Milliseconds beyond those of the provider called directly.
  static String added(double value) {
    return number(value, "%+.3f ms");
  }

  static String megabytes(double value) {
    return number(value, "%.0f MB");
  }

  /// A whole number with thousands set apart.
  static String count(double value) {
    return number(value, "%,.0f");
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
  }

  private static Verdict verdict(double value, boolean reached) {
    return Double.isNaN(value) ? Verdict.NONE : reached ? Verdict.PASS : Verdict.MISS;
  }
}
