package portside.exchange;

import java.util.Locale;
import portside.ledger.Answerer;
import portside.provider.dialect.Column;
import portside.routing.Candidate;

/// Tells the ledger of a candidate what prices and statistics must know of it.
final class Answerers {
  private static final int KEY_DIGITS = 6;

  private Answerers() {}

  static Answerer of(Candidate candidate) {
    var provider = candidate.provider();
    var endpoint = provider.endpoint();
    var host = endpoint.demo() ? endpoint.address() : endpoint.hostHeader();
    var path = endpoint.base().getPath();
    return new Answerer(provider.dialect().forced().orElseGet(provider::identity).toLowerCase(Locale.ROOT), host + (path == null ? "" : path), host,
        candidate.dialect().get(Column.WIRE).name().toLowerCase(Locale.ROOT), keyId(candidate.credential().digest()), Answerer.Billing.valueOf(provider.billing().name()));
  }

  /// As `config` shows it: enough to tell the keys of one file apart.
  private static String keyId(String digest) {
    return digest.substring(0, Math.min(KEY_DIGITS, digest.length()));
  }
}
