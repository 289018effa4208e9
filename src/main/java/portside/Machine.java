package portside;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// This machine.
final class Machine {
  private Machine() {}

  /// The name it has in its network; `localhost` where it has none.
  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
