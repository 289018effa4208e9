package portside.console.top;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import portside.console.Figures;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.console.top.Grid.Column;

/// The rows of the lower pane: those that the filter lets pass, in the order asked for.
///
/// @param headed whether the columns have names
/// @param keys one for each row, which stay the same while rows move
/// @param rows with a cell for each column
record PaneRows(boolean headed, List<Column> columns, List<String> keys, List<List<Cell>> rows) {
  private static final List<Column> REQUESTS = List.of(new Column("", false, 0, 8), new Column("", false, 2, 16), new Column("", false, 0, 28),
      new Column("", false, 9, 20), new Column("", false, 6, 10), new Column("", false, 0, 22), new Column("", false, 5, 26), new Column("", false, 4, 12),
      new Column("", true, 7, 8), new Column("", true, 1, 8), new Column("", true, 3, 16), new Column("", false, 8, 14));
  private static final List<Column> LOG = List.of(new Column("", false, 0, 8), new Column("", false, 2, 16), new Column("", false, 3, 7), new Column("", false, 0, 10));

  /// A row before it is known whether it is shown.
  private record Row(String key, String hidden, List<Cell> cells) {
    boolean contains(String text) {
      return hidden.toLowerCase(Locale.ROOT).contains(text) || cells.stream().anyMatch(cell -> cell.text().toLowerCase(Locale.ROOT).contains(text));
    }
  }

  static PaneRows of(Snapshot now, View view) {
    return switch (view.pane()) {
      case REQUESTS -> kept(false, REQUESTS, requests(now, view.sort()), view);
      case MODELS -> kept(true, sums("MODEL"), groups(now, view, RequestRow::served), view);
      case PROJECTS -> kept(true, sums("PROJECT"), groups(now, view, RequestRow::project), view);
      case LOG -> kept(false, LOG, now.log().stream().map(line -> log(line, now)).toList(), view);
    };
  }

  /// Where the selected row stands; -1 when there is none.
  int selected(View view) {
    return keys.isEmpty() ? -1 : Math.max(0, keys.indexOf(view.row()));
  }

  private static PaneRows kept(boolean headed, List<Column> columns, List<Row> rows, View view) {
    var inverted = view.filter().startsWith("!");
    var text = (inverted ? view.filter().substring(1) : view.filter()).toLowerCase(Locale.ROOT);
    var kept = text.isEmpty() ? rows : rows.stream().filter(row -> row.contains(text) != inverted).toList();
    return new PaneRows(headed, columns, kept.stream().map(Row::key).toList(), kept.stream().map(Row::cells).toList());
  }

  private static List<Row> requests(Snapshot now, Pane.Sort sort) {
    var rows = new ArrayList<Row>();
    now.running().forEach(request -> rows.add(running(request, now)));
    var ended = new ArrayList<>(now.ended());
    switch (sort) {
      case SLOWEST -> ended.sort(Comparator.comparing(RequestRow::time).reversed());
      case COST -> ended.sort(Comparator.comparing(PaneRows::price).reversed());
      case TOKENS -> ended.sort(Comparator.comparingLong(RequestRow::tokens).reversed());
      case TIME, COUNT, NAME -> { } // as they come
    }
    ended.forEach(row -> rows.add(ended(row, now)));
    return rows;
  }

  private static BigDecimal price(RequestRow row) {
    return row.cost() != null && row.cost().signum() != 0 ? row.cost() : row.worth() == null ? BigDecimal.ZERO : row.worth();
  }

  private static Row running(RunningRequest request, Snapshot now) {
    var elapsed = ShortFigures.time(Duration.between(request.at(), now.at()));
    return new Row(request.id(), String.join(" ", request.id(), request.provider(), request.conversation()), List.of(
        new Cell(ShortFigures.clock(request.at(), now.zone()), Role.DIM), Cell.of(request.instance()), Cell.of(request.served()), new Cell(request.project(), Role.DIM),
        new Cell(request.kind(), Role.DIM), new Cell("…   running", Role.ACCENT), Cell.of(""), Cell.of(request.output() == 0 ? "" : "out ~" + Figures.tokens(request.output())),
        Cell.of(""), new Cell(elapsed, Role.ACCENT), Cell.of(""), Cell.of("")));
  }

  private static Row ended(RequestRow row, Snapshot now) {
    var hidden = String.join(" ", row.id(), row.provider(), row.host(), row.asked(), row.conversation(), row.client(), row.detail(), row.result());
    var first = row.firstByte();
    return new Row(row.id(), hidden, List.of(
        new Cell(ShortFigures.clock(row.at(), now.zone()), Role.DIM), Cell.of(row.instance()), Cell.of(row.served()), new Cell(row.project(), Role.DIM),
        new Cell(row.kind(), Role.DIM), new Cell(outcome(row), row.failed() ? Role.BAD : row.result().equals("ok") ? Role.GOOD : Role.WARN),
        Cell.of(input(row)), Cell.of((row.estimated() ? "out ~" : "out ") + Figures.tokens(row.output())), Cell.of(first == null ? "" : ShortFigures.time(first)),
        Cell.of(ShortFigures.time(row.time())), Cell.of(cost(row)),
        new Cell(tries(row), Role.WARN)));
  }

  private static String outcome(RequestRow row) {
    return row.status() + " " + (row.result().equals("ok") ? row.stop().isEmpty() ? "ok" : row.stop() : row.result().replaceFirst("_error$", ""));
  }

  /// What was paid; in brackets what a plan would have cost elsewhere.
  private static String cost(RequestRow row) {
    var worth = row.worth();
    return row.source().equals("free") ? "free" : row.cost() == null ? row.tokens() > 0 ? "?" : ""
        : row.cost().signum() == 0 && worth != null && worth.signum() != 0 ? "(" + ShortFigures.money(worth, row.currency()) + ")" : ShortFigures.money(row.cost(), row.currency());
  }

  /// What was new, and what a cache knew.
  private static String input(RequestRow row) {
    return "in " + Figures.tokens(row.input() + row.written()) + (row.cached() == 0 ? "" : " +" + Figures.tokens(row.cached()));
  }

  private static String tries(RequestRow row) {
    return row.tries() < 2 ? "" : row.failoverFrom().isEmpty() ? row.tries() + " tries" : "after " + row.failoverFrom();
  }

  private static List<Column> sums(String name) {
    return List.of(new Column(name, false, 0, 40), new Column("REQ", true, 1, 8), new Column("FAILED", true, 6, 8), new Column("INPUT", true, 4, 8),
        new Column("CACHED", true, 3, 8), new Column("OUTPUT", true, 2, 8), new Column("HIT", true, 5, 5), new Column("COST", true, 0, 24));
  }

  private static List<Row> groups(Snapshot now, View view, Function<RequestRow, String> name) {
    var groups = new ArrayList<>(now.sums().getOrDefault(view.pane(), List.of()));
    if (groups.isEmpty()) { // no index: the journal is off, or has nothing yet
      var sums = new LinkedHashMap<String, Sums>();
      now.ended().forEach(row -> sums.merge(name.apply(row), row.sums(), Sums::plus));
      sums.forEach((key, sum) -> groups.add(new Group(key, sum)));
    }
    groups.sort(order(view.sort()).thenComparing(Group::name));
    return groups.stream().map(PaneRows::group).toList();
  }

  private static Comparator<Group> order(Pane.Sort sort) {
    return switch (sort) {
      case NAME -> Comparator.comparing(Group::name);
      case TOKENS -> Comparator.comparingLong((Group group) -> group.sums().tokens()).reversed();
      case COUNT, TIME, SLOWEST -> Comparator.comparingLong((Group group) -> group.sums().requests()).reversed();
      case COST -> Comparator.comparing((Group group) -> largest(group.sums())).reversed().thenComparing(order(Pane.Sort.TOKENS));
    };
  }

  /// Currencies are not compared by their worth.
  private static BigDecimal largest(Sums sums) {
    var paid = sums.cost().values().stream().max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    return paid.signum() != 0 ? paid : sums.worth().values().stream().max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
  }

  private static Row group(Group group) {
    var sums = group.sums();
    var input = sums.input() + sums.cached() + sums.written();
    return new Row(group.name(), "", List.of(Cell.of(group.name().isEmpty() ? "–" : group.name()), Cell.of(Long.toString(sums.requests())),
        new Cell(Long.toString(sums.failed()), sums.failed() == 0 ? Role.DIM : Role.BAD), Cell.of(Figures.tokens(sums.input() + sums.written())),
        Cell.of(Figures.tokens(sums.cached())), Cell.of(Figures.tokens(sums.output())), new Cell(hit(sums.cached(), input), Role.DIM),
        Cell.of(ShortFigures.cost(sums.cost(), sums.worth(), sums.unpriced() > 0))));
  }

  private static String hit(long cached, long input) {
    var percent = ShortFigures.percent(cached, input);
    return percent.isEmpty() ? "" : percent + " %";
  }

  private static final Map<String, Role> LEVELS = Map.of("WARNING", Role.WARN, "WARN", Role.WARN, "SEVERE", Role.BAD, "ERROR", Role.BAD);

  private static Row log(LogLine line, Snapshot now) {
    var role = LEVELS.getOrDefault(line.level(), Role.PLAIN);
    return new Row(line.at() + line.instance() + line.message(), "", List.of(new Cell(ShortFigures.clock(line.at(), now.zone()), Role.DIM), Cell.of(line.instance()),
        new Cell(line.level(), role), new Cell(line.message(), role)));
  }
}
