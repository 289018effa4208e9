package portside.ledger.index;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Writes what the lines of a file of the journal say of requests, each into one row, and keeps the sums right. Works inside a transaction.
///
/// ```
///   nothing ──begin──► begun ──its process is gone──► lost
///      │                 │                             │
///      └──────end────────┴─────────────end─────────────┴──► ended ──amend──► ended otherwise
/// ```
/// What a request had passed on is kept with its beginning. An amendment that is read before its end waits for it; a second line of a kind says nothing new.
final class RequestRows implements AutoCloseable {
  private static final String LOST = "lost";
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_TEXT = 1_000;

  private final Connection connection;
  private final String file;
  private final Slots slots;
  private final PreparedStatement insert;
  private final PreparedStatement attempt;

  /// @param file that the lines are from
  RequestRows(Connection connection, String file) throws SQLException {
    this.connection = connection;
    this.file = file;
    this.slots = new Slots(connection);
    var places = String.join(", ", Collections.nCopies(RequestColumn.values().length, "?"));
    this.insert = connection.prepareStatement("insert into request (" + RequestColumn.list() + ") values (" + places + ")");
    this.attempt = connection.prepareStatement("insert into attempt (request, n, provider, served, key, why, outcome, fault, at_ms, ms)"
        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (request, n) do nothing");
  }

  /// A request began.
  ///
  /// @param instance that serves it
  void begun(JsonObject line, String instance) throws SQLException {
    var id = id(line, "begin");
    if (id == null || time(line) == null || result(id) != null) {
      return;
    }
    var kept = Json.BUILD.createObjectBuilder(line).add("instance", instance).build();
    Statements.update(connection, "insert into begun (id, file, pid, start, line) values (?, ?, ?, ?, ?) on conflict (id) do nothing", id, file, number(line, "pid"),
        number(line, "start"), kept.toString());
  }

  /// A request that began has passed on so much of an answer.
  void soFar(JsonObject line) throws SQLException {
    var id = id(line, "so_far");
    if (id == null) {
      return;
    }
    try (var ask = connection.prepareStatement("select line from begun where id = ?")) {
      ask.setString(1, id);
      try (var rows = ask.executeQuery()) {
        if (rows.next()) {
          var begun = Json.object(rows.getString(1));
          if (number(line, "out") > number(begun, "out")) {
            var kept = Json.BUILD.createObjectBuilder(begun).add("out", number(line, "out")).add("think", number(line, "think")).build();
            Statements.update(connection, "update begun set line = ? where id = ?", kept.toString(), id);
          }
        }
      }
    } catch (Json.Malformed impossible) {
      throw new IllegalStateException(impossible); // it was read before
    }
  }

  /// A request ended.
  void ended(JsonObject line, JsonArray attempts) throws SQLException {
    var id = id(line, "end");
    if (id == null || time(line) == null) {
      return;
    }
    var before = result(id);
    if (before != null && !before.equals(LOST)) {
      return;
    }
    if (before != null) {
      remove(id);
    }
    Statements.update(connection, "delete from begun where id = ?", id);
    add(id, amended(id, line), attempts);
  }

  /// It ended otherwise than was written.
  void amended(JsonObject line) throws SQLException {
    var id = id(line, "amend");
    if (id == null) {
      return;
    }
    var before = result(id);
    if (before == null || before.equals(LOST)) {
      Statements.update(connection, "insert into amended (id, file, status, result) values (?, ?, ?, ?) on conflict (id) do nothing", id, file, number(line, "status"),
          kept(Json.string(line, "result")));
      return;
    }
    slots.take(id);
    Statements.update(connection, "update request set status = ?, result = ? where id = ?", number(line, "status"), kept(Json.string(line, "result")), id);
    slots.add(id);
  }

  /// It never ended, since its process did.
  void lost(String id, JsonObject begun) throws SQLException {
    Statements.update(connection, "delete from begun where id = ?", id);
    if (result(id) == null) {
      add(id, lostRow(id, begun), JsonValue.EMPTY_JSON_ARRAY);
    }
  }

  /// What its prompt was thought to have counts as its input, and what its client is known to have got as its output.
  private static JsonObject lostRow(String id, JsonObject begun) {
    var row = Json.BUILD.createObjectBuilder(begun).remove("begin").remove("est_in").remove("pid").remove("start");
    return row.add("end", id).add("result", LOST).add("est", true).add("in", number(begun, "est_in")).build();
  }

  private void add(String id, JsonObject line, JsonArray attempts) throws SQLException {
    var place = 0;
    for (var column : RequestColumn.values()) {
      set(insert, ++place, column, switch (column) {
        case FILE -> Json.quoted(file);
        case FAILOVER_FROM -> failoverFrom(line, attempts);
        default -> line.get(column.line());
      });
    }
    insert.executeUpdate();
    slots.add(id);
    if (attempts.size() > 1 || !"ok".equals(Json.string(line, "result"))) {
      for (var one : attempts) {
        if (one instanceof JsonObject made) {
          add(id, made);
        }
      }
    }
  }

  private void add(String id, JsonObject made) throws SQLException {
    attempt.setString(1, id);
    attempt.setLong(2, number(made, "n"));
    attempt.setString(3, kept(Json.string(made, "provider")));
    attempt.setString(4, kept(Json.string(made, "served")));
    attempt.setLong(5, number(made, "key"));
    attempt.setString(6, kept(Json.string(made, "why")));
    attempt.setString(7, kept(Json.string(made, "outcome")));
    attempt.setString(8, kept(Json.string(made, "fault")));
    attempt.setLong(9, number(made, "at_ms"));
    attempt.setLong(10, number(made, "ms"));
    attempt.executeUpdate();
  }

  private void remove(String id) throws SQLException {
    slots.take(id);
    Statements.update(connection, "delete from request where id = ?", id);
  }

  /// The end with what is known to have changed it.
  private JsonObject amended(String id, JsonObject end) throws SQLException {
    try (var ask = connection.prepareStatement("select status, result from amended where id = ?")) {
      ask.setString(1, id);
      try (var rows = ask.executeQuery()) {
        if (!rows.next()) {
          return end;
        }
        var changed = Json.BUILD.createObjectBuilder(end).add("status", rows.getLong(1)).add("result", rows.getString(2)).build();
        Statements.update(connection, "delete from amended where id = ?", id);
        return changed;
      }
    }
  }

  /// The one that was asked first, when it is not the one that was asked last.
  private static JsonValue failoverFrom(JsonObject line, JsonArray attempts) {
    for (var one : attempts) {
      if (one instanceof JsonObject made && !"unfit".equals(Json.string(made, "outcome"))) {
        var first = made.get("provider");
        return first == null || first.equals(line.get("provider")) ? JsonValue.NULL : first;
      }
    }
    return JsonValue.NULL;
  }

  /// How a request ended, as far as its row says; null when it has none.
  private @Nullable String result(String id) throws SQLException {
    try (var ask = connection.prepareStatement("select coalesce(result, '') from request where id = ?")) {
      ask.setString(1, id);
      try (var rows = ask.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  private static void set(PreparedStatement statement, int place, RequestColumn column, @Nullable JsonValue value) throws SQLException {
    switch (column.kind()) {
      case TEXT -> statement.setString(place, value instanceof JsonString text ? kept(text.getString()) : null);
      case FLAG -> statement.setLong(place, value == JsonValue.TRUE ? 1 : 0);
      case COUNT -> statement.setLong(place, value instanceof JsonArray list ? list.stream().filter(RequestRows::asked).count() : 0);
      case TIME -> set(statement, place, value instanceof JsonString text && millis(text.getString()) instanceof Long millis ? OptionalLong.of(millis) : OptionalLong.empty());
      case NUMBER, MONEY -> set(statement, place, Json.count(value));
    }
  }

  /// Whether a provider was asked to answer from the beginning, as [portside.ledger.LedgerEntry#tries()] counts.
  private static boolean asked(JsonValue attempt) {
    return attempt instanceof JsonObject made && !"unfit".equals(Json.string(made, "outcome")) && !"searched".equals(Json.string(made, "why"));
  }

  private static void set(PreparedStatement statement, int place, OptionalLong number) throws SQLException {
    if (number.isEmpty()) {
      statement.setNull(place, Types.BIGINT);
    } else {
      statement.setLong(place, number.getAsLong());
    }
  }

  /// What could not stand in an index of PostgreSQL is no id of a request.
  private static @Nullable String id(JsonObject line, String kind) {
    var id = Json.string(line, kind);
    return id == null || id.isEmpty() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0 ? null : id;
  }

  /// PostgreSQL takes no NUL.
  private static @Nullable String kept(@Nullable String text) {
    return text == null ? null : text.substring(0, Math.min(text.length(), LONGEST_TEXT)).replace('\0', ' ');
  }

  private static @Nullable Long time(JsonObject line) {
    var at = Json.string(line, "at");
    return at == null ? null : millis(at);
  }

  private static @Nullable Long millis(String at) {
    try {
      return Instant.parse(at).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      return null;
    }
  }

  private static long number(JsonObject json, String name) {
    return Json.count(json.get(name)).orElse(0);
  }

  @Override
  public void close() throws SQLException {
    slots.close();
    insert.close();
    attempt.close();
  }
}
