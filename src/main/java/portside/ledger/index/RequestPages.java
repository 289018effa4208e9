package portside.ledger.index;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.ledger.Cost;
import portside.wire.Json;

/// Finds single requests.
final class RequestPages {
  private static final List<RequestColumn> SEARCHED = List.of(RequestColumn.ID, RequestColumn.INSTANCE, RequestColumn.PROVIDER, RequestColumn.ASKED,
      RequestColumn.SERVED, RequestColumn.PROJECT, RequestColumn.CLASS, RequestColumn.SUB_TYPE, RequestColumn.RESULT, RequestColumn.FAULT, RequestColumn.STOP,
      RequestColumn.DETAIL, RequestColumn.CLIENT, RequestColumn.CONVERSATION);

  private final Connection connection;

  RequestPages(Connection connection) {
    this.connection = connection;
  }

  RequestPage page(RequestQuery query) throws SQLException {
    var rows = rows(query, "at desc, id desc", query.limit() + 1);
    var more = rows.size() > query.limit();
    var page = more ? rows.subList(0, query.limit()) : rows;
    return new RequestPage(page.stream().map(Row::json).toList(), more ? page.getLast().at() + "-" + page.getLast().id() : "");
  }

  List<JsonObject> slowest(RequestQuery query) throws SQLException {
    return rows(query, "coalesce(ms, 0) desc, id desc", query.limit()).stream().map(Row::json).toList();
  }

  private List<Row> rows(RequestQuery query, String order, int limit) throws SQLException {
    var where = new StringBuilder("at >= ?");
    var values = new ArrayList<Object>(List.of(UsageIndex.millis(query.since())));
    cursor(query.before()).ifPresent(cursor -> {
      where.append(" and (at < ? or at = ? and id < ?)");
      values.addAll(List.of(cursor.at(), cursor.at(), cursor.id()));
    });
    if (!query.text().isEmpty()) {
      where.append(" and (").append(String.join(" or ", SEARCHED.stream().map(column -> "lower(" + column.column() + ") like lower(?) escape '\\'").toList())).append(')');
      SEARCHED.forEach(_ -> values.add("%" + UsageFilter.like(query.text()) + "%"));
    }
    if (!query.instance().isEmpty()) {
      where.append(" and instance = ?");
      values.add(query.instance());
    }
    if (!query.model().isEmpty()) {
      where.append(" and served like ? escape '\\'");
      values.add(UsageFilter.like(query.model()).replace('*', '%'));
    }
    if (query.result().equals("failed")) {
      where.append(" and ").append(Slots.FAILED);
    } else if (!query.result().isEmpty()) {
      where.append(" and result = ?");
      values.add(query.result());
    }
    values.add(limit);
    return rows("where " + where + " order by " + order + " limit ?", values);
  }

  /// The request with that id, or the only one whose id begins so, with its attempts as `attempts`.
  Optional<JsonObject> request(String id) throws SQLException {
    var rows = rows("where id = ?", List.of(id));
    if (rows.isEmpty()) {
      rows = rows("where id like ? escape '\\' limit 2", List.of(UsageFilter.like(id) + "%"));
    }
    if (rows.size() != 1) {
      return Optional.empty();
    }
    var row = rows.getFirst();
    return Optional.of(Json.BUILD.createObjectBuilder(row.json()).add("attempts", attempts(row.id())).build());
  }

  OptionalLong medianFirstMillis(Instant since) throws SQLException {
    var streams = " from request where at >= ? and stream = 1 and first_ms is not null";
    try (var ask = connection.prepareStatement("select first_ms" + streams + " order by first_ms limit 1 offset (select (count(*) - 1) / 2" + streams + ")")) {
      ask.setLong(1, UsageIndex.millis(since));
      ask.setLong(2, UsageIndex.millis(since));
      try (var rows = ask.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private JsonArrayBuilder attempts(String id) throws SQLException {
    var attempts = Json.BUILD.createArrayBuilder();
    try (var ask = connection.prepareStatement("select n, provider, served, key, why, outcome, fault, at_ms, ms from attempt where request = ? order by n")) {
      ask.setString(1, id);
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          var attempt = Json.BUILD.createObjectBuilder().add("n", rows.getLong("n"));
          for (var name : List.of("provider", "served")) {
            text(attempt, name, rows.getString(name));
          }
          attempt.add("key", rows.getLong("key"));
          for (var name : List.of("why", "outcome", "fault")) {
            text(attempt, name, rows.getString(name));
          }
          attempts.add(attempt.add("at_ms", rows.getLong("at_ms")).add("ms", rows.getLong("ms")));
        }
      }
    }
    return attempts;
  }

  private record Cursor(long at, String id) {}

  private static Optional<Cursor> cursor(String text) {
    var dash = text.indexOf('-');
    return dash > 0 && text.substring(0, dash).matches("\\d{1,15}") ? Optional.of(new Cursor(Long.parseLong(text.substring(0, dash)), text.substring(dash + 1))) : Optional.empty();
  }

  private record Row(long at, String id, JsonObject json) {}

  private List<Row> rows(String rest, List<Object> values) throws SQLException {
    try (var ask = connection.prepareStatement("select " + RequestColumn.list() + " from request " + rest)) {
      for (var place = 0; place < values.size(); place++) {
        ask.setObject(place + 1, values.get(place));
      }
      var found = new ArrayList<Row>();
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          found.add(new Row(rows.getLong("at"), rows.getString("id"), json(rows)));
        }
      }
      return found;
    }
  }

  private static JsonObject json(ResultSet row) throws SQLException {
    var json = Json.BUILD.createObjectBuilder();
    for (var column : RequestColumn.values()) {
      switch (column) {
        case ID -> json.add("id", row.getString("id"));
        case FILE -> { }
        case FAILOVER_FROM -> text(json, "failover_from", row.getString("failover_from"));
        default -> add(json, column, row);
      }
    }
    return json.build();
  }

  private static void add(JsonObjectBuilder json, RequestColumn column, ResultSet row) throws SQLException {
    var number = column.kind() == RequestColumn.Kind.TEXT ? 0 : row.getLong(column.column());
    if (column.kind() != RequestColumn.Kind.TEXT && row.wasNull()) {
      json.addNull(column.line());
      return;
    }
    switch (column.kind()) {
      case TEXT -> text(json, column.line(), row.getString(column.column()));
      case TIME -> json.add(column.line(), Instant.ofEpochMilli(number).toString());
      case FLAG -> json.add(column.line(), number == 1);
      case MONEY -> json.add(column.line(), Cost.decimal(number));
      case NUMBER, COUNT -> json.add(column.line(), number);
    }
  }

  private static void text(JsonObjectBuilder json, String name, @Nullable String text) {
    if (text == null) {
      json.addNull(name);
    } else {
      json.add(name, text);
    }
  }
}
