package bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// One line of the table.
///
/// @param what was measured, with its unit
/// @param cell what stands in a route's column
/// @param goal what the proxy must reach, or empty
/// @param verdict whether it did
record Row(String what, Function<Route, String> cell, String goal, Verdict verdict) {
  enum Verdict { PASS, MISS, NONE }

  /// A column of the table.
  ///
  /// @param title at its head
  record Column(Route route, String title) {}

  /// For what is not measured or makes no sense.
  static final String NOTHING = "–";

  /// A line with nothing to reach.
  static Row plain(String what, Function<Route, String> cell) {
    return new Row(what, cell, "", Verdict.NONE);
  }

  /// A line whose proxy value must not exceed `limit`; not a number counts as not measured.
  static Row atMost(String what, Function<Route, String> cell, double value, double limit, String goal) {
    return new Row(what, cell, goal, verdict(value, value <= limit));
  }

  /// A line whose proxy value must reach `limit`; not a number counts as not measured.
  static Row atLeast(String what, Function<Route, String> cell, double value, double limit, String goal) {
    return new Row(what, cell, goal, verdict(value, value >= limit));
  }

  /// Cells of which only the proxy's holds something.
  static Function<Route, String> ofProxy(String text) {
    return route -> route == Route.PROXY ? text : NOTHING;
  }

  static String table(List<Column> columns, List<Row> rows) {
    var table = new StringBuilder(line("figure", columns.stream().map(Column::title).toList(), "target", ""));
    for (var row : rows) {
      var mark = row.verdict == Verdict.NONE ? "" : row.verdict.name().toLowerCase(Locale.ROOT);
      table.append(line(row.what, columns.stream().map(column -> row.cell.apply(column.route)).toList(), row.goal, mark));
    }
    return table.toString();
  }

  /// Milliseconds, or nothing.
  static String millis(double value) {
    return number(value, value < 10 ? "%.3f ms" : "%.1f ms");
  }

  /// Cells with the milliseconds of the provider called directly, and what the other routes add to them.
  static Function<Route, String> added(ToDoubleFunction<Route> millis) {
    return route ->
        route == Route.DIRECT
            ? millis(millis.applyAsDouble(route))
            : number(millis.applyAsDouble(route) - millis.applyAsDouble(Route.DIRECT), "%+.3f ms");
  }

  static String seconds(double value) {
    return number(value, "%.2f s");
  }

  static String megabytes(double value) {
    return number(value, "%.0f MB");
  }

  /// A whole number with thousands set apart.
  static String count(double value) {
    return number(value, "%,.0f");
  }

  private static String line(String what, List<String> cells, String goal, String mark) {
    var line = new StringBuilder("%-58s".formatted(what));
    cells.forEach(cell -> line.append(" %20s".formatted(cell)));
    return line.append("   %-16s %s".formatted(goal, mark)).toString().stripTrailing() + '\n';
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
  }

  private static Verdict verdict(double value, boolean reached) {
    return Double.isNaN(value) ? Verdict.NONE : reached ? Verdict.PASS : Verdict.MISS;
  }
}
