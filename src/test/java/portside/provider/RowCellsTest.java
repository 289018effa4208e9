package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is in each row of the dialect table once it has inherited all it can: the standard whole, of the others the cells that depart from it. A row that
/// changes because the row it begins from did is seen here. With `-Dgolden=write` the file is written anew, to be read before it is committed.
class RowCellsTest {
  private static final Path FILE = Path.of("src/test/golden-rows/cells.txt");

  @Test
  void everyCellIsAsWritten() throws Exception {
    var lines = new ArrayList<String>();
    for (var row : KnownProvider.allRows()) {
      lines.add(row.name());
      lines.addAll(cells(row));
    }
    var actual = String.join("\n", lines) + "\n";
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(FILE, actual);
    }
    assertEquals(Files.readString(FILE), actual, FILE.toString());
  }

  private static List<String> cells(Dialect row) {
    return Stream.of(Dialect.class.getRecordComponents()).map(column -> {
      try {
        var value = column.getAccessor().invoke(row);
        var usual = column.getName().equals("name") || row != Dialects.STANDARD && value.equals(column.getAccessor().invoke(Dialects.STANDARD));
        return usual ? "" : "  " + column.getName() + " = " + value;
      } catch (ReflectiveOperationException unreadable) {
        throw new AssertionError(column.getName(), unreadable);
      }
    }).filter(cell -> !cell.isEmpty()).toList();
  }
}
