package portside.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Decides who may come in. A page in somebody's browser must not be able to spend the person's tokens, whatever name it makes resolve to this
/// machine.
final class Guard {
  /// What reverse proxies add to a request they pass on.
  private static final List<String> PASSED_ON = List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private static final int LONGEST_SHOWN = 100;

  /// The header of a client key where the usual ones hold the client's key at the provider; it never goes up.
  static final String OWN_HEADER = "x-portside-key";

  /// The header in which clients of Gemini's API show a key.
  static final String GOOGLE_HEADER = "x-goog-api-key";

  private final boolean loopbackOnly;
  private final String boundHost;
  private volatile List<byte[]> keys;
  private final BooleanSupplier inOwnHeader;
  private final Predicate<String> loopback;

  /// @param boundHost the address the server listens on
  /// @param keys that clients may show; empty for no check
  /// @param inOwnHeader whether they are shown in [#OWN_HEADER] alone
  /// @param loopback whether a name or address, IPv6 without brackets, means this machine alone
  Guard(String boundHost, List<String> keys, BooleanSupplier inOwnHeader, Predicate<String> loopback) {
    this.inOwnHeader = inOwnHeader;
    this.loopback = loopback;
    this.boundHost = withoutBrackets(boundHost.toLowerCase(Locale.ROOT));
    this.loopbackOnly = loopback.test(this.boundHost);
    this.keys = bytes(keys);
  }

  /// From now on these keys count.
  void admit(List<String> newKeys) {
    keys = bytes(newKeys);
  }

  private static List<byte[]> bytes(List<String> keys) {
    return keys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Why a request is turned away before its path is looked at; empty when it may go on.
  ///
  /// @param host the `Host` header, or null
  /// @param origin the `Origin` header, or null
  Optional<Fault> foreign(@Nullable String host, @Nullable String origin) {
    if (host != null && loopbackOnly && !isLocal(hostName(host))) {
      return Optional.of(Fault.of(FaultKind.PERMISSION, "Host: this proxy serves this machine only, and " + shown(host) + " may be the name of any."
          + " On this machine use http://localhost or http://127.0.0.1 in ANTHROPIC_BASE_URL. To be reached from containers and other machines, or"
          + " under a name behind a reverse proxy, set HOST=0.0.0.0 and a client key, ANTHROPIC_API_KEY, in the env file"));
    }
    if (origin != null && !sameOrigin(origin, host)) {
      return Optional.of(Fault.of(FaultKind.PERMISSION, "Origin: requests from web pages are not served"));
    }
    return Optional.empty();
  }

  /// Why a client may not see how the instance is set up; empty when it may. Where other machines reach the port that takes a client key, or to
  /// ask from this machine, not through a reverse proxy on it.
  ///
  /// @param headers gives a header by name, or null
  /// @param local whether the connection comes from this machine
  Optional<Fault> outsider(UnaryOperator<@Nullable String> headers, boolean local) {
    return loopbackOnly || fromHere(headers, local) ? Optional.empty() : stranger(headers);
  }

  /// Whether other machines cannot reach the port.
  boolean loopbackOnly() {
    return loopbackOnly;
  }

  /// Whether a request comes from this machine, under one of its names, and not through a reverse proxy on it.
  boolean fromHere(UnaryOperator<@Nullable String> headers, boolean local) {
    var host = headers.apply("host");
    return local && (host == null || isLocal(hostName(host))) && PASSED_ON.stream().allMatch(name -> headers.apply(name) == null);
  }

  /// Why a web page may not use a guarded path; empty when it may. A page that only links or shows an image sends no `Origin`, but browsers say
  /// where the request comes from (Fetch Metadata, W3C): `same-site` is another port of this machine, `none` an address a person typed.
  ///
  /// @param fetchSite the `Sec-Fetch-Site` header, or null
  Optional<Fault> page(@Nullable String fetchSite) {
    return fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none")
        ? Optional.empty()
        : Optional.of(Fault.of(FaultKind.PERMISSION, "Sec-Fetch-Site: requests from web pages are not served"));
  }

  /// Why a client may not use a guarded path; empty when it may.
  ///
  /// @param headers gives a header by name, or null
  Optional<Fault> stranger(UnaryOperator<@Nullable String> headers) {
    return keys.isEmpty() ? Optional.empty() : inOwnHeader.getAsBoolean() ? withoutOwnHeader(headers.apply(OWN_HEADER)) : withoutKey(headers);
  }

  private Optional<Fault> withoutOwnHeader(@Nullable String shown) {
    return shows(shown) ? Optional.empty() : Optional.of(Fault.of(FaultKind.CLIENT_KEY, OWN_HEADER + ": " + (shown == null
        ? "this proxy asks for a client key in this header, since Authorization is the provider's: set ANTHROPIC_CUSTOM_HEADERS=\"" + OWN_HEADER
            + ": KEY\" with one of the keys of ANTHROPIC_API_KEY in its env file"
        : "what you sent is none of this proxy's client keys (ANTHROPIC_API_KEY in its env file)")));
  }

  private Optional<Fault> withoutKey(UnaryOperator<@Nullable String> headers) {
    var apiKey = headers.apply("x-api-key");
    var authorization = headers.apply("authorization");
    var googleKey = headers.apply(GOOGLE_HEADER);
    if (shows(apiKey) || shows(bearer(authorization)) || shows(googleKey)) {
      return Optional.empty();
    }
    var shown = apiKey != null || authorization != null || googleKey != null;
    return Optional.of(Fault.of(FaultKind.CLIENT_KEY, shown
        ? "the key you sent is none of this proxy's client keys (ANTHROPIC_API_KEY in its env file)"
        : "this proxy asks for a client key: set ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY to one of those in its env file"));
  }

  private boolean shows(@Nullable String shown) {
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

  static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7).strip() : null;
  }

  private boolean isLocal(String name) {
    return loopback.test(name) || name.equals(boundHost) || name.endsWith(".localhost");
  }

  private static boolean sameOrigin(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// The name or address of a `Host` header, without port and brackets.
  private static String hostName(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    var colon = lower.lastIndexOf(':');
    var port = colon > lower.lastIndexOf(']') && (lower.startsWith("[") || lower.indexOf(':') == colon);
    return withoutBrackets(port ? lower.substring(0, colon) : lower);
  }

  private static String withoutBrackets(String address) {
    return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
  }

  private static String shown(String host) {
    return host.length() > LONGEST_SHOWN ? host.substring(0, LONGEST_SHOWN) + "…" : host;
  }
}
