package portside.ledger.index;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real PostgreSQL on a free port while the tests of a class run. Where there is none for this machine they are passed over.
public final class TestPostgres implements BeforeAllCallback, AfterAllCallback {
  private EmbeddedPostgres running;

  /// Passes a test over on a machine for which there is no PostgreSQL.
  public static void assumeAvailable() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    assumeTrue(os.contains("linux") && List.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "its PostgreSQL is built for Linux on x86-64 alone");
  }

  /// The address of a database as its owner uses it.
  public static DatabaseUrl url(int port, String name) {
    return DatabaseUrl.of("postgresql://postgres:postgres@localhost:" + port + "/" + name);
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    assumeAvailable();
    running = EmbeddedPostgres.builder().start();
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    if (running != null) {
      running.close();
    }
  }

  public int port() {
    return running.getPort();
  }

  /// Makes a database.
  public DatabaseUrl made(String name) throws SQLException {
    sql("create database " + name);
    return url(port(), name);
  }

  /// Done by the databases' owner.
  public void sql(String sql) throws SQLException {
    try (var connection = connection("postgres"); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// A connection of the owner's to a database.
  public Connection connection(String name) throws SQLException {
    return running.getDatabase("postgres", name).getConnection();
  }
}
