package portside.ledger.index;

import java.sql.Connection;
import java.sql.SQLException;

/// Writes that are done all or not at all.
final class Transaction {
  /// What is done in it.
  interface Work {
    void run() throws SQLException;
  }

  private Transaction() {}

  /// Does the work and commits it; rolls it back when it fails.
  static void run(Connection connection, Flavour flavour, Work work) throws SQLException {
    flavour.begin(connection);
    var done = false;
    try {
      work.run();
      Flavour.execute(connection, "commit");
      done = true;
    } finally {
      if (!done) {
        Flavour.execute(connection, "rollback");
      }
    }
  }
}
