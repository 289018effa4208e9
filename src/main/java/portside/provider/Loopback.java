package portside.provider;

import java.net.InetAddress;
import java.util.Optional;

/// This machine, by the names under which nobody else can reach it.
public final class Loopback {
  private Loopback() {}

  /// Whether a host name or address, IPv6 without brackets, means this machine alone: `localhost`, also with the dot of a whole name, and each
  /// spelling of an address that a resolver takes for one of the loopback, such as `127.1`, `0:0:0:0:0:0:0:1` and `::ffff:127.0.0.1`. No resolver
  /// is asked.
  public static boolean names(String host) {
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.equalsIgnoreCase("localhost") || literal(name).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static Optional<InetAddress> literal(String name) {
    var zone = name.indexOf('%');
    return HostPort.literal(zone < 0 ? name : name.substring(0, zone));
  }
}
