package portside.exchange;

import java.util.Locale;
import portside.ledger.Answerer;
import portside.provider.dialect.Column;
import portside.routing.Candidate;

/// Tells the ledger of a candidate what prices and statistics must know of it.
final class Answerers {
  private Answerers() {}

  static Answerer of(Candidate candidate) {
    var provider = candidate.provider();
    var endpoint = provider.endpoint();
    var host = endpoint.demo() ? endpoint.address() : endpoint.hostHeader();
    var path = endpoint.base().getPath();
    return new Answerer(provider.dialect().forced().orElseGet(provider::identity).toLowerCase(Locale.ROOT), host + (path == null ? "" : path), host,
        candidate.dialect().get(Column.WIRE).name().toLowerCase(Locale.ROOT), candidate.credential().digest(), Answerer.Billing.valueOf(provider.billing().name()));
  }
}
