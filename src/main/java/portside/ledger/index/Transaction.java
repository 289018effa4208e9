package portside.ledger.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// Writes that are done all or not at all.
final class Transaction {
  /// What is done in it.
  interface Work {
    void run() throws SQLException;
  }

  /// What is done in it, and what came of it.
  interface Answering<T> {
    T run() throws SQLException, IOException;
  }

  private Transaction() {}

  /// Does the work and commits it; rolls it back when it fails.
  static void run(Connection connection, Flavour flavour, Work work) throws SQLException {
    try {
      var _ = answer(connection, flavour, () -> {
        work.run();
        return true;
      });
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // the work reads no file
    }
  }

  /// The same where something comes of it.
  static <T> T answer(Connection connection, Flavour flavour, Answering<T> work) throws SQLException, IOException {
    flavour.begin(connection);
    var done = false;
    try {
      var answer = work.run();
      Statements.execute(connection, "commit");
      done = true;
      return answer;
    } finally {
      if (!done) {
        Statements.execute(connection, "rollback");
      }
    }
  }
}
