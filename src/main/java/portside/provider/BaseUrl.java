package portside.provider;

import java.net.URI;
import java.util.Locale;
import portside.provider.dialect.DialectRule;

/// Compares a base URL with the address of a known provider. The address may hold `*` for what differs from account to account or from region
/// to region. One on `localhost` means this machine by any of its names, and there the port tells the servers apart; elsewhere port and scheme
/// do not count.
final class BaseUrl {
  private BaseUrl() {}

  /// Whether the URL lives on the host of a known address.
  static boolean sameHost(String known, URI url) {
    var place = HostPort.of(url);
    if (place.isEmpty() || !known.contains("://")) { // the demo
      return known.equals(url.toString());
    }
    var host = withoutDot(place.get().host().toLowerCase(Locale.ROOT));
    var own = host(known);
    return own.startsWith("localhost:")
        ? Loopback.names(host) && own.endsWith(":" + place.get().port())
        : DialectRule.matches(own, host);
  }

  /// Whether the URL is that very address.
  static boolean covers(String known, URI url) {
    var path = url.getRawPath() == null ? "" : url.getRawPath();
    return sameHost(known, url) && known.startsWith(url.getScheme().toLowerCase(Locale.ROOT) + ":") && DialectRule.matches(path(known), path);
  }

  /// The host of a known address, with its port where there is one.
  static String host(String known) {
    var begin = known.indexOf("://") + 3;
    var end = known.indexOf('/', begin);
    return known.substring(begin, end < 0 ? known.length() : end);
  }

  private static String path(String known) {
    var slash = known.indexOf('/', known.indexOf("://") + 3);
    return slash < 0 ? "" : known.substring(slash);
  }

  /// The dot at the end of a whole name says nothing about the host.
  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
