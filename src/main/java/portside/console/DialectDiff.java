package portside.console;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.provider.Dialects;
import portside.provider.Provider;

/// Where the dialects of a provider's models differ from the standard, as the settings that would say the same: `DIALECT_MAX_STOPS=1` is shown
/// as `MAX_STOPS=1`. For people, and so the columns are found by reflection.
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
    return Stream.of(Dialect.class.getRecordComponents())
        .filter(column -> !column.getName().equals("name") && !value(column, row).equals(value(column, Dialects.STANDARD)))
        .map(column -> setting(column.getName()) + "=" + text(value(column, row)))
        .toList();
  }

  private static Object value(RecordComponent column, Dialect row) {
    try {
      return column.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the columns of a dialect can be read by anybody", e);
    }
  }

  private static String setting(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list when list.size() > MANY -> list.size() + " of them";
      case List<?> list -> String.join(",", list.stream().map(DialectDiff::text).toList());
      case Dialect.ExtraMember(var name, var json) -> "\"" + name + "\":" + json;
      case Dialect.ErrorCode(var code, var meaning) -> code + ":" + text(meaning);
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
      default -> value.toString();
    };
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
