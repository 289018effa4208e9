package portside.console;

import java.util.ArrayList;
import java.util.List;
import portside.provider.Provider;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// Where the dialects of a provider's models differ from the standard, as the settings that would say the same: `DIALECT_MAX_STOPS=1` is shown
/// as `MAX_STOPS=1`. For people.
final class DialectDiff {
  private static final int WIDTH = 120;
  private static final int MANY = 8;

  private DialectDiff() {}

  /// Lines of text, wrapped; none when every model speaks the standard.
  static List<String> of(Provider provider) {
    var rows = provider.models().distinct().stream().map(provider.dialect()::row).distinct();
    var lines = new ArrayList<String>();
    rows.forEach(row -> wrap("    " + row.name() + ":", cells(row), lines));
    if (!lines.isEmpty()) {
      lines.addFirst("  where a dialect differs from the standard:");
    }
    return lines;
  }

  private static List<String> cells(Dialect row) {
    return row.departures(Dialect.STANDARD).stream().map(column -> column.name() + "=" + text(column, row)).toList();
  }

  private static String text(Column<?> column, Dialect row) {
    return row.get(column) instanceof List<?> list && list.size() > MANY ? list.size() + " of them" : column.text(row);
  }

  private static void wrap(String head, List<String> cells, List<String> lines) {
    var line = new StringBuilder(head);
    for (var cell : cells) {
      if (line.length() + 1 + cell.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("     ");
      }
      line.append(' ').append(cell);
    }
    if (!cells.isEmpty()) {
      lines.add(line.toString());
    }
  }
}
