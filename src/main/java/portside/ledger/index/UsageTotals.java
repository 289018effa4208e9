package portside.ledger.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import portside.ledger.UsageSums;

/// Adds use up: from the sums of 15 minutes where these tell enough, which go back for ever, else from the requests.
final class UsageTotals {
  private final Connection connection;

  UsageTotals(Connection connection) {
    this.connection = connection;
  }

  UsageReport of(UsageQuery query) throws SQLException {
    var groups = new TreeMap<String, UsageReport.Group>();
    pieces(query, TimePiece.of(query), (of, at, sums) -> groups.merge(order(query, of, at), new UsageReport.Group(of, sums),
        (one, other) -> new UsageReport.Group(one.of(), one.sums().plus(other.sums()))));
    var kept = groups.values().stream().filter(group -> group.sums().requests() > 0).toList(); // slots whose requests were taken back are empty
    return new UsageReport(query, kept, kept.stream().map(UsageReport.Group::sums).reduce(UsageSums.NONE, UsageSums::plus));
  }

  private static String order(UsageQuery query, Map<Dimension, String> of, Instant at) {
    return of.entrySet().stream().map(one -> one.getKey().column() == null ? one.getKey().order(at, query.zone()) : one.getValue()).collect(Collectors.joining("\0"));
  }

  /// The sums of each 15 minutes in which there was a request.
  SortedMap<Instant, UsageSums> quarters(UsageQuery query) throws SQLException {
    var quarters = new TreeMap<Instant, UsageSums>();
    pieces(query, TimePiece.QUARTER, (_, at, sums) -> quarters.merge(at, sums, UsageSums::plus));
    quarters.values().removeIf(sums -> sums.requests() == 0);
    return quarters;
  }

  private interface Piece {
    void take(Map<Dimension, String> of, Instant at, UsageSums sums);
  }

  private void pieces(UsageQuery query, TimePiece length, Piece piece) throws SQLException {
    var table = query.inSlots() ? "slot" : "request";
    var by = query.by().stream().filter(one -> one.column() != null).toList();
    var names = by.stream().map(one -> "coalesce(" + Objects.requireNonNull(one.column()).column() + ", '')").toList();
    var sums = query.inSlots() ? Slots.SUMS.stream().map(sum -> "sum(" + sum + ")").toList() : Slots.OF_REQUESTS;
    var groupBy = new ArrayList<>(List.of(length.start("at"), "coalesce(currency, '')"));
    groupBy.addAll(names);
    var sql = "select " + String.join(", ", groupBy) + ", " + String.join(", ", sums) + " from " + table + " where at >= ? and at < ?" + query.filter().condition()
        + " group by " + String.join(", ", groupBy);
    try (var ask = connection.prepareStatement(sql)) {
      query.filter().set(ask, query);
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          piece.take(names(query, by, rows), Instant.ofEpochMilli(rows.getLong(1)), sums(rows, by.size() + 2, rows.getString(2)));
        }
      }
    }
  }

  private static Map<Dimension, String> names(UsageQuery query, List<Dimension> columns, ResultSet row) throws SQLException {
    var told = new EnumMap<Dimension, String>(Dimension.class);
    for (var place = 0; place < columns.size(); place++) {
      told.put(columns.get(place), row.getString(place + 3));
    }
    var time = Instant.ofEpochMilli(row.getLong(1));
    var names = new LinkedHashMap<Dimension, String>();
    for (var one : query.by()) {
      names.put(one, one.column() == null ? one.of(time, query.zone()) : told.get(one));
    }
    return names;
  }

  /// @param before so many columns stand before the sums
  private static UsageSums sums(ResultSet row, int before, String currency) throws SQLException {
    var value = new long[Slots.SUMS.size()];
    for (var place = 0; place < value.length; place++) {
      value[place] = row.getLong(before + 1 + place);
    }
    return new UsageSums(value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7], value[8], money(currency, value[9]),
        money(currency, value[10]), value[11], value[12]);
  }

  private static Map<String, Long> money(String currency, long amount) {
    return currency.isEmpty() || amount == 0 ? Map.of() : Map.of(currency, amount);
  }
}
