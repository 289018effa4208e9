package portside.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Decides who sees and changes what is the operator's: usage of all clients, settings, logs.
///
/// | | on this machine | elsewhere, or passed on by a reverse proxy |
/// |---|---|---|
/// | `HOST` is this machine's own, no `OPERATOR_KEY` | open | closed |
/// | another `HOST`, no `OPERATOR_KEY` | closed | closed |
/// | `OPERATOR_KEY` | with the key | with the key |
///
/// The token of the process opens it everywhere; it stands in a file that only the user who started the process can read. Keys of clients never do:
/// clients must not see each other.
final class OperatorGuard {
  /// A header of its own, for what already sends something as `Authorization`.
  static final String OWN_HEADER = "x-portside-operator";

  private final Guard guard;
  private final Supplier<String> token;
  private volatile Optional<String> key;

  /// @param guard of all rows
  /// @param keys what opens those of the operator
  OperatorGuard(Guard guard, OperatorKeys keys) {
    this.guard = guard;
    this.token = keys.token();
    this.key = keys.key();
  }

  /// From now on this key counts.
  void admit(Optional<String> newKey) {
    key = newKey;
  }

  /// Why a request may not see what is the operator's; empty when it may.
  ///
  /// @param headers gives a header by name, or null
  /// @param local whether the connection comes from this machine
  Optional<Fault> stranger(UnaryOperator<@Nullable String> headers, boolean local) {
    return guard.page(headers.apply("sec-fetch-site"))
        .or(() -> shows(headers) || open(headers, local) ? Optional.empty() : Optional.of(key.isPresent() ? withoutKey(headers) : closed()));
  }

  /// Why a request may not change anything; empty when it may.
  Optional<Fault> keyless(UnaryOperator<@Nullable String> headers) {
    return guard.page(headers.apply("sec-fetch-site")).or(() -> shows(headers) ? Optional.empty() : Optional.of(withoutKey(headers)));
  }

  /// Why the page itself, which shows nothing, is not served; empty when it is. Other pages may lead to it, and may not make it a part of theirs.
  Optional<Fault> closed(UnaryOperator<@Nullable String> headers, boolean local) {
    var followed = "navigate".equals(headers.apply("sec-fetch-mode")) && "document".equals(headers.apply("sec-fetch-dest"));
    return (followed ? Optional.<Fault>empty() : guard.page(headers.apply("sec-fetch-site")))
        .or(() -> key.isPresent() || shows(headers) || open(headers, local) ? Optional.empty() : Optional.of(closed()));
  }

  private boolean open(UnaryOperator<@Nullable String> headers, boolean local) {
    return key.isEmpty() && guard.loopbackOnly() && guard.fromHere(headers, local);
  }

  private static Fault closed() {
    return Fault.of(FaultKind.PERMISSION, "OPERATOR_KEY: where other machines reach this proxy, what is the operator's takes a key of its own, and none is set."
        + " Set OPERATOR_KEY in the env file; client keys do not open it");
  }

  private Fault withoutKey(UnaryOperator<@Nullable String> headers) {
    var shown = headers.apply("authorization") != null || headers.apply(OWN_HEADER) != null;
    return Fault.of(FaultKind.CLIENT_KEY, shown
        ? "OPERATOR_KEY: the key you sent is not the operator's; client keys do not open this"
        : key.isPresent() ? "OPERATOR_KEY: send the operator's key as Authorization: Bearer KEY, or as " + OWN_HEADER
            : "OPERATOR_KEY: to change something takes the operator's key, and none is set; on this machine the verb reset does it without one");
  }

  private boolean shows(UnaryOperator<@Nullable String> headers) {
    return matches(Guard.bearer(headers.apply("authorization"))) || matches(headers.apply(OWN_HEADER));
  }

  /// Takes the same time whatever the key.
  private boolean matches(@Nullable String shown) {
    if (shown == null || shown.isEmpty()) {
      return false;
    }
    var bytes = shown.getBytes(StandardCharsets.UTF_8);
    var match = MessageDigest.isEqual(token.get().getBytes(StandardCharsets.UTF_8), bytes);
    match |= key.isPresent() && MessageDigest.isEqual(key.get().getBytes(StandardCharsets.UTF_8), bytes);
    return match;
  }
}
