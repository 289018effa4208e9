package portside.console.top;

import java.util.ArrayList;
import java.util.List;
import portside.console.DisplayWidth;
import portside.console.Paint.Role;
import portside.console.top.View.Focus;
import portside.console.top.View.Mode;

/// The picture: what is known, what is looked at and the size of the terminal make lines, never more nor wider than there is room for.
///
/// Below 80 columns or 24 rows it loses its parts from the bottom up: the line of keys, then the pane.
final class Layout {
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;
  /// A title and two rows; a pane with less says nothing.
  private static final int LEAST_PANE = 3;

  private Layout() {}

  static List<Line> lines(Snapshot now, View view, int columns, int rows) {
    var bottom = bottom(view, columns, rows);
    var room = rows - bottom.size();
    var lines = new ArrayList<Line>();
    lines.add(Heading.of(now, view.paused(), columns));
    if (view.mode() instanceof Mode.Explaining) {
      lines.add(title("keys", columns));
      lines.addAll(Window.from(0, KeysPage.all(), room - 2));
    } else if (view.mode() instanceof Mode.Detailing(var id, var from)) {
      lines.add(title("request " + id + ", Esc goes back", columns));
      lines.addAll(Window.from(from, DetailsPage.of(now, id, columns), room - 2));
    } else if (now.instances().isEmpty()) {
      lines.addAll(nobody(now.looked()));
    } else {
      var most = room < LEAST_PANE + 4 ? room - 1 : Math.max(3, room / 2);
      lines.addAll(InstanceTable.lines(now, view, view.focus() == Focus.INSTANCES, columns, Math.min(now.instances().size() + 1, most)));
      if (room - lines.size() >= LEAST_PANE) {
        lines.addAll(pane(now, view, columns, room - lines.size()));
      }
    }
    var fitting = new ArrayList<>(lines.subList(0, Math.min(lines.size(), Math.max(0, room))));
    while (fitting.size() < room) {
      fitting.add(Line.EMPTY);
    }
    fitting.addAll(bottom);
    return fitting.stream().limit(rows).map(line -> line.cut(columns)).toList();
  }

  /// One picture on paper: no more lines than it has to say.
  ///
  /// @param requests how many at most
  static List<Line> once(Snapshot now, int columns, int requests) {
    var lines = new ArrayList<Line>();
    lines.add(Heading.of(now, false, columns));
    if (now.instances().isEmpty()) {
      lines.addAll(nobody(true));
    } else {
      lines.addAll(InstanceTable.lines(now, View.FIRST, false, columns, now.instances().size() + 1));
      lines.addAll(pane(now, View.FIRST, columns, requests + 1));
    }
    return lines;
  }

  /// What to do where no instance runs.
  private static List<Line> nobody(boolean looked) {
    return !looked ? List.of() : List.of(Line.EMPTY, Line.of("No instance runs in this folder. Start all: ./start-all-proxies.sh"),
        Line.of("One, without an account: java -jar proxy.jar --env env/.env-demo.example"));
  }

  private static List<Line> pane(Snapshot now, View view, int columns, int rows) {
    var shown = PaneRows.of(now, view);
    var marked = view.focus() == Focus.PANE && !view.row().isEmpty() ? shown.selected(view) : -1;
    var grid = new Grid(shown.columns(), shown.rows());
    var all = new ArrayList<>(shown.headed() ? grid.headed(columns) : grid.bare(columns));
    var lines = new ArrayList<Line>();
    lines.add(title(caption(now, view, shown.keys().size()), columns));
    if (shown.headed()) {
      lines.add(all.removeFirst());
    }
    if (marked >= 0 && marked < all.size()) {
      all.set(marked, all.get(marked).select());
    }
    lines.addAll(all.isEmpty() ? List.of(Line.of(Role.DIM, empty(now, view))) : Window.around(Math.max(0, marked), all, rows - lines.size()));
    return lines;
  }

  private static String caption(Snapshot now, View view, int shown) {
    var caption = new StringBuilder(view.pane().title());
    if (view.sort() != view.pane().sort()) {
      caption.append(", ").append(view.sort().words());
    }
    if (view.pane() == Pane.MODELS || view.pane() == Pane.PROJECTS) {
      caption.append(now.sums().getOrDefault(view.pane(), List.of()).isEmpty() ? " of the last " + now.ended().size() + " requests" : " today");
    }
    return view.filter().isEmpty() ? caption.toString() : caption + " /" + view.filter() + ": " + shown;
  }

  private static String empty(Snapshot now, View view) {
    return !view.filter().isEmpty() ? "nothing contains this; Esc takes the filter away"
        : view.pane() == Pane.REQUESTS && now.overview().isPresent() ? "no request yet" : "nothing yet";
  }

  private static Line title(String text, int columns) {
    var words = DisplayWidth.cut(text, Math.max(0, columns - 4));
    return Line.of(Role.DIM, "━ ").then(Role.HEAD, words).then(Role.DIM, " " + "━".repeat(Math.max(0, columns - 3 - DisplayWidth.of(words))));
  }

  /// The last line: what is typed, asked or was done, else the keys, where there is room for them.
  private static List<Line> bottom(View view, int columns, int rows) {
    return switch (view.mode()) {
      case Mode.Filtering(var typed) -> List.of(Line.of(Role.ACCENT, "/").then(Role.PLAIN, typed + "▏").then(Role.DIM, "  Enter keeps it, Esc takes it away, ! before it inverts it"));
      case Mode.Commanding(var typed) -> List.of(Line.of(Role.ACCENT, ":").then(Role.PLAIN, typed + "▏").then(Role.DIM, "  q quits"));
      case Mode.Confirming(var instance) -> List.of(Line.of(Role.WARN, "Shall " + instance + " forget which providers failed?").then(Role.PLAIN, "  y yes, any other key no"));
      case Mode.Browsing _, Mode.Explaining _, Mode.Detailing _ -> !view.words().isEmpty() ? List.of(Line.of(Role.ACCENT, view.words()))
          : columns < USUAL_COLUMNS || rows < USUAL_ROWS ? List.of() : List.of(KeysPage.last(columns));
    };
  }
}
