package portside.exchange;

import java.util.List;
import java.util.Optional;
import portside.routing.Choice;
import portside.routing.Routes;
import portside.wire.anthropic.MessagesRequest;

/// Whom a client chooses among the members of a chain: by a header, by a member of the body, or for its session beforehand.
final class Pins {
  /// `glm`, `glm:glm-5.3`, or `glm,*`: that one first, then as usual.
  static final String HEADER = "x-portside-provider";

  private Pins() {}

  /// The choice that stands in the header; empty when there is none, or the chain leaves clients none.
  static Optional<Choice> byHeader(Client client, Routes routes) {
    var chain = routes.current().chain();
    var header = client.header(HEADER);
    return chain.several() && chain.pins() && header != null && !header.isBlank() ? Optional.of(Choice.parse(header)) : Optional.empty();
  }

  /// The choice for this request; empty when there is none, or the chain leaves clients none.
  static Optional<Choice> choice(Client client, MessagesRequest request, Routes routes) {
    var chain = routes.current().chain();
    if (!chain.several() || !chain.pins()) {
      return Optional.empty();
    }
    var said = byHeader(client, routes);
    if (said.isPresent()) {
      return said;
    }
    var original = request.original();
    if (original != null && original.provider() != null) {
      return Optional.of(Choice.parse(original.provider()));
    }
    var session = client.header("x-claude-code-session-id");
    var vendors = session == null ? List.<String>of() : routes.routing().preferences().pinned(session);
    return vendors.isEmpty() ? Optional.empty() : Optional.of(Choice.session(vendors));
  }
}
