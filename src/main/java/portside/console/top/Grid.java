package portside.console.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import portside.console.DisplayWidth;
import portside.console.Paint;
import portside.console.Table.Cell;

/// Rows in columns that fit a width: columns are left out, the least important first, until the rest has room, and the last one is cut.
final class Grid {
  /// A column.
  ///
  /// @param head its name; empty for none
  /// @param right whether its texts stand at the right edge
  /// @param rank the higher, the sooner it is left out; 0 stays
  /// @param most columns of the terminal it takes, whatever its texts say; the last column takes what is free
  record Column(String head, boolean right, int rank, int most) {}

  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<List<Cell>> rows;

  /// @param rows with a cell for each column
  Grid(List<Column> columns, List<List<Cell>> rows) {
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
    for (var row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row.size() + " cells for " + columns.size() + " columns");
      }
    }
  }

  /// The head and a line for each row.
  List<Line> headed(int width) {
    var fitting = fitting(width);
    var lines = new ArrayList<Line>();
    lines.add(line(columns.stream().map(column -> new Cell(column.head(), Paint.Role.HEAD)).toList(), fitting, width));
    rows.forEach(row -> lines.add(line(row, fitting, width)));
    return lines;
  }

  /// A line for each row.
  List<Line> bare(int width) {
    var fitting = fitting(width);
    return rows.stream().map(row -> line(row, fitting, width)).toList();
  }

  /// How wide each column is; 0 where it is left out.
  private int[] fitting(int width) {
    var widths = new int[columns.size()];
    for (var place = 0; place < widths.length; place++) {
      var widest = DisplayWidth.of(columns.get(place).head());
      for (var row : rows) {
        widest = Math.max(widest, DisplayWidth.of(row.get(place).text()));
      }
      widths[place] = Math.min(widest, columns.get(place).most());
    }
    while (needed(widths) > width && leaveOut(widths)) {
      // until it fits
    }
    return widths;
  }

  private static int needed(int[] widths) {
    return Arrays.stream(widths).filter(width -> width > 0).map(width -> width + GAP).sum() - GAP;
  }

  private boolean leaveOut(int[] widths) {
    var least = -1;
    for (var place = 0; place < widths.length; place++) {
      if (widths[place] > 0 && columns.get(place).rank() > (least < 0 ? 0 : columns.get(least).rank())) {
        least = place;
      }
    }
    if (least >= 0) {
      widths[least] = 0;
    }
    return least >= 0;
  }

  private Line line(List<Cell> cells, int[] widths, int width) {
    var spans = new ArrayList<Line.Span>();
    for (var place = 0; place < widths.length; place++) {
      if (widths[place] == 0) {
        continue;
      }
      var last = place == widths.length - 1;
      var text = last ? cells.get(place).text() : DisplayWidth.cut(cells.get(place).text(), widths[place]);
      var blanks = " ".repeat(Math.max(0, widths[place] - DisplayWidth.of(text)));
      var right = columns.get(place).right();
      spans.add(new Line.Span(Paint.Role.PLAIN, (spans.isEmpty() ? "" : " ".repeat(GAP)) + (right ? blanks : "")));
      spans.add(new Line.Span(cells.get(place).role(), text));
      spans.add(new Line.Span(Paint.Role.PLAIN, right || last ? "" : blanks));
    }
    return new Line(spans.stream().filter(span -> !span.text().isEmpty()).toList(), false).cut(width);
  }
}
