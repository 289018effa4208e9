package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    for (var column : Dialect.class.getRecordComponents()) {
      var value = column.getAccessor().invoke(row);
      var departs = row == Dialects.STANDARD || !value.equals(column.getAccessor().invoke(Dialects.STANDARD));
      if (departs && !column.getName().equals("name")) {
        cells.append(column.getName()).append(" = ").append(value).append('\n');
      }
    }
    var file = FOLDER.resolve(row.name()).resolve("cells.txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, cells);
    }
    assertEquals(Files.readString(file), cells.toString(), file.toString());
  }
}
