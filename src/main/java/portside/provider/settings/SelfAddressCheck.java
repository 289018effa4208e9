package portside.provider.settings;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import portside.provider.HostPort;
import portside.provider.Loopback;

/// Whether an address leads back to the port this process itself opens. A request sent there would ask for itself until no file is left.
///
/// The resolver is asked only when the ports are equal, so an ordinary start asks it nothing.
final class SelfAddressCheck {
  private SelfAddressCheck() {}

  /// @param target where something is to be asked
  static boolean is(HostPort target, InstanceSettings.Listen listen) {
    if (target.port() != listen.port() || listen.port() == 0) {
      return false;
    }
    var bound = addresses(listen.host());
    if (bound.stream().anyMatch(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())) {
      return !anotherOfTheLoopback(target.host(), bound) && addresses(target.host()).stream().anyMatch(SelfAddressCheck::ofThisMachine);
    }
    return addresses(target.host()).stream().anyMatch(bound::contains);
  }

  /// 127.0.0.1 and 127.0.0.2 on one port are two servers, which is how some people run several.
  private static boolean anotherOfTheLoopback(String host, List<InetAddress> bound) {
    var address = HostPort.literal(host).filter(InetAddress::isLoopbackAddress).filter(literal -> literal.getAddress().length == 4);
    return address.isPresent()
        && bound.stream().allMatch(other -> other.isLoopbackAddress() && other.getAddress().length == 4)
        && !bound.contains(address.get());
  }

  /// A connection to the wildcard address ends at this machine, too.
  private static boolean ofThisMachine(InetAddress address) {
    try {
      return address.isLoopbackAddress() || address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  private static List<InetAddress> addresses(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return localhost(host).map(List::of).orElse(List.of());
    }
  }

  /// A machine without a resolver still knows itself.
  private static Optional<InetAddress> localhost(String host) {
    return Loopback.names(host) ? Optional.of(InetAddress.getLoopbackAddress()) : Optional.empty();
  }
}
