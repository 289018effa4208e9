package portside.console.top;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import portside.console.LocalTimes;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.console.top.Grid.Column;
import portside.console.top.Overview.InstanceState;

/// The table of the instances that run.
final class InstanceTable {
  private static final List<Column> COLUMNS = List.of(new Column("INSTANCE", false, 0, 24), new Column("STATE", false, 0, 18), new Column("RUN", true, 1, 5),
      new Column("REQ/5m", true, 3, 7), new Column("ERR%", true, 4, 5), new Column("FIRST p50", true, 6, 9), new Column("TOK/S", true, 5, 6),
      new Column("TODAY", true, 2, 22), new Column("NOTE", false, 0, 10));

  private InstanceTable() {}

  /// Its head and a line for each instance, as many as there is room for around the selected one.
  ///
  /// @param marked whether the selected one stands out
  static List<Line> lines(Snapshot now, View view, boolean marked, int width, int rows) {
    var selected = Keys.selectedInstance(view, now).orElse("");
    var lines = new Grid(COLUMNS, now.instances().stream().map(state -> cells(state, now)).toList()).headed(width);
    var names = now.instances().stream().map(InstanceState::name).toList();
    var at = Math.max(0, names.indexOf(selected));
    if (marked && !names.isEmpty()) {
      lines.set(at + 1, lines.get(at + 1).select());
    }
    var shown = new ArrayList<Line>();
    shown.add(lines.getFirst());
    shown.addAll(Window.around(at, lines.subList(1, lines.size()), rows - 1));
    return shown;
  }

  /// Whether requests to an instance in this state can be answered.
  static boolean up(String state) {
    return switch (state) {
      case "down", "no answer", "unconfigured", "…" -> false;
      default -> true;
    };
  }

  private static List<Cell> cells(InstanceState state, Snapshot now) {
    var first = state.firstMillis();
    return List.of(Cell.of(state.name()), new Cell(state.state(), role(state.state())), Cell.of(Long.toString(state.running())), Cell.of(Long.toString(state.requests())),
        new Cell(ShortFigures.percent(state.failed(), state.requests()), state.failed() == 0 ? Role.DIM : Role.WARN),
        Cell.of(first == null ? "" : ShortFigures.time(Duration.ofMillis(first))), Cell.of(ShortFigures.rate(state.rate())),
        Cell.of(ShortFigures.cost(state.today().cost(), state.today().worth(), state.today().unpriced() > 0)), new Cell(LocalTimes.in(state.note(), now.at(), now.zone()), Role.DIM));
  }

  private static Role role(String state) {
    return switch (state) {
      case "healthy" -> Role.GOOD;
      case "degraded" -> Role.WARN;
      case "…" -> Role.DIM;
      default -> Role.BAD;
    };
  }
}
