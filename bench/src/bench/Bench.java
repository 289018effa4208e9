package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Measures what was asked for, prints the table and keeps it. Started by `bench/run`, which says what the words mean.
final class Bench {
  private Bench() {}

  /// @param args `--quick` and names of figures; all of them when none is named
  public static void main(String[] args) throws Exception {
    var words = List.of(args);
    var quick = words.contains("--quick");
    var names = words.stream().filter(word -> !word.startsWith("--")).toList();
    var figures = Stream.of(Figure.values()).filter(figure -> names.isEmpty() || names.contains(figure.title())).toList();
    var place = Place.fromProperties();
    if (place.peer().isPresent()) {
      try {
        place.peer().get().install(place);
      } catch (IOException e) {
        System.err.println("bench: " + e.getMessage());
        System.exit(2);
      }
    }
    var rows = new ArrayList<Row>();
    var broken = false;
    var before = Neighbours.now();
    Neighbours after;
    List<Row.Column> columns;
    try (var stage = new Stage(place)) {
      columns = stage.columns();
      for (var figure : figures) {
        System.err.println("measuring " + figure.title() + " …");
        try {
          rows.addAll(figure.measure(stage, quick ? Effort.QUICK : Effort.FULL));
        } catch (IOException e) {
          broken = true;
          rows.add(Row.plain(figure.title() + ": " + e.getMessage(), Row.ofProxy("failed")));
        }
      }
      after = Neighbours.now();
    }
    var report = report(place, quick, after.since(before), Row.table(columns, rows));
    System.out.print(report);
    Files.writeString(place.root().resolve("bench/results.txt"), report + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.exit(broken ? 1 : 0);
  }

  private static String report(Place place, boolean quick, String neighbours, String table) throws IOException {
    var time = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm"));
    return """
    %s UTC, commit %s, %s
    %s
    All of them share these cores; nobody is pinned to one. %s

    %s"""
        .formatted(time, Machine.commit(place), quick ? "quick run" : "full run", Machine.line(place), neighbours, table);
  }
}
