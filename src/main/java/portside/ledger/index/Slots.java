package portside.ledger.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Adds requests up in pieces of 15 minutes.
final class Slots implements AutoCloseable {
  /// How long a piece is, in milliseconds. Every time zone of today is a multiple of it away from UTC.
  static final long LENGTH = 15 * 60 * 1000L;

  /// What is added up.
  static final List<String> SUMS = List.of("requests", "failed", "input", "cache_read", "cache_write", "cache_write_1h", "output", "thinking", "searches", "cost", "worth", "unpriced", "estimated");

  /// A request whose client left did not fail; one whose process was killed did.
  static final String FAILED = "result not in ('ok', 'left')";

  /// The tokens of a request.
  private static final String TOKENS = "coalesce(input, 0) + coalesce(cache_read, 0) + coalesce(cache_write, 0) + coalesce(cache_write_1h, 0) + coalesce(output, 0)";

  /// The same of the rows of `request`, in that order. What used nothing has no price to be missed, and of a lost request
  /// more than the price is unknown.
  static final List<String> OF_REQUESTS = List.of(
      "count(*)",
      "sum(case when " + FAILED + " then 1 else 0 end)",
      "sum(coalesce(input, 0))", "sum(coalesce(cache_read, 0))", "sum(coalesce(cache_write, 0))", "sum(coalesce(cache_write_1h, 0))",
      "sum(coalesce(output, 0))", "sum(coalesce(thinking, 0))", "sum(coalesce(searches, 0))",
      "sum(coalesce(cost, 0))", "sum(coalesce(worth, 0))",
      "sum(case when cost is null and coalesce(result, '') <> 'lost' and " + TOKENS + " > 0 then 1 else 0 end)",
      "sum(coalesce(estimated, 0))");

  /// By what the sums are told apart, in the table `request`.
  private static final String GROUPS =
      "at / " + LENGTH + " * " + LENGTH + ", file, coalesce(instance, ''), coalesce(provider, ''), coalesce(served, ''), coalesce(project, ''),"
          + " coalesce(class, ''), coalesce(currency, '')";

  private final PreparedStatement add;
  private final PreparedStatement take;

  Slots(Connection connection) throws SQLException {
    add = connection.prepareStatement(change("+"));
    take = connection.prepareStatement(change("-"));
  }

  private static String change(String sign) {
    var sums = OF_REQUESTS.stream().map(sum -> sign.equals("-") ? "-(" + sum + ")" : sum).toList();
    var changes = SUMS.stream().map(sum -> sum + " = slot." + sum + " + excluded." + sum).toList();
    return "insert into slot (at, file, instance, provider, served, project, class, currency, " + String.join(", ", SUMS) + ") select " + GROUPS + ", "
        + String.join(", ", sums) + " from request where id = ? group by id"
        + " on conflict (at, file, instance, provider, served, project, class, currency) do update set " + String.join(", ", changes);
  }

  /// Adds what stands in the row of a request.
  void add(String id) throws SQLException {
    add.setString(1, id);
    add.executeUpdate();
  }

  /// Takes it away again, before the row is changed.
  void take(String id) throws SQLException {
    take.setString(1, id);
    take.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    add.close();
    take.close();
  }
}
