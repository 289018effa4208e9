package portside.console;

import java.util.ArrayList;
import java.util.List;
import portside.wire.OneLine;

/// Text in columns: a head line and rows, two spaces between, numbers at the right edge.
public final class Table {
  /// A column.
  ///
  /// @param right whether its texts stand at the right edge, as numbers do
  public record Column(String head, boolean right) {
    /// Of texts.
    public static Column left(String head) {
      return new Column(head, false);
    }

    /// Of numbers.
    public static Column right(String head) {
      return new Column(head, true);
    }
  }

  /// A text and what it is. Signs that a terminal would obey are taken out of it, for some texts are what clients and providers say.
  public record Cell(String text, Paint.Role role) {
    private static final int LONGEST = 1_000;

    /// In one line.
    public Cell {
      text = OneLine.of(text, LONGEST);
    }

    /// One as all others.
    public static Cell of(String text) {
      return new Cell(text, Paint.Role.PLAIN);
    }
  }

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// @param columns from left to right
  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /// A row with a cell for each column.
  public Table row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /// A row of plain texts.
  public Table row(String... texts) {
    return row(List.of(texts).stream().map(Cell::of).toList());
  }

  /// The lines, each with its end; no blanks at the ends of lines.
  public String text(Paint paint) {
    var widths = columns.stream().mapToInt(column -> DisplayWidth.of(column.head())).toArray();
    for (var row : rows) {
      for (var place = 0; place < widths.length; place++) {
        widths[place] = Math.max(widths[place], DisplayWidth.of(row.get(place).text()));
      }
    }
    var text = new StringBuilder();
    line(text, columns.stream().map(column -> new Cell(column.head(), Paint.Role.HEAD)).toList(), widths, paint);
    rows.forEach(row -> line(text, row, widths, paint));
    return text.toString();
  }

  private void line(StringBuilder text, List<Cell> cells, int[] widths, Paint paint) {
    var blanks = 0; // written when a text follows them
    for (var place = 0; place < widths.length; place++) {
      var cell = cells.get(place);
      var room = widths[place] - DisplayWidth.of(cell.text());
      blanks += (place == 0 ? 0 : GAP.length()) + (columns.get(place).right() ? room : 0);
      if (!cell.text().isEmpty()) {
        text.repeat(" ", blanks).append(paint.text(cell.role(), cell.text()));
        blanks = 0;
      }
      blanks += columns.get(place).right() ? 0 : room;
    }
    text.append('\n');
  }
}
