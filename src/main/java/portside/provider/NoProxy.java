package portside.provider;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import portside.provider.dialect.DialectRule;

/// The hosts of `NO_PROXY`, which are reached without the proxy. Programs differ in what they take there, and people copy the setting from one to
/// the other; so all that is clear is honoured: a host with all below it (a leading dot or `*.` does not matter), `host:port`, stars anywhere,
/// networks such as `10.0.0.0/8`, a whole URL, commas or blanks between them, and `*` for everything.
///
/// A network covers addresses only. What a name resolves to is not asked, because behind such a proxy many names resolve to nothing.
public final class NoProxy {
  private static final Pattern BETWEEN = Pattern.compile("[,;|\\s]+");
  private static final Pattern PLACE = Pattern.compile("(\\[.*]|[^:]+)(?::([0-9]{1,5})?)?");
  private static final Pattern GLOB = Pattern.compile("[a-z0-9_.*-]+");

  private NoProxy() {}

  /// What stands in the setting, each entry by itself.
  public static List<String> entries(String typed) {
    return Stream.of(BETWEEN.split(typed)).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
  }

  /// Whether an entry can cover any host at all.
  public static boolean isUsable(String entry) {
    return read(entry).isPresent();
  }

  /// Whether an entry covers a host; one that cannot be read covers none.
  static boolean covers(String entry, String host, int port) {
    return read(entry).filter(rule -> rule.covers(withoutDot(host.toLowerCase(Locale.ROOT)), port)).isPresent();
  }

  private sealed interface Rule {
    boolean covers(String host, int port);
  }

  private record Hosts(String glob, int onlyPort) implements Rule {
    @Override
    public boolean covers(String host, int port) {
      return (onlyPort < 0 || onlyPort == port) && (DialectRule.matches(glob, host) || DialectRule.matches("*." + glob, host));
    }
  }

  private record Address(InetAddress address, int onlyPort) implements Rule {
    @Override
    public boolean covers(String host, int port) {
      return (onlyPort < 0 || onlyPort == port) && HostPort.literal(host).filter(address::equals).isPresent();
    }
  }

  private record Network(byte[] address, int bits) implements Rule {
    @Override
    public boolean covers(String host, int port) {
      return HostPort.literal(host).map(InetAddress::getAddress).filter(other -> other.length == address.length && sameBits(other)).isPresent();
    }

    private boolean sameBits(byte[] other) {
      var whole = bits / 8;
      var rest = bits % 8;
      var mask = 0xff << 8 - rest;
      return Arrays.equals(address, 0, whole, other, 0, whole) && (rest == 0 || (address[whole] & mask) == (other[whole] & mask));
    }
  }

  private static Optional<? extends Rule> read(String entry) {
    var lower = entry.strip().toLowerCase(Locale.ROOT);
    var scheme = lower.indexOf("://");
    var text = scheme < 0 ? lower : lower.substring(scheme + 3).replaceFirst("/.*", "");
    var slash = text.indexOf('/');
    if (slash >= 0) {
      return network(text.substring(0, slash), text.substring(slash + 1));
    }
    var bare = HostPort.host(text).flatMap(HostPort::literal); // IPv6 may stand without brackets
    if (bare.isPresent()) {
      return bare.map(address -> new Address(address, -1));
    }
    var place = PLACE.matcher(text.replaceFirst("^\\*?\\.(?=.)", ""));
    return place.matches() ? rule(place.group(1), place.group(2) == null ? -1 : Integer.parseInt(place.group(2))) : Optional.empty();
  }

  private static Optional<Rule> rule(String host, int port) {
    var name = HostPort.host(host).orElse(host); // in its ASCII form, unless it has stars
    return HostPort.literal(name).<Rule>map(address -> new Address(address, port))
        .or(() -> GLOB.matcher(name).matches() ? Optional.of(new Hosts(withoutDot(name), port)) : Optional.empty());
  }

  private static Optional<Network> network(String address, String bits) {
    var known = HostPort.host(address).flatMap(HostPort::literal).map(InetAddress::getAddress);
    return known.filter(bytes -> bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= 8 * bytes.length)
        .map(bytes -> new Network(bytes, Integer.parseInt(bits)));
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
