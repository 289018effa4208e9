package portside.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Who may come in. A page in somebody's browser must not be able to spend the person's tokens, whatever name it makes resolve to this machine.
final class Guard {
  // The wall keeps this room from portside.provider.Loopback; here it is about what a Host header may hold, brackets included.
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private static final Pattern LOOPBACK_NET = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final boolean loopbackOnly;
  private final String boundHost;
  private final List<byte[]> keys;

  /// @param boundHost the address the server listens on
  /// @param keys that clients may show; empty for no check
  Guard(String boundHost, List<String> keys) {
    this.boundHost = boundHost.toLowerCase(Locale.ROOT);
    this.loopbackOnly = isLoopback(this.boundHost);
    this.keys = keys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Why a request is turned away before its path is looked at; empty when it may go on.
  ///
  /// @param host the `Host` header, or null
  /// @param origin the `Origin` header, or null
  Optional<Fault> foreign(String host, String origin) {
    if (host != null && loopbackOnly && !isLocal(hostName(host))) {
      return Optional.of(Fault.of(FaultKind.PERMISSION,
          "Host: this proxy serves this machine only; use http://localhost or http://127.0.0.1 in ANTHROPIC_BASE_URL"));
    }
    if (origin != null && !sameOrigin(origin, host)) {
      return Optional.of(Fault.of(FaultKind.PERMISSION, "Origin: requests from web pages are not served"));
    }
    return Optional.empty();
  }

  /// Why a web page may not use a guarded path; empty when it may. A page that only links or shows an image sends no `Origin`, but browsers say
  /// where the request comes from (Fetch Metadata, W3C): `same-site` is another port of this machine, `none` an address a person typed.
  ///
  /// @param fetchSite the `Sec-Fetch-Site` header, or null
  Optional<Fault> page(String fetchSite) {
    return fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none")
        ? Optional.empty()
        : Optional.of(Fault.of(FaultKind.PERMISSION, "Sec-Fetch-Site: requests from web pages are not served"));
  }

  /// Why a client may not use a guarded path; empty when it may.
  ///
  /// @param apiKey the `x-api-key` header, or null
  /// @param authorization the `Authorization` header, or null
  Optional<Fault> stranger(String apiKey, String authorization) {
    if (keys.isEmpty() || shows(apiKey) || shows(bearer(authorization))) {
      return Optional.empty();
    }
    var shown = apiKey != null || authorization != null;
    return Optional.of(Fault.of(FaultKind.AUTHENTICATION, shown
        ? "the key you sent is none of this proxy's client keys (ANTHROPIC_API_KEY in its env file)"
        : "this proxy asks for a client key: set ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY to one of those in its env file"));
  }

  private boolean shows(String shown) {
    if (shown == null) {
      return false;
    }
    var bytes = shown.getBytes(StandardCharsets.UTF_8);
    var match = false;
    for (var key : keys) {
      match |= MessageDigest.isEqual(key, bytes); // takes the same time whatever the key
    }
    return match;
  }

  private static String bearer(String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7).strip() : null;
  }

  private boolean isLocal(String name) {
    return isLoopback(name) || name.equals(boundHost) || name.endsWith(".localhost");
  }

  private static boolean isLoopback(String name) {
    return LOOPBACK.contains(name) || LOOPBACK_NET.matcher(name).matches();
  }

  private static boolean sameOrigin(String origin, String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hostName(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    var colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') && lower.indexOf(':') == colon || lower.startsWith("[") && colon > lower.lastIndexOf(']')
        ? lower.substring(0, colon)
        : lower;
  }
}
