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

  /// Who may use a row.
  enum Access {
    /// Everybody: the endpoint costs nothing and shows nothing.
    ANYBODY,
    /// Who may see how the instance is set up. Where other machines reach the port it takes a client key, or a request from this machine.
    INSIDERS,
    /// Who operates the instance, and pages of its own. Where other machines reach the port it takes `OPERATOR_KEY`; a client key does not do.
    OPERATOR,
    /// The same for what changes something: it always takes `OPERATOR_KEY`, or the token that the process left for programs of its user.
    OPERATOR_ACTION,
    /// What shows nothing by itself and asks for the rest with `OPERATOR_KEY`; other pages may link to it.
    OPERATOR_PAGE,
    /// Who may cost something: web pages are turned away, and so are clients without a client key where the env file names any.
    CLIENTS
  }

  /// What becomes of a request's body.
  enum Body {
    /// The body is not looked at before the answer.
    NONE,
    /// The body is read, and nothing of it is kept.
    DROPPED,
    /// The service gets the body.
    KEPT
  }

  /// @param methods as on the wire
  /// @param path a row that ends in `/` (but for the root) takes everything below it
  /// @param access which clients are served; the others get the next row for the same path, if there is one
  /// @param body what becomes of the body
  /// @param service what serves it
  record Row(List<String> methods, String path, Access access, Body body, Service service) {}

  /// What is served for a method and a path.
  sealed interface Match {
    /// @param rows to serve, the first one that the client may use
    /// @param rest behind the rows' path
    record Found(List<Row> rows, String rest) implements Match {}

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

  /// A base URL that ends in `/v1`, as those of OpenAI's kind do, makes the client ask for `/v1/v1/messages`; the path is clear all the same.
  Match find(String method, String asked) {
    var path = asked.startsWith("/v1/v1/") ? asked.substring("/v1".length()) : asked;
    var here = rows.stream().filter(row -> rest(row, path).isPresent()).toList();
    if (here.isEmpty()) {
      return new Match.NotFound();
    }
    var rows = here.stream().filter(row -> row.methods().contains(method)).toList();
    return rows.isEmpty()
        ? new Match.WrongMethod(here.stream().flatMap(row -> row.methods().stream()).distinct().toList())
        : new Match.Found(rows, rest(rows.getFirst(), path).orElseThrow());
  }

  private static Optional<String> rest(Row row, String path) {
    if (row.path().equals(path) || path.endsWith("/") && row.path().equals(path.substring(0, path.length() - 1))) {
      return Optional.of("");
    }
    var below = row.path().length() > 1 && row.path().endsWith("/") && path.startsWith(row.path());
    return below ? Optional.of(path.substring(row.path().length())) : Optional.empty();
  }
}
