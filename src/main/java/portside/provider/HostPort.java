package portside.provider;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Host and port as they stand in a URL or a setting.
///
/// [URI#getHost()] knows fewer names than resolvers do: for `my_vllm`, for `node.1` and for a name with umlauts it has none. Such names are common
/// among the services of a compose file and the hosts of a local network, so what stands before the path is read here.
///
/// @param host a name in its ASCII form, or an address, IPv6 without brackets
/// @param port -1 when there is none
public record HostPort(String host, int port) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int LONGEST_NAME = 253;

  /// Where a URL leads; empty when that is no host, or no port.
  public static Optional<HostPort> of(URI url) {
    var authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    return read(authority.substring(authority.lastIndexOf('@') + 1));
  }

  /// Reads `host`, `host:port`, `[address]` or `[address]:port`; empty when it is none of these.
  public static Optional<HostPort> read(String text) {
    var bracket = text.lastIndexOf(']');
    var colon = text.indexOf(':', Math.max(bracket, 0));
    var host = colon < 0 ? text : text.substring(0, colon);
    var port = colon < 0 ? "" : text.substring(colon + 1);
    var bracketed = host.startsWith("[") && host.endsWith("]");
    var name = bracketed ? ipv6(host.substring(1, host.length() - 1)) : name(host);
    if (port.isEmpty()) {
      return name.map(known -> new HostPort(known, -1));
    }
    return name.filter(_ -> PORT.matcher(port).matches() && isPort(Integer.parseInt(port))).map(known -> new HostPort(known, Integer.parseInt(port)));
  }

  /// A host alone, IPv6 with or without brackets.
  public static Optional<String> host(String text) {
    return text.startsWith("[") && text.endsWith("]") ? ipv6(text.substring(1, text.length() - 1)) : ipv6(text).or(() -> name(text));
  }

  /// An address that is written as numbers, without asking a resolver; empty for a name.
  public static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The port, or the usual one of the scheme where there is none.
  public int portOr(int usual) {
    return port < 0 ? usual : port;
  }

  /// The host as it stands in a URL.
  public String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private static boolean isPort(int number) {
    return number > 0 && number <= 65_535;
  }

  private static Optional<String> ipv6(String text) {
    return Optional.of(text).filter(address -> IPV6.matcher(address).matches())
        .filter(address -> literal(address.replaceFirst("%.*", "")).isPresent());
  }

  /// A name is brought to the form in which resolvers know it: `bücher.example` is `xn--bcher-kva.example`. Names in ASCII have it already, and
  /// the tables of [IDN] take a start tens of milliseconds and half a megabyte.
  private static Optional<String> name(String text) {
    try {
      var ascii = ASCII.matcher(text).matches() ? text : IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
      var possible = ascii.length() <= LONGEST_NAME && NAME.matcher(ascii).matches();
      var wrongNumbers = NUMBERS.matcher(ascii).matches() && literal(ascii).isEmpty();
      return possible && !wrongNumbers ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
