package portside.provider;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One HTTP server that is called, a provider's or a search backend's: where it is, by which way, and what every request to it carries.
///
/// @param name for people
/// @param endpoint where requests are sent
/// @param credential asked for each request
/// @param headers of every request, in order; one named as a header of ours or of the credential takes its place
/// @param timeouts of each call
/// @param proxy for all hosts that do not go direct
/// @param authorities trusted beside those of Java
public record Destination(
    String name,
    Endpoint endpoint,
    Credential credential,
    Map<String, Secret> headers,
    Timeouts timeouts,
    Optional<HttpProxy> proxy,
    List<X509Certificate> authorities) {

  /// The proxy to go through, or empty for the direct way.
  public Optional<HttpProxy> proxyOnTheWay() {
    return proxy.filter(it -> !it.isPassedBy(endpoint.host(), endpoint.port()));
  }

  /// The demo's once it runs inside the process: its address is known, and a key stands where a provider's would, though it asks for none.
  public Destination demoAt(URI base) {
    var endpoint = new Endpoint(base, Optional.empty(), this.endpoint.setting());
    return new Destination(name, endpoint, new Credential.Bearer(new Secret("demo")), headers, timeouts, proxy, authorities);
  }

  /// Whether requests are authorised, by the credential or by a header `Authorization`.
  public boolean authorised() {
    return !(credential instanceof Credential.None) || headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
  }
}
