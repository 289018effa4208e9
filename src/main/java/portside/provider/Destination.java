package portside.provider;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect.KeyHeader;

/// One HTTP server that is called, a provider's or a search backend's: where it is, by which way, and what every request to it carries.
///
/// @param name for people
/// @param endpoint where requests are sent
/// @param credentials one for each key, in the order of the file, at least one; asked for each request
/// @param headers of every request, in order; one named as a header of ours or of the credential takes its place
/// @param timeouts of each call
/// @param proxy for all hosts that do not go direct
/// @param authorities trusted beside those of Java
public record Destination(
    String name,
    Endpoint endpoint,
    List<Credential> credentials,
    Map<String, Secret> headers,
    Timeouts timeouts,
    Optional<HttpProxy> proxy,
    List<X509Certificate> authorities) {

  /// The proxy to go through, or empty for the direct way.
  public Optional<HttpProxy> proxyOnTheWay() {
    return proxy.filter(it -> !it.isPassedBy(endpoint.host(), endpoint.port()));
  }

  /// The same at another address: that of the demo once it runs inside the process, or that of an account.
  public Destination at(URI base) {
    var endpoint = new Endpoint(base, Optional.empty(), this.endpoint.setting());
    return new Destination(name, endpoint, credentials, headers, timeouts, proxy, authorities);
  }

  /// The same, with its keys in that header; one that has a header of its own already keeps it.
  ///
  /// @param tokens whether a token that changes stands there, too; else it stays in `Authorization`, where every provider takes tokens
  public Destination keyedBy(KeyHeader header, boolean tokens) {
    var keyed = credentials.stream().map(credential -> keyed(credential, name(header), tokens)).toList();
    return keyed.equals(credentials) ? this : new Destination(name, endpoint, keyed, headers, timeouts, proxy, authorities);
  }

  /// Empty for `Authorization`.
  private static Optional<String> name(KeyHeader header) {
    return switch (header) {
      case BEARER -> Optional.empty();
      case X_API_KEY -> Optional.of("x-api-key");
      case API_KEY -> Optional.of("api-key");
      case X_GOOG_API_KEY -> Optional.of("x-goog-api-key");
    };
  }

  private static Credential keyed(Credential credential, Optional<String> header, boolean tokens) {
    return switch (credential) {
      case Credential.Bearer(var key) when header.isPresent() -> new Credential.HeaderKey(header.get(), key);
      case Credential.Token(var origin, var source, _) when tokens -> new Credential.Token(origin, source, header);
      case Credential.Bearer _, Credential.Token _, Credential.None _, Credential.HeaderKey _, Credential.Client _ -> credential;
    };
  }

  /// The same with tokens that come from somewhere.
  ///
  /// @param sources gives the source of a credential
  public Destination tokensFrom(Function<Credential.Token, TokenSource> sources) {
    if (credentials.stream().noneMatch(Credential.Token.class::isInstance)) {
      return this;
    }
    var sourced = credentials.stream()
        .map(credential -> credential instanceof Credential.Token token ? token.from(sources.apply(token)) : credential).toList();
    return new Destination(name, endpoint, sourced, headers, timeouts, proxy, authorities);
  }

  /// The token that authorises; empty for a key, or nothing.
  public Optional<Credential.Token> token() {
    return credentials.getFirst() instanceof Credential.Token token ? Optional.of(token) : Optional.empty();
  }

  /// Whether requests are authorised, by the credential or by a header `Authorization`.
  public boolean authorised() {
    return !(credentials.getFirst() instanceof Credential.None) || headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
  }

  /// Whether clients show their own token or key, and none of ours is sent.
  public boolean fromClient() {
    return credentials.getFirst() instanceof Credential.Client;
  }

  /// The same for a request that a client makes.
  ///
  /// @param asked gives a header of the client's request by name, or null
  public Destination shownBy(Function<String, @Nullable String> asked) {
    var shown = credentials.stream().map(credential -> credential.shownBy(asked)).toList();
    return new Destination(name, endpoint, shown, headers, timeouts, proxy, authorities);
  }
}
