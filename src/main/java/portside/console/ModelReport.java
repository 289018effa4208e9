package portside.console;

import java.util.List;
import java.util.Locale;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.console.models.ModelCheck.Checked;
import portside.console.models.ModelCheck.Listed;
import portside.console.models.ModelCheck.Model;
import portside.console.models.ModelCheck.OtherWindow;
import portside.console.models.ModelCheck.Unknown;
import portside.console.models.ModelListRequest;

/// What providers say of the models that env files name, as a table.
final class ModelReport {
  private ModelReport() {}

  static Table of(List<Checked> all) {
    var table = new Table(List.of(Table.Column.left("PROVIDER"), Table.Column.left("MODEL"), Table.Column.right("WINDOW"), Table.Column.right("LISTED"),
        Table.Column.left("RESULT")));
    for (var checked : all) {
      var name = Cell.of(checked.provider().name());
      switch (checked.answer()) {
        case ModelListRequest.None(var why) -> table.row(List.of(name, Cell.of(""), Cell.of(""), Cell.of(""), new Cell(why, Role.DIM)));
        case ModelListRequest.Failed(var why) -> table.row(List.of(name, Cell.of(""), Cell.of(""), Cell.of(""), new Cell(shown(why), Role.BAD)));
        case ModelListRequest.Answered _ -> checked.models().forEach(model -> table.row(List.of(name, Cell.of(model.name()), Cell.of(tokens(model.known())),
            Cell.of(tokens(listed(model))), result(model))));
      }
    }
    return table;
  }

  private static long listed(Model model) {
    return switch (model.outcome()) {
      case Listed(var window, _) -> window;
      case OtherWindow(var window) -> window;
      case Unknown _ -> 0;
    };
  }

  private static Cell result(Model model) {
    return switch (model.outcome()) {
      case Listed(_, var as) -> new Cell(as.isEmpty() ? "listed" : "asked as " + as, Role.GOOD);
      case OtherWindow _ -> new Cell(model.known() == 0 ? "listed, its window was not known" : "listed, with another window", Role.WARN);
      case Unknown(var nearest) -> new Cell("not listed" + (nearest.isEmpty() ? "" : "; nearest: " + shown(String.join(", ", nearest))), Role.BAD);
    };
  }

  private static String tokens(long count) {
    return count == 0 ? "–" : String.format(Locale.ROOT, "%,d", count);
  }

  /// Control characters of a provider's would drive the terminal.
  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
