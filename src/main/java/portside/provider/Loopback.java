package portside.provider;

import java.util.regex.Pattern;

/// This machine, by the names under which nobody else can reach it.
public final class Loopback {
  private static final Pattern NET = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Loopback() {}

  /// Whether a host name or address, IPv6 without brackets, means this machine alone.
  public static boolean names(String host) {
    return host.equalsIgnoreCase("localhost") || NET.matcher(host).matches() || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1");
  }
}
