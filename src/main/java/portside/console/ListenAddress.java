package portside.console;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// The address behind a `HOST`, in the one spelling by which two of them can be compared.
///
/// @param text such as `127.0.0.1` or `0:0:0:0:0:0:0:1`; the host as typed where this machine cannot resolve it
/// @param any whether it stands for every address of the machine
record ListenAddress(String text, boolean any) {
  static ListenAddress of(String host) {
    try {
      var address = InetAddress.getByName(host);
      return new ListenAddress(address.getHostAddress().replaceFirst("%.*", ""), address.isAnyLocalAddress());
    } catch (UnknownHostException e) {
      return new ListenAddress(host, false);
    }
  }
}
