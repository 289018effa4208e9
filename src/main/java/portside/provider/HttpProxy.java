package portside.provider;

import java.util.List;

/// The HTTP proxy of `HTTPS_PROXY`, for HTTPS and HTTP alike.
///
/// @param userInfo `user:password` or empty
/// @param direct the entries of `NO_PROXY`
public record HttpProxy(String host, int port, Secret userInfo, List<String> direct) {
  /// Whether a host is reached without this proxy: this machine always, others by `NO_PROXY`.
  ///
  /// @param target name or address, IPv6 without brackets
  public boolean isPassedBy(String target, int targetPort) {
    return Loopback.names(target) || direct.stream().anyMatch(entry -> NoProxy.covers(entry, target, targetPort));
  }
}
