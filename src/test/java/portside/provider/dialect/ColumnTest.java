package portside.provider.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.KnownRows;

/// The list of columns is the only one. README's table of them is written from it: with `-Dgolden=write` it is written anew.
@Execution(ExecutionMode.CONCURRENT)
class ColumnTest {
  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "| `DIALECT_…` | Standard | Values | Says |\n|---|---|---|---|\n";

  @Test
  void readmeHasTheTableOfColumns() throws Exception {
    var readme = Files.readString(README);
    var begin = readme.indexOf(BEGIN) + BEGIN.length();
    var end = begin;
    while (readme.startsWith("|", end)) {
      end = readme.indexOf('\n', end) + 1;
    }
    if ("write".equals(System.getProperty("golden"))) {
      readme = readme.substring(0, begin) + table() + readme.substring(end);
      Files.writeString(README, readme);
      end = begin + table().length();
    }
    assertEquals(table(), readme.substring(begin, end));
  }

  static List<Dialect> rows() {
    return KnownRows.all();
  }

  /// So a person may copy what `--check` shows into an env file.
  @ParameterizedTest
  @MethodSource("rows")
  void whatARowSaysCanBeSetAsASetting(Dialect row) {
    var set = Dialect.STANDARD.as(row.name());
    for (var column : row.departures(Dialect.STANDARD)) {
      set = column.set(set, column.text(row)).orElseThrow(() -> new AssertionError(column + " refuses " + column.text(row)));
    }
    assertEquals(List.of(), row.departures(set));
    assertEquals(row, set);
  }

  @Test
  void rowsAreEqualByNameAndCells() {
    var row = Dialect.STANDARD.as("row").with(Column.MAX_STOPS, 1);
    assertEquals(row, Dialect.STANDARD.with(Column.MAX_STOPS, 1).as("row"));
    assertEquals(row.hashCode(), Dialect.STANDARD.with(Column.MAX_STOPS, 1).as("row").hashCode());
    assertEquals(false, row.equals(row.as("other")) || row.equals(row.with(Column.MAX_STOPS, 2)) || row.equals(Optional.of("row")));
    assertEquals(4, Dialect.STANDARD.get(Column.MAX_STOPS));
    assertEquals(List.of(Column.MAX_STOPS), row.departures(Dialect.STANDARD));
  }

  private static String table() {
    return Stream.of(Column.Group.values()).map(ColumnTest::group).collect(Collectors.joining());
  }

  private static String group(Column.Group group) {
    var lines = new ArrayList<>(List.of("| *" + group.name().toLowerCase(Locale.ROOT) + "* | | | |"));
    for (var column : Column.ALL) {
      if (column.group() == group) {
        lines.add("| `" + column.name() + "` | " + cell(column.text(Dialect.STANDARD)) + " | " + column.allowed() + " | " + column.doc() + " |");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String cell(String text) {
    return text.isEmpty() ? "—" : "`" + text + "`";
  }
}
