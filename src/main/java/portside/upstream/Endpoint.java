package portside.upstream;

import java.net.URI;
import java.util.Optional;
import portside.provider.HostPort;
import portside.provider.Provider;

/// Where a provider is, and by which way.
///
/// @param secure whether TLS is spoken
/// @param host name or address, IPv6 without brackets
/// @param baseUrl what paths are appended to
/// @param apiVersion Azure's `api-version`, or empty
/// @param proxy to go through, or empty for the direct way
record Endpoint(boolean secure, String host, int port, URI baseUrl, Optional<String> apiVersion, Optional<Provider.HttpProxy> proxy) {
  static Endpoint of(Provider provider) {
    var url = provider.baseUrl();
    var secure = "https".equalsIgnoreCase(url.getScheme());
    var place = HostPort.of(url);
    if (place.isEmpty() || !secure && !"http".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException("the base URL is not that of an HTTP server");
    }
    var host = place.get().host();
    var port = place.get().port() >= 0 ? place.get().port() : secure ? 443 : 80;
    var proxy = provider.proxy().filter(it -> !it.isPassedBy(host, port));
    return new Endpoint(secure, host, port, url, provider.azureApiVersion(), proxy);
  }

  /// The whole URL of a path; a query of the base URL stays behind it.
  URI url(String path) {
    var base = baseUrl.toString().split("\\?", 2);
    var own = base.length == 2 ? base[1] : "";
    var version = apiVersion.filter(v -> !own.contains("api-version=")).map(v -> "api-version=" + v).orElse("");
    var all = own.isEmpty() || version.isEmpty() ? own + version : own + "&" + version;
    return URI.create(base[0].replaceAll("/$", "") + path + (all.isEmpty() ? "" : "?" + all));
  }

  /// `host:port` for a proxy.
  String hostAndPort() {
    return bracketed() + ":" + port;
  }

  /// The `host` header: the port only when it is not the usual one.
  String hostHeader() {
    return port == (secure ? 443 : 80) ? bracketed() : hostAndPort();
  }

  /// Scheme and host, as a person knows it.
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + hostHeader();
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
