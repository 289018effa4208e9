package portside.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
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

  /// No text gets less room.
  private static final int SHORTEST = 12;

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
    return text(paint, Integer.MAX_VALUE);
  }

  /// The same within a width: the longest texts go on below themselves, where there is room enough between words. Where even that is too wide, each row
  /// is a list of its columns' names and texts.
  public String text(Paint paint, int room) {
    var widths = columns.stream().mapToInt(column -> DisplayWidth.of(column.head())).toArray();
    for (var row : rows) {
      for (var place = 0; place < widths.length; place++) {
        widths[place] = Math.max(widths[place], DisplayWidth.of(row.get(place).text()));
      }
    }
    if (!shrink(widths, room, place -> IntStream.range(0, rows.size()).map(row -> longestWord(rows.get(row).get(place).text())).max().orElse(0))
        && !shrink(widths, room, _ -> 0)) {
      return records(paint, room);
    }
    var text = new StringBuilder();
    line(text, columns.stream().map(column -> new Cell(column.head(), Paint.Role.HEAD)).toList(), widths, paint);
    rows.forEach(row -> lines(row, widths).forEach(line -> line(text, line, widths, paint)));
    return text.toString();
  }

  /// Makes the widest columns of texts narrower until all fit, or tells that they cannot.
  private boolean shrink(int[] widths, int room, IntUnaryOperator least) {
    var shortest = IntStream.range(0, widths.length).map(place -> Math.max(Math.max(SHORTEST, DisplayWidth.of(columns.get(place).head())), least.applyAsInt(place))).toArray();
    for (long over = Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1) - room; over > 0; over--) {
      var widest = IntStream.range(0, widths.length).filter(place -> !columns.get(place).right() && widths[place] > shortest[place])
          .boxed().max(Comparator.comparingInt(place -> widths[place]));
      if (widest.isEmpty()) {
        return false;
      }
      widths[widest.get()]--;
    }
    return true;
  }

  private static int longestWord(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(DisplayWidth::of).max().orElse(0);
  }

  /// A line for each text and one without any between rows.
  private String records(Paint paint, int room) {
    var head = columns.stream().mapToInt(column -> DisplayWidth.of(column.head())).max().orElse(0);
    var all = new StringBuilder();
    for (var row : rows) {
      all.append(all.isEmpty() ? "" : "\n");
      for (var place = 0; place < columns.size(); place++) {
        var cell = row.get(place);
        var name = columns.get(place).head();
        var indent = " ".repeat(head - DisplayWidth.of(name) + GAP.length());
        if (!cell.text().isEmpty()) {
          var lines = DisplayWidth.wrap(cell.text(), Math.max(SHORTEST, room - head - GAP.length())).stream().map(line -> paint.text(cell.role(), line)).toList();
          all.append(paint.text(Paint.Role.HEAD, name)).append(indent).append(String.join("\n" + " ".repeat(head + GAP.length()), lines)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static List<List<Cell>> lines(List<Cell> row, int[] widths) {
    var parts = IntStream.range(0, widths.length)
        .mapToObj(place -> DisplayWidth.of(row.get(place).text()) <= widths[place] ? List.of(row.get(place).text()) : DisplayWidth.wrap(row.get(place).text(), widths[place])).toList();
    var lines = new ArrayList<List<Cell>>();
    for (var number = 0; number < parts.stream().mapToInt(List::size).max().orElse(0); number++) {
      var line = new ArrayList<Cell>();
      for (var place = 0; place < widths.length; place++) {
        line.add(new Cell(number < parts.get(place).size() ? parts.get(place).get(number) : "", row.get(place).role()));
      }
      lines.add(line);
    }
    return lines;
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
