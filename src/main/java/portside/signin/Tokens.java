package portside.signin;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.HttpProxy;
import portside.provider.Secret;
import portside.provider.TokenOrigin;
import portside.upstream.Upstream;

/// All tokens of a process that change: those of sign-ins, token commands and service accounts. There is one holder for each account, whichever members of
/// a chain share it and however often the chain is read anew. Safe for any number of threads.
public final class Tokens {
  /// @param proxy on the way to the server that gives tokens
  /// @param authorities trusted there
  private record Key(TokenOrigin origin, Optional<HttpProxy> proxy, List<X509Certificate> authorities) {}

  private final TokenStore store;
  private final Function<Destination, Upstream> ways;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private volatile Consumer<Secret> listener = _ -> {};
  private final Map<Key, HeldToken> held = new HashMap<>();
  private final Map<Key, SignIn> signIns = new HashMap<>();
  private final Map<Key, CopilotCommand> commands = new HashMap<>();
  private final Map<Key, CopilotAccount> accounts = new HashMap<>();

  /// @param store of the sign-ins
  /// @param ways opens a way that is used once
  /// @param clock tells the time of day
  /// @param nanoTime as [System#nanoTime()]
  public Tokens(TokenStore store, Function<Destination, Upstream> ways, InstantSource clock, LongSupplier nanoTime) {
    this(store, ways, clock, nanoTime, Thread::sleep);
  }

  /// @param pause lets time pass while a person signs in
  Tokens(TokenStore store, Function<Destination, Upstream> ways, InstantSource clock, LongSupplier nanoTime, Pause pause) {
    this.store = store;
    this.ways = ways;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /// Tells of each token from now on, before a provider is shown it.
  public void tell(Consumer<Secret> listener) {
    this.listener = listener;
  }

  /// The same chain; its members get their tokens from here.
  public Chain of(Chain chain) {
    return chain.tokensFrom((destination, token) -> source(key(destination, token.origin())));
  }

  /// The sign-in that authorises at a destination; empty when none does.
  public Optional<SignIn> signIn(Destination destination) {
    return destination.token().map(Credential.Token::origin).flatMap(
        origin -> origin instanceof TokenOrigin.SignIn one ? Optional.of(signIn(key(destination, one), one)) : Optional.empty());
  }

  /// Has the next request read anew what a person has changed.
  public void forget(Destination destination) {
    destination.token().ifPresent(token -> source(key(destination, token.origin())).forget());
  }

  /// The account of Copilot that authorises at a destination; empty when none does.
  public Optional<CopilotAccount> copilot(Destination destination) {
    return destination.token().map(Credential.Token::origin)
        .flatMap(origin -> origin instanceof TokenOrigin.Copilot copilot ? Optional.of(account(key(destination, copilot), copilot)) : Optional.empty());
  }

  private synchronized CopilotAccount account(Key key, TokenOrigin.Copilot origin) {
    return accounts.computeIfAbsent(key, one -> switch (origin) {
      case TokenOrigin.GitHubSignIn signIn -> new CopilotAccount(SignIn.name(signIn), () -> signIn(one, signIn).entry().lasting(), gitHub(one, origin), store, clock);
      case TokenOrigin.CopilotCommand command -> new CopilotAccount("github-command-" + command.digest(), command(one, command)::gitHubToken, gitHub(one, origin),
          store, clock);
    });
  }

  private synchronized CopilotCommand command(Key key, TokenOrigin.CopilotCommand origin) {
    return commands.computeIfAbsent(key, one -> new CopilotCommand(origin, gitHub(one, origin)));
  }

  private GitHubTokens gitHub(Key key, TokenOrigin.Copilot origin) {
    return new GitHubTokens(origin.site(), server(key), clock);
  }

  private static Key key(Destination destination, TokenOrigin origin) {
    return new Key(origin, destination.proxy(), destination.authorities());
  }

  private synchronized HeldToken source(Key key) {
    return held.computeIfAbsent(key, one -> new HeldToken(one.origin().title(), fetch(one), nanoTime, token -> listener.accept(token)));
  }

  private synchronized SignIn signIn(Key key, TokenOrigin.SignIn origin) {
    return signIns.computeIfAbsent(key, one -> new SignIn(origin, site(origin, server(one)), store, clock));
  }

  private TokenFetch fetch(Key key) {
    return switch (key.origin()) {
      case TokenOrigin.Command command -> new TokenCommand("OPENAI_TOKEN_COMMAND", command);
      case TokenOrigin.CopilotCommand command -> command(key, command);
      case TokenOrigin.ServiceAccount(var file) -> new ServiceAccount(file, server(key), clock);
      case TokenOrigin.SignIn signIn -> signIn(key, signIn);
    };
  }

  private SignInSite site(TokenOrigin.SignIn origin, AuthServer server) {
    return switch (origin) {
      case TokenOrigin.GoogleSignIn google -> new GoogleSite(google, server, clock);
      case TokenOrigin.GitHubSignIn gitHub -> new GitHubSite(gitHub, server, clock, pause);
    };
  }

  private AuthServer server(Key key) {
    return new AuthServer(ways, key.proxy(), key.authorities());
  }
}
