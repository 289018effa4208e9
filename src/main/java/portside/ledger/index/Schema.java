package portside.ledger.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The tables, and how old ones become new ones. All but `slot` can be filled again from the journal and are, when their form changes; `slot` is kept for
/// ever, so it is altered.
///
/// ```
/// version   the number of the form
/// source    how far each file of the journal is read
/// begun     requests that began and have no end yet
/// amended   ends that came out otherwise, while the end itself is not read yet
/// request   one row a request; [RequestColumn]
/// attempt   one row for each attempt of a request that had several, or whose one failed
/// slot      sums for 15 minutes in UTC, from which the sums of a day can be made in any time zone
/// ```
final class Schema {
  /// One more with each change of a table.
  private static final int VERSION = 1;

  private static final List<String> FROM_THE_JOURNAL = List.of("source", "begun", "amended", "request", "attempt");

  private final Connection connection;
  private final Flavour flavour;

  Schema(Connection connection, Flavour flavour) {
    this.connection = connection;
    this.flavour = flavour;
  }

  /// Makes what is missing.
  ///
  /// @return whether the journal is to be read again from its beginning
  boolean update() throws SQLException {
    if (flavour.hasTable(connection, "version") && version() == VERSION) {
      return false;
    }
    Transaction.run(connection, flavour, () -> {
      execute("create table if not exists version (number bigint not null)");
      if (version() != VERSION) { // another process was not faster
        for (var table : FROM_THE_JOURNAL) {
          execute("drop table if exists " + table);
        }
        tables();
        execute("delete from version");
        execute("insert into version values (" + VERSION + ")");
      }
    });
    return true;
  }

  private int version() throws SQLException {
    try (var statement = connection.createStatement(); var rows = statement.executeQuery("select number from version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private void tables() throws SQLException {
    execute("create table source (file text primary key, read bigint not null, head text not null, gone bigint not null default 0)" + flavour.tableEnd());
    execute("create table begun (id text primary key, file text not null, pid bigint not null, start bigint not null, line text not null)" + flavour.tableEnd());
    execute("create table amended (id text primary key, file text not null, status bigint, result text)" + flavour.tableEnd());
    var columns = Arrays.stream(RequestColumn.values()).map(column -> column.column() + switch (column.kind()) {
      case TEXT -> " text";
      case TIME, NUMBER, FLAG, MONEY, COUNT -> " bigint";
    }).collect(Collectors.joining(", "));
    execute("create table request (" + columns + ", primary key (id))" + flavour.tableEnd());
    execute("create index request_at on request (at)");
    execute("create index request_conversation on request (conversation, at)");
    execute("create index request_file on request (file)");
    execute("create table attempt (request text not null, n bigint not null, provider text, served text, key bigint, why text, outcome text, fault text,"
        + " at_ms bigint, ms bigint, primary key (request, n))" + flavour.tableEnd());
    execute("create table if not exists slot (at bigint not null, file text not null, instance text not null, provider text not null, served text not null,"
        + " project text not null, class text not null, currency text not null, " + String.join(", ", Slots.SUMS.stream().map(sum -> sum + " bigint not null").toList())
        + ", primary key (at, file, instance, provider, served, project, class, currency))" + flavour.tableEnd());
    execute("create index if not exists slot_file on slot (file)");
  }

  private void execute(String sql) throws SQLException {
    Statements.execute(connection, sql);
  }
}
