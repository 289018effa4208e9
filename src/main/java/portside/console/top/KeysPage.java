package portside.console.top;

import java.util.List;
import portside.console.Paint.Role;

/// What the keys do, for the last line and in full.
final class KeysPage {
  private static final List<List<String>> KEYS = List.of(List.of("q", "quit"), List.of("?", "help"), List.of("Tab", "pane"), List.of("↑↓ jk", "select"),
      List.of("Enter", "details"), List.of("/", "filter"), List.of("Esc", "back"), List.of("s", "sort"), List.of("p", "pause"), List.of("1", "requests"),
      List.of("2", "models"), List.of("3", "projects"), List.of("4", "log"), List.of("r", "reset"));

  private static final List<List<String>> ALL = List.of(
      List.of("q  :q  Ctrl-C", "quit"), List.of("?", "this page; any key leaves it"), List.of("Tab", "the arrows move in the table of instances, or in the pane below"),
      List.of("↑ ↓  k j", "select the line above, below; PgUp and PgDn go ten lines"), List.of("g  G", "go to the first, which stays the first; to the last"),
      List.of("Enter", "a request with each call; the requests of an instance, a model, a project"),
      List.of("/text", "only lines that contain it; /!text only those that do not"), List.of("Esc", "back; takes the filter away"), List.of("s", "sort in another order"),
      List.of("p", "the picture stands still; it is counted on"), List.of("1 2 3 4", "requests, models, projects, log"),
      List.of("r", "the selected instance forgets which providers failed; it is asked first"), List.of("Ctrl-L", "draw everything anew"),
      List.of("in 1.2k +48k", "tokens that were new, and those a cache knew; ~ before a number: estimated"),
      List.of("($0.38)", "a plan pays: what it would have cost at list prices; ? has no known price"), List.of("after kimi", "kimi was asked before, and did not answer"));

  private KeysPage() {}

  /// As many as fit.
  static Line last(int width) {
    var line = Line.EMPTY;
    for (var key : KEYS) {
      var gap = line.spans().isEmpty() ? "" : key.getFirst().equals("2") || key.getFirst().equals("3") || key.getFirst().equals("4") ? " " : "  ";
      var longer = line.then(Role.PLAIN, gap).then(Role.HEAD, key.getFirst()).then(Role.DIM, " " + key.getLast());
      if (longer.width() > width) {
        break;
      }
      line = longer;
    }
    return line;
  }

  /// All of them.
  static List<Line> all() {
    return ALL.stream().map(key -> Line.of(Role.HEAD, "  %-14s".formatted(key.getFirst())).then(Role.PLAIN, "  " + key.getLast())).toList();
  }
}
