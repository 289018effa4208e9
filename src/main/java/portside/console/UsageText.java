package portside.console;

import static portside.console.Paint.Role.BAD;
import static portside.console.Paint.Role.DIM;
import static portside.console.Paint.Role.GOOD;
import static portside.console.Paint.Role.HEAD;
import static portside.console.Paint.Role.PLAIN;
import static portside.console.Paint.Role.WARN;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.console.Table.Cell;
import portside.console.Table.Column;
import portside.ledger.Prices;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.Failover;
import portside.ledger.index.UsageBlock;
import portside.ledger.index.UsageReport;
import portside.wire.OneLine;

/// What was used, as tables.
///
/// @param columns how wide they may be
/// @param exact whether numbers are exact
record UsageText(Paint paint, int columns, boolean exact) {
  /// Below this the counts of tokens become one.
  private static final int WIDE = 100;

  /// A name is not cut to less.
  private static final int SHORTEST_NAME = 8;

  private static final int LONGEST_NAME = 1_000;

  /// Columns whose names are never cut.
  private static final Set<String> TIMES = Set.of("DAY", "HOUR", "WEEK", "MONTH", "FROM", "TO");

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /// The line above a table.
  String head(Period period) {
    return paint.text(DIM, period.title() + ", " + period.zone().getId() + ", prices of " + Prices.date()) + "\n";
  }

  /// A row for each group and one for all. A name that is the same as above is left out.
  String table(UsageReport report) {
    var by = report.query().by();
    var rows = new ArrayList<Row>();
    @Nullable List<String> above = null;
    for (var group : report.groups()) {
      var names = by.stream().map(one -> name(one, group.of().getOrDefault(one, ""))).toList();
      rows.add(new Row(above == null ? names : without(names, above), group.sums(), PLAIN));
      above = names;
    }
    rows.add(new Row(by.stream().map(one -> one == by.getFirst() ? "TOTAL" : "").toList(), report.total(), HEAD));
    return fitting(by.stream().map(one -> one.word().toUpperCase(Locale.ROOT)).toList(), rows);
  }

  private String name(Dimension dimension, String name) {
    var id = dimension == Dimension.CONVERSATION || dimension == Dimension.PROMPT;
    var shown = OneLine.of(name, LONGEST_NAME); // before it is cut, which goes by what is seen
    return name.isEmpty() ? "-" : id && !exact ? DisplayWidth.cut(shown, SHORTEST_NAME + 1) : shown;
  }

  private static List<String> without(List<String> names, List<String> above) {
    var same = 0;
    while (same < names.size() - 1 && names.get(same).equals(above.get(same))) {
      same++;
    }
    return Stream.concat(Stream.generate(() -> "").limit(same), names.stream().skip(same)).toList();
  }

  /// Windows of five hours, and what the one that runs comes to.
  String table(List<UsageBlock> blocks, ZoneId zone, Instant now) {
    var rows = blocks.stream().map(block -> new Row(List.of(MINUTE.format(block.start().atZone(zone)),
        CLOCK.format(block.end().atZone(zone)) + (block.active(now) ? " now" : "")), block.sums(), block.active(now) ? GOOD : PLAIN)).toList();
    var text = fitting(List.of("FROM", "TO"), rows);
    var last = blocks.getLast();
    if (!last.active(now)) {
      return text;
    }
    var projected = last.projected(now);
    var cost = projected.cost().isEmpty() ? "" : Figures.money(projected.cost(), exact) + " and ";
    return text + Figures.time(Duration.between(now, last.end()).toMillis()) + " left; " + Figures.tokens(Math.round(last.tokensPerMinute(now))) + " tokens a minute"
        + (last.sums().cost().isEmpty() ? "" : ", " + Figures.money(last.costPerHour(now), false) + " an hour") + "; " + cost + tokens(projected.tokens())
        + " tokens by " + CLOCK.format(last.end().atZone(zone)) + " if that goes on.\n";
  }

  /// From which provider to which.
  String table(List<Failover> failovers) {
    var table = new Table(List.of(Column.left("FROM"), Column.left("TO"), Column.left("WHY"), Column.right("REQ")));
    failovers.forEach(one -> table.row(one.from(), one.to(), one.why().replace('_', ' '), Long.toString(one.requests())));
    return table.text(paint);
  }

  private record Row(List<String> names, UsageSums sums, Paint.Role role) {}

  /// The table, with names cut where it would be too wide.
  private String fitting(List<String> heads, List<Row> rows) {
    var width = table(heads, rows, Integer.MAX_VALUE).text(Paint.NONE).lines().mapToInt(DisplayWidth::of).max().orElse(0);
    var longest = rows.stream().flatMap(row -> row.names().stream()).mapToInt(DisplayWidth::of).max().orElse(0);
    return table(heads, rows, width <= columns ? Integer.MAX_VALUE : Math.max(SHORTEST_NAME, longest - (width - columns))).text(paint);
  }

  private Table table(List<String> heads, List<Row> rows, int longestName) {
    var counts = columns < WIDE ? Stream.of("REQ", "FAILED", "TOKENS", "HIT", "COST") : Stream.of("REQ", "FAILED", "INPUT", "CACHED", "OUTPUT", "HIT", "COST");
    var table = new Table(Stream.concat(heads.stream().map(Column::left), counts.map(Column::right)).toList());
    for (var row : rows) {
      var cells = new ArrayList<Cell>();
      for (var name : row.names()) {
        cells.add(new Cell(TIMES.contains(heads.get(cells.size())) ? name : DisplayWidth.cut(name, longestName), row.role()));
      }
      cells.addAll(counts(row.sums(), row.role()));
      table.row(cells);
    }
    return table;
  }

  private List<Cell> counts(UsageSums sums, Paint.Role role) {
    var cells = new ArrayList<Cell>();
    cells.add(new Cell(Long.toString(sums.requests()), role));
    cells.add(new Cell(Long.toString(sums.failed()), sums.failed() == 0 ? DIM : BAD));
    if (columns < WIDE) {
      cells.add(new Cell(tokens(sums.tokens()), role));
    } else {
      cells.add(new Cell(tokens(sums.prompt() - sums.cacheRead()), role));
      cells.add(new Cell(tokens(sums.cacheRead()), role));
      cells.add(new Cell(tokens(sums.output()), role));
    }
    cells.add(new Cell(Figures.percent(sums.cacheRead(), sums.prompt()), DIM));
    cells.add(cost(sums, role));
    return cells;
  }

  private String tokens(long count) {
    return exact ? Long.toString(count) : Figures.tokens(count);
  }

  /// What was paid; where a plan covers all of it what that is worth, and a question mark where no price is known.
  private Cell cost(UsageSums sums, Paint.Role role) {
    if (!sums.cost().isEmpty()) {
      return new Cell(Figures.money(sums.cost(), exact), role);
    }
    if (!sums.worth().isEmpty()) {
      return new Cell("plan (" + Figures.money(sums.worth(), exact) + ")", DIM);
    }
    var lost = sums.failed() > 0 && sums.estimated() > 0; // or so it seems: unknown is not free
    return sums.unpriced() > 0 || lost ? new Cell("?", WARN) : new Cell(sums.tokens() > 0 ? "free" : "", DIM);
  }
}
