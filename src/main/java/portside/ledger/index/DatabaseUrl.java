package portside.ledger.index;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/// Where a PostgreSQL database is, as `postgresql://user:password@host:port/database?sslmode=require` (PostgreSQL, "Connection URIs"; the parameters are those
/// of its JDBC driver). [#toString()] has neither user nor password.
public final class DatabaseUrl {
  private static final int USUAL_PORT = 5432;

  /// How long the database may take to let one in, and to answer, in seconds.
  private static final String CONNECT_SECONDS = "10";
  private static final String ANSWER_SECONDS = "60";

  private final String jdbc;
  private final Properties login = new Properties();
  private final String shown;

  private DatabaseUrl(URI url) {
    var port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
    this.jdbc = "jdbc:postgresql://" + url.getHost() + ":" + port + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    this.shown = "postgresql://" + url.getHost() + ":" + port + url.getRawPath();
    var user = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
    var colon = user.indexOf(':');
    put("user", colon < 0 ? user : user.substring(0, colon));
    put("password", colon < 0 ? "" : user.substring(colon + 1));
    login.setProperty("connectTimeout", CONNECT_SECONDS);
    login.setProperty("loginTimeout", CONNECT_SECONDS);
    login.setProperty("socketTimeout", ANSWER_SECONDS);
    login.setProperty("ApplicationName", "portside");
  }

  private void put(String name, String encoded) {
    if (!encoded.isEmpty()) {
      login.setProperty(name, URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
  }

  /// Reads an address; the port is 5432 where none stands in it.
  ///
  /// @throws IllegalArgumentException for a text that is no such address; the message repeats nothing of it
  public static DatabaseUrl of(String text) {
    try {
      var url = new URI(text.strip());
      if (("postgresql".equals(url.getScheme()) || "postgres".equals(url.getScheme())) && url.getHost() != null && url.getRawPath().length() > 1) {
        return new DatabaseUrl(url);
      }
    } catch (URISyntaxException | IllegalArgumentException wrong) {
      // said below, without the password that stands in it
    }
    throw new IllegalArgumentException("it is no address of a database: postgresql://user:password@host/database, with signs such as @ and / in them as %40 and %2F");
  }

  /// The same with this password, where the address has none.
  public DatabaseUrl orPassword(Optional<String> password) {
    password.filter(_ -> !login.containsKey("password")).ifPresent(known -> login.setProperty("password", known));
    return this;
  }

  /// A connection with the tables made.
  Connection open() throws SQLException {
    var connection = DriverManager.getConnection(jdbc, login);
    try {
      var _ = new Schema(connection, Flavour.POSTGRESQL).update();
      return connection;
    } catch (SQLException | RuntimeException wrong) {
      connection.close();
      throw wrong;
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
