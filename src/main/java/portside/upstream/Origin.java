package portside.upstream;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import portside.provider.Loopback;
import portside.provider.Provider;

/// Where a provider is, and by which way.
///
/// @param secure whether TLS is spoken
/// @param host name or address, IPv6 without brackets
/// @param baseUrl what paths are appended to
/// @param apiVersion Azure's `api-version`, or empty
/// @param proxy to go through, or empty for the direct way
record Origin(boolean secure, String host, int port, URI baseUrl, Optional<String> apiVersion, Optional<Provider.HttpProxy> proxy) {
  static Origin of(Provider provider) {
    var url = provider.baseUrl();
    var secure = "https".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !secure && !"http".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException("the base URL is not that of an HTTP server");
    }
    var host = url.getHost().replaceAll("[\\[\\]]", "");
    var port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    var proxy = provider.proxy().filter(it -> !goesDirect(host, port, it.direct()));
    return new Origin(secure, host, port, url, provider.azureApiVersion(), proxy);
  }

  /// The whole URL of a path; a query of the base URL stays behind it.
  URI url(String path) {
    var base = baseUrl.toString();
    var query = base.indexOf('?');
    var before = query < 0 ? base : base.substring(0, query);
    var own = query < 0 ? "" : base.substring(query + 1);
    var version = apiVersion.filter(v -> !own.contains("api-version=")).map(v -> "api-version=" + v).orElse("");
    var all = own.isEmpty() || version.isEmpty() ? own + version : own + "&" + version;
    return URI.create(before.replaceAll("/$", "") + path + (all.isEmpty() ? "" : "?" + all));
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

  /// NO_PROXY as curl and Go read it: `*`, a host with all below it (a leading dot or `*.` does not matter), `host:port`.
  /// This machine is always reached directly.
  private static boolean goesDirect(String host, int port, List<String> direct) {
    var name = host.toLowerCase(Locale.ROOT);
    if (Loopback.names(name)) {
      return true;
    }
    return direct.stream().map(entry -> entry.strip().toLowerCase(Locale.ROOT)).anyMatch(entry -> covers(entry, name, port));
  }

  private static boolean covers(String entry, String name, int port) {
    if (entry.equals("*")) {
      return true;
    }
    var colon = entry.indexOf(':');
    // A single colon is followed by a port; several are an IPv6 address.
    var hasPort = colon >= 0 && colon == entry.lastIndexOf(':');
    if (hasPort && !entry.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    var domain = (hasPort ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }
}
