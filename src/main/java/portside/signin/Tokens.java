package portside.signin;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.HttpProxy;
import portside.provider.TokenOrigin;

/// All tokens of a process, one holder for each account, whichever members of a chain share it and however often the chain is read anew.
public final class Tokens {
  /// @param proxy on the way to the server that gives tokens
  /// @param authorities trusted there
  private record Key(TokenOrigin origin, Optional<HttpProxy> proxy, List<X509Certificate> authorities) {}

  private final LongSupplier nanoTime;
  private final Map<Key, HeldToken> held = new HashMap<>();

  /// @param nanoTime as [System#nanoTime()]
  public Tokens(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// The same chain; its members get their tokens from here.
  public Chain of(Chain chain) {
    return chain.tokensFrom(this::source);
  }

  private synchronized HeldToken source(Destination destination, Credential.Token token) {
    var origin = token.origin();
    return held.computeIfAbsent(new Key(origin, destination.proxy(), destination.authorities()), key -> new HeldToken(origin.title(), fetch(key), nanoTime));
  }

  private TokenFetch fetch(Key key) {
    return switch (key.origin()) {
      case TokenOrigin.Command command -> new TokenCommand(command);
      case TokenOrigin.ServiceAccount _, TokenOrigin.SignIn _ -> throw new UnsupportedOperationException();
    };
  }
}
