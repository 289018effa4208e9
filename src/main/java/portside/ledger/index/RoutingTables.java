package portside.ledger.index;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.OneLine;

/// What instances tell each other about providers, in PostgreSQL. Every time goes in and comes out as a length, which the database counts from its own
/// clock, so that those of the instances may differ. Words are written as they are given: nothing here knows what they mean.
///
/// ```
/// routing_out     what is left alone and until when; without a reason: what was, until a person said otherwise
/// routing_use     what an account used, by pieces of time; number 0 began with 1970 UTC
/// routing_pin     the members of a session; without members: a session that has none any more
/// routing_sender  the number of the last batch of use that each process sent, so that none counts twice
/// ```
///
/// For one thread. What fails throws an [IndexFailure], and is tried on a new connection at the next call.
public final class RoutingTables implements AutoCloseable {
  /// Rows that say nothing any more, and senders that are silent.
  private static final String OLD = "interval '40 days'";

  private static final int LONGEST_WORDS = 200;

  private final DatabaseUrl database;
  private final String instance;
  private final long pieceSeconds;
  private @Nullable Connection connection;
  private long outsRead;
  private long pinsRead;

  /// @param instance who writes, for people that look at the tables
  /// @param pieceSeconds how long a piece of time is, for [Use]
  public RoutingTables(DatabaseUrl database, String instance, long pieceSeconds) {
    this.database = database;
    this.instance = instance;
    this.pieceSeconds = pieceSeconds;
  }

  /// Something that is left alone.
  ///
  /// @param reason empty when it is not any more
  /// @param leftMicros until it may be asked
  /// @param agoMicros since that was told
  public record Out(String scope, String address, String reason, int level, long leftMicros, long agoMicros) {}

  /// A person had all outages at these addresses forgotten.
  public record Lift(List<String> addresses, long agoMicros) {}

  /// The members that a session was given, in the order in which they are asked, with commas between them.
  ///
  /// @param members empty when it was given none, or they were taken from it
  /// @param agoMicros since then
  /// @param timed whether that is known; else it counts only where nothing else is known of the session
  public record Pin(String session, String members, long agoMicros, boolean timed) {}

  /// What was used.
  ///
  /// @param piecesAgo which piece of time, counted back from the current one
  public record Use(String account, long piecesAgo, long tokens, long requests) {}

  /// All use up to then is forgotten.
  public record Forget(String account, long agoMicros) {}

  /// What is told at once: all of it or nothing.
  ///
  /// @param batch of use, by its sender: one that was taken already is not taken again
  public record News(String sender, long batch, List<Lift> lifts, List<Out> outs, List<Pin> pins, List<Forget> forgotten, List<Use> use) {}

  /// What was told by all since the last time; all there is the first time on a connection.
  ///
  /// @param now of the database
  public record Told(Instant now, List<Out> outs, List<Pin> pins) {}

  /// Tells the others.
  ///
  /// @throws IndexFailure when nobody knows whether it was taken; the same batch may be sent again
  public void tell(News news) {
    attempt(open -> {
      Transaction.run(open, Flavour.POSTGRESQL, () -> write(open, news));
      return news;
    });
  }

  /// Listens to the others.
  ///
  /// @throws IndexFailure when the database does not answer
  public Told told() {
    return attempt(this::read);
  }

  /// The use of an account in the pieces of time from one on, the oldest first.
  ///
  /// @param now of the database
  /// @param from number of the first piece
  /// @throws IndexFailure when the database does not answer
  public List<Use> use(String account, Instant now, long from) {
    var current = Math.floorDiv(now.getEpochSecond(), pieceSeconds);
    return attempt(open -> {
      try (var asked = open.prepareStatement("select bucket, tokens, requests from routing_use where account = ? and bucket >= ? order by bucket")) {
        fill(asked, account, from);
        return rows(asked, row -> new Use(account, current - row.getLong(1), row.getLong(2), row.getLong(3)));
      }
    });
  }

  /// The sum of what an account used from a piece of time on.
  ///
  /// @param from number of the first piece
  /// @throws IndexFailure when the database does not answer
  public Use sum(String account, long from) {
    return attempt(open -> {
      try (var asked = open.prepareStatement("select coalesce(sum(tokens), 0), coalesce(sum(requests), 0) from routing_use where account = ? and bucket >= ?")) {
        fill(asked, account, from);
        return rows(asked, row -> new Use(account, 0, clamped(row.getBigDecimal(1)), clamped(row.getBigDecimal(2)))).getFirst();
      }
    });
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // it is gone already
    }
    connection = null;
    outsRead = 0;
    pinsRead = 0;
  }

  private interface Work<T> {
    T with(Connection open) throws SQLException;
  }

  private <T> T attempt(Work<T> work) {
    try {
      var open = connection;
      if (open == null) {
        open = database.open();
        connection = open;
        prepare(open);
      }
      return work.with(open);
    } catch (SQLException wrong) {
      close();
      throw new IndexFailure(OneLine.of(String.valueOf(wrong.getMessage()), LONGEST_WORDS), wrong);
    }
  }

  private static void prepare(Connection open) throws SQLException {
    Transaction.run(open, Flavour.POSTGRESQL, () -> {
      for (var sql : List.of(
          "create table if not exists routing_out (scope text primary key, address text not null, until timestamptz not null, told timestamptz not null,"
              + " level bigint not null, reason text not null, by_instance text not null, version bigint not null)",
          "create table if not exists routing_use (account text not null, bucket bigint not null, tokens bigint not null, requests bigint not null, primary key (account, bucket))",
          "create table if not exists routing_pin (session text primary key, members text not null, changed timestamptz not null, by_instance text not null,"
              + " version bigint not null)",
          "create table if not exists routing_sender (sender text primary key, batch bigint not null, at timestamptz not null)",
          "create sequence if not exists routing_version", // writers come one at a time, so a larger number is never seen before a smaller one
          "delete from routing_out where until < now() - " + OLD,
          "delete from routing_pin where members = '' and changed < now() - " + OLD,
          "delete from routing_sender where at < now() - " + OLD)) {
        Statements.execute(open, sql);
      }
    });
  }

  private void write(Connection open, News news) throws SQLException {
    for (var lift : news.lifts()) {
      for (var address : lift.addresses()) {
        Statements.update(open, "update routing_out set until = now() - ? * interval '1 us', told = now() - ? * interval '1 us', level = 0, reason = '', by_instance = ?,"
            + " version = nextval('routing_version') where address = ? and told <= now() - ? * interval '1 us'",
            lift.agoMicros(), lift.agoMicros(), instance, address, lift.agoMicros());
      }
    }
    for (var out : news.outs()) {
      if (storable(out.scope())) {
        // the later time holds, by more than what the way here may take; after a person's word only what was told since
        Statements.update(open, "insert into routing_out as known values (?, ?, now() + ? * interval '1 us', now() - ? * interval '1 us', ?, ?, ?, nextval('routing_version'))"
            + " on conflict (scope) do update set until = excluded.until, told = greatest(known.told, excluded.told), level = excluded.level, reason = excluded.reason,"
            + " by_instance = excluded.by_instance, version = excluded.version"
            + " where excluded.until > known.until + interval '1 s' and (known.reason <> '' or excluded.told > known.told)",
            out.scope(), out.address(), out.leftMicros(), out.agoMicros(), out.level(), out.reason(), instance);
      }
    }
    for (var pin : news.pins()) {
      if (storable(pin.session())) {
        Statements.update(open, "insert into routing_pin as known values (?, ?, now() - ? * interval '1 us', ?, nextval('routing_version'))"
            + " on conflict (session) do update set members = excluded.members, changed = excluded.changed, by_instance = excluded.by_instance, version = excluded.version"
            + " where ? and excluded.changed >= known.changed",
            pin.session(), pin.members(), pin.agoMicros(), instance, pin.timed());
      }
    }
    use(open, news);
  }

  private void use(Connection open, News news) throws SQLException {
    for (var forgotten : news.forgotten()) {
      Statements.update(open, "delete from routing_use where account = ? and bucket <= floor(extract(epoch from now() - ? * interval '1 us') / ?)::bigint",
          forgotten.account(), forgotten.agoMicros(), pieceSeconds);
    }
    if (news.use().isEmpty() || !isNew(open, news)) {
      return;
    }
    for (var used : news.use()) {
      Statements.update(open, "insert into routing_use as known values (?, floor(extract(epoch from now()) / ?)::bigint - ?, ?, ?) on conflict (account, bucket) do update set"
          + " tokens = least(known.tokens::numeric + excluded.tokens, 9223372036854775807)::bigint,"
          + " requests = least(known.requests::numeric + excluded.requests, 9223372036854775807)::bigint",
          used.account(), pieceSeconds, used.piecesAgo(), used.tokens(), used.requests());
    }
    for (var account : news.use().stream().map(Use::account).distinct().toList()) {
      Statements.update(open, "delete from routing_use where account = ? and bucket < floor(extract(epoch from now() - " + OLD + ") / ?)::bigint", account, pieceSeconds);
    }
  }

  /// Whether the batch was not taken before, by a connection that broke before it could say so.
  private static boolean isNew(Connection open, News news) throws SQLException {
    try (var noted = open.prepareStatement("insert into routing_sender as known values (?, ?, now()) on conflict (sender) do update set batch = excluded.batch, at = now()"
        + " where known.batch < excluded.batch")) {
      fill(noted, news.sender(), news.batch());
      return noted.executeUpdate() > 0;
    }
  }

  private Told read(Connection open) throws SQLException {
    try (var time = open.prepareStatement("select now()");
        var asked = open.prepareStatement("select scope, address, reason, level, " + micros("until - now()") + ", " + micros("now() - told")
            + ", version from routing_out where version > ? order by version");
        var pinned = open.prepareStatement("select session, members, " + micros("now() - changed") + ", version from routing_pin where version > ? order by version")) {
      var now = rows(time, row -> row.getTimestamp(1).toInstant()).getFirst();
      fill(asked, outsRead);
      var outs = rows(asked, row -> {
        outsRead = row.getLong(7);
        return new Out(row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getLong(5), row.getLong(6));
      });
      fill(pinned, pinsRead);
      var pins = rows(pinned, row -> {
        pinsRead = row.getLong(4);
        return new Pin(row.getString(1), row.getString(2), row.getLong(3), true);
      });
      return new Told(now, outs, pins);
    }
  }

  private static String micros(String length) {
    return "floor(extract(epoch from " + length + ") * 1000000)::bigint";
  }

  private static void fill(PreparedStatement statement, Object... values) throws SQLException {
    for (var place = 0; place < values.length; place++) {
      statement.setObject(place + 1, values[place]);
    }
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(PreparedStatement asked, Reading<T> reading) throws SQLException {
    var all = new ArrayList<T>();
    try (var rows = asked.executeQuery()) {
      while (rows.next()) {
        all.add(reading.of(rows));
      }
    }
    return all;
  }

  private static long clamped(BigDecimal sum) {
    return sum.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  /// Clients make up names; PostgreSQL takes no text with a character 0, or with half a pair of surrogates.
  private static boolean storable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
