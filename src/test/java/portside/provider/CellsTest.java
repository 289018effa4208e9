package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// What is in a row once it has inherited all it can: of the standard every cell, of the others those that depart from it. A row that changes
/// because the row it begins from did is seen here. `src/test/golden-rows/<row>/cells.txt` holds them; with `-Dgolden=write` it is written anew.
@Execution(ExecutionMode.CONCURRENT)
class CellsTest {
  private static final Path FOLDER = Path.of("src/test/golden-rows");

  static List<Dialect> rows() {
    return KnownRows.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void areAsWritten(Dialect row) throws Exception {
    var cells = new StringBuilder();
    for (var column : row == Dialect.STANDARD ? Column.ALL : row.departures(Dialect.STANDARD)) {
      cells.append(camel(column.name())).append(" = ").append(row.get(column)).append('\n');
    }
    var file = FOLDER.resolve(row.name()).resolve("cells.txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, cells);
    }
    assertEquals(Files.readString(file), cells.toString(), file.toString());
  }

  /// `maxStops` for `MAX_STOPS`.
  private static String camel(String name) {
    return Pattern.compile("_(.)").matcher(name.toLowerCase(Locale.ROOT)).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}
