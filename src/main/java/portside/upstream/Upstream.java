package portside.upstream;

import portside.provider.Credential;

/// The way to one provider, with its connections, headers and time limits.
public interface Upstream extends AutoCloseable {
  /// A new try.
  ///
  /// @param credential that authorises it
  Attempt attempt(Credential credential);

  /// A new try with the first credential of the destination.
  Attempt attempt();

  /// Closes idle connections; calls that run go on.
  @Override
  void close();
}
