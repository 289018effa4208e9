package portside.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.ledger.Cost;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.Failover;
import portside.ledger.index.UsageBlock;
import portside.ledger.index.UsageReport;
import portside.wire.OneLine;

/// What was used, for spreadsheets (RFC 4180). The columns are always the same. Amounts of a second currency have a row of their own, whose counts are 0,
/// so that columns can be added up.
final class UsageCsv {
  private static final List<String> COUNTS = List.of("requests", "failed", "input", "cache_read", "cache_write", "cache_write_1h", "output", "thinking", "searches",
      "unpriced", "estimated", "currency", "cost", "worth");

  private UsageCsv() {}

  /// A row for each group.
  static String of(UsageReport report) {
    var names = Arrays.asList(Dimension.values());
    var rows = new ArrayList<List<String>>();
    rows.add(Stream.concat(names.stream().map(Dimension::word), COUNTS.stream()).toList());
    report.groups().forEach(group -> rows.addAll(rows(names.stream().map(one -> group.of().getOrDefault(one, "")).toList(), group.sums())));
    return text(rows);
  }

  /// A row for each window.
  static String of(List<UsageBlock> blocks) {
    var rows = new ArrayList<List<String>>();
    rows.add(Stream.concat(Stream.of("start", "end"), COUNTS.stream()).toList());
    blocks.forEach(block -> rows.addAll(rows(List.of(block.start().toString(), block.end().toString()), block.sums())));
    return text(rows);
  }

  /// A row for each way.
  static String ofFailovers(List<Failover> failovers) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("from", "to", "why", "requests"));
    failovers.forEach(one -> rows.add(List.of(one.from(), one.to(), one.why(), Long.toString(one.requests()))));
    return text(rows);
  }

  private static List<List<String>> rows(List<String> names, UsageSums sums) {
    var currencies = new TreeSet<>(sums.cost().keySet());
    currencies.addAll(sums.worth().keySet());
    if (currencies.isEmpty()) {
      return List.of(row(names, sums, List.of("", sums.unpriced() > 0 ? "" : "0", "")));
    }
    var rows = new ArrayList<List<String>>();
    for (var currency : currencies) {
      rows.add(row(names, rows.isEmpty() ? sums : UsageSums.NONE, List.of(currency, amount(sums.cost(), currency), amount(sums.worth(), currency))));
    }
    return rows;
  }

  private static List<String> row(List<String> names, UsageSums sums, List<String> amounts) {
    var counts = Stream.of(sums.requests(), sums.failed(), sums.input(), sums.cacheRead(), sums.cacheWrite(), sums.cacheWriteHour(), sums.output(),
        sums.thinking(), sums.searches(), sums.unpriced(), sums.estimated()).map(String::valueOf);
    return Stream.of(names.stream(), counts, amounts.stream()).flatMap(part -> part).toList();
  }

  private static String amount(Map<String, Long> billionths, String currency) {
    return Cost.decimal(billionths.getOrDefault(currency, 0L)).toPlainString();
  }

  private static String text(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(UsageCsv::cell).collect(Collectors.joining(",")) + "\r\n").collect(Collectors.joining());
  }

  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"). A terminal obeys none either.
  private static String cell(String text) {
    var shown = OneLine.of(text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text, Integer.MAX_VALUE);
    return shown.chars().anyMatch(character -> ",\"".indexOf(character) >= 0) ? "\"" + shown.replace("\"", "\"\"") + "\"" : shown;
  }
}
