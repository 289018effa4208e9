package portside.ledger.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Counts how often one provider stood in for another, from the attempts of the requests that are still known one by one.
final class Failovers {
  private final Connection connection;

  Failovers(Connection connection) {
    this.connection = connection;
  }

  /// The most frequent first. Candidates that were not asked at all are passed over.
  List<Failover> of(UsageQuery query) throws SQLException {
    var meant = "select id from request where at >= ? and at < ?" + query.filter().condition();
    var steps = "select provider, lag(provider) over (partition by request order by n) as origin,"
        + " lag(coalesce(fault, outcome)) over (partition by request order by n) as why from attempt"
        + " where coalesce(outcome, '') <> 'unfit' and request in (" + meant + ")";
    try (var ask = connection.prepareStatement("select origin, provider, coalesce(why, ''), count(*) from (" + steps + ") as steps where origin <> provider"
        + " group by origin, provider, why order by count(*) desc, origin, provider, why")) {
      query.filter().set(ask, query);
      var found = new ArrayList<Failover>();
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          found.add(new Failover(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4)));
        }
      }
      return found;
    }
  }
}
