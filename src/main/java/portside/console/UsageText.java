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
import java.util.stream.Collectors;
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

  /// The line above a table, or several where it is too long for one.
  String head(Period period) {
    return DisplayWidth.wrap(period.title() + ", " + period.zone().getId() + ", prices of " + Prices.date(), columns).stream().map(line -> paint.text(DIM, line) + "\n").collect(Collectors.joining());
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
    var longest = Integer.MAX_VALUE;
    var table = table(failovers, longest);
    for (var width = width(table); width > columns && longest > 1; width = width(table)) {
      longest = Math.max(1, Math.min(longest, width) - 1);
      table = table(failovers, longest);
    }
    return table.text(paint);
  }

  private static Table table(List<Failover> failovers, int longestName) {
    var table = new Table(List.of(Column.left("FROM"), Column.left("TO"), Column.left("WHY"), Column.right("REQ")));
    failovers.forEach(one -> table.row(DisplayWidth.cut(one.from(), longestName), DisplayWidth.cut(one.to(), longestName),
        DisplayWidth.cut(one.why().replace('_', ' '), longestName), Long.toString(one.requests())));
    return table;
  }

  private record Row(List<String> names, UsageSums sums, Paint.Role role) {}

  /// A figure of a row.
  private enum Count {
    REQ,
    FAILED,
    INPUT,
    CACHED,
    OUTPUT,
    TOKENS,
    HIT,
    COST
  }

  private static final List<Count> ALL = List.of(Count.REQ, Count.FAILED, Count.INPUT, Count.CACHED, Count.OUTPUT, Count.HIT, Count.COST);
  private static final List<Count> NARROW = List.of(Count.REQ, Count.FAILED, Count.TOKENS, Count.HIT, Count.COST);

  /// What is left out first where there is no room.
  private static final List<Count> LEAST = List.of(Count.HIT, Count.FAILED, Count.REQ, Count.TOKENS);

  /// The table, with names cut where it would be too wide, then without HIT, and at last with the names of a row above its figures.
  private String fitting(List<String> heads, List<Row> rows) {
    var counts = columns < WIDE ? NARROW : ALL;
    var longest = rows.stream().flatMap(row -> row.names().stream()).mapToInt(DisplayWidth::of).max().orElse(0);
    for (var shown : List.of(counts, without(counts, Count.HIT))) {
      var width = width(table(heads, rows, shown, Integer.MAX_VALUE));
      var longestName = width <= columns ? Integer.MAX_VALUE : Math.max(SHORTEST_NAME, longest - (width - columns));
      var table = table(heads, rows, shown, longestName);
      if (width(table) <= columns) {
        return table.text(paint);
      }
    }
    return stacked(heads, rows, counts);
  }

  private static int width(Table table) {
    return table.text(Paint.NONE).lines().mapToInt(DisplayWidth::of).max().orElse(0);
  }

  private static List<Count> without(List<Count> counts, Count one) {
    return counts.stream().filter(count -> count != one).toList();
  }

  /// Two lines for each row: its names, and as many of its figures as there is room for.
  private String stacked(List<String> heads, List<Row> rows, List<Count> counts) {
    var shown = counts;
    for (var least = LEAST.iterator(); least.hasNext() && width(table(List.of(), rows, shown, 0)) > columns; ) {
      shown = without(shown, least.next());
    }
    var figures = table(List.of(), rows, shown, 0).text(paint).lines().iterator();
    var text = new StringBuilder(names(heads, HEAD)).append(figures.next()).append('\n');
    rows.forEach(row -> text.append(names(row.names(), row.role())).append(figures.next()).append('\n'));
    return text.toString();
  }

  private String names(List<String> names, Paint.Role role) {
    var line = names.stream().filter(name -> !name.isEmpty()).collect(Collectors.joining(" "));
    return paint.text(role, DisplayWidth.cut(line, columns)) + "\n";
  }

  /// @param heads of the names; without any there are figures alone
  private Table table(List<String> heads, List<Row> rows, List<Count> counts, int longestName) {
    var table = new Table(Stream.concat(heads.stream().map(Column::left), counts.stream().map(count -> Column.right(count.name()))).toList());
    for (var row : rows) {
      var cells = new ArrayList<Cell>();
      for (var head : heads) {
        var name = row.names().get(cells.size());
        cells.add(new Cell(TIMES.contains(head) ? name : DisplayWidth.cut(name, longestName), row.role()));
      }
      counts.forEach(count -> cells.add(cell(count, row.sums(), row.role())));
      table.row(cells);
    }
    return table;
  }

  private Cell cell(Count count, UsageSums sums, Paint.Role role) {
    return switch (count) {
      case REQ -> new Cell(Long.toString(sums.requests()), role);
      case FAILED -> new Cell(Long.toString(sums.failed()), sums.failed() == 0 ? DIM : BAD);
      case TOKENS -> new Cell(tokens(sums.tokens()), role);
      case INPUT -> new Cell(tokens(sums.prompt() - sums.cacheRead()), role);
      case CACHED -> new Cell(tokens(sums.cacheRead()), role);
      case OUTPUT -> new Cell(tokens(sums.output()), role);
      case HIT -> new Cell(Figures.percent(sums.cacheRead(), sums.prompt()), DIM);
      case COST -> cost(sums, role);
    };
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
