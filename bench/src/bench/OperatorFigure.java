package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What it costs that an operator can see something, and how soon it is seen: ledger, verbs, dashboard.
final class OperatorFigure {
  private static final int EARLIER = 90_000;
  private static final int TODAY = 10_000;

  private OperatorFigure() {}

  static List<Row> measure(Stage stage, Effort effort) throws IOException, InterruptedException {
    if (!stage.has(Route.PROXY)) {
      return List.of();
    }
    var data = stage.place().work().resolve("operator");
    delete(data);
    var journal = new MadeJournal(data.resolve("ledger"));
    journal.earlier(EARLIER);
    journal.today(TODAY);
    var rows = new ArrayList<>(new LedgerCost(stage, data).measure(effort));
    rows.addAll(new VerbTimes(stage, data, EARLIER + TODAY).measure(effort));
    rows.addAll(new DashboardPage(stage, data).measure(effort));
    return rows;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
