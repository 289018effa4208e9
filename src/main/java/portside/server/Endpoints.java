package portside.server;

import java.util.List;
import java.util.Optional;
import portside.exchange.Client;

/// The table of what is served.
final class Endpoints {
  /// What serves one endpoint.
  @FunctionalInterface
  interface Service {
    /// Answers the client.
    ///
    /// @param rest what follows the path of a row that ends in `/`, else empty
    /// @throws Client.Gone when the client has left
    void serve(Client client, String rest) throws Client.Gone;
  }

  /// @param methods as on the wire
  /// @param path a row that ends in `/` (but for the root) takes everything below it
  /// @param guarded what may cost something: web pages are turned away, and so is who has no client key where the env file names any
  /// @param service what serves it
  record Row(List<String> methods, String path, boolean guarded, Service service) {}

  /// What a method and a path come to.
  sealed interface Match {
    /// @param row to serve
    /// @param rest behind the row's path
    record Found(Row row, String rest) implements Match {}

    /// The path is served, for other methods.
    ///
    /// @param allow those methods
    record WrongMethod(List<String> allow) implements Match {}

    /// Nothing is served there.
    record NotFound() implements Match {}
  }

  private final List<Row> rows;

  Endpoints(List<Row> rows) {
    this.rows = rows;
  }

  Match find(String method, String path) {
    Match match = new Match.NotFound();
    for (var row : rows) {
      var rest = rest(row, path);
      if (rest.isPresent()) {
        if (row.methods().contains(method)) {
          return new Match.Found(row, rest.get());
        }
        match = new Match.WrongMethod(row.methods());
      }
    }
    return match;
  }

  private static Optional<String> rest(Row row, String path) {
    if (row.path().equals(path) || path.endsWith("/") && row.path().equals(path.substring(0, path.length() - 1))) {
      return Optional.of("");
    }
    var below = row.path().length() > 1 && row.path().endsWith("/") && path.startsWith(row.path()) && path.length() > row.path().length();
    return below ? Optional.of(path.substring(row.path().length())) : Optional.empty();
  }
}
