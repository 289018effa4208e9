package portside.ledger.index;

import java.sql.Connection;
import java.sql.SQLException;

/// How the two databases differ.
enum Flavour {
  SQLITE {
    @Override
    void begin(Connection connection) throws SQLException {
      Statements.execute(connection, "begin immediate"); // no reader of the offsets can come between
    }

    @Override
    String tableEnd() {
      return " without rowid";
    }
  },
  POSTGRESQL {
    @Override
    void begin(Connection connection) throws SQLException {
      Statements.execute(connection, "begin");
      Statements.execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
    }

    @Override
    String tableEnd() {
      return "";
    }
  };

  /// Any number that other programs are unlikely to lock by.
  private static final long LOCK = 0x706f7274L;

  /// Begins a transaction that writes; one at a time does.
  abstract void begin(Connection connection) throws SQLException;

  /// What stands behind the columns of a table with a key of its own.
  abstract String tableEnd();

  /// Whether there is a table of that name among those that are asked without a schema.
  boolean hasTable(Connection connection, String table) throws SQLException {
    try (var tables = connection.getMetaData().getTables(null, this == POSTGRESQL ? connection.getSchema() : null, table, new String[] {"TABLE"})) {
      return tables.next();
    }
  }
}
