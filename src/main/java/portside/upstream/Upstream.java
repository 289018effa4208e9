package portside.upstream;

import portside.provider.Credential;

/// The way to one provider: its connections, its headers, its time limits.
public interface Upstream extends AutoCloseable {
  /// A new try.
  ///
  /// @param credential that authorises it
  Attempt attempt(Credential credential);

  /// A new try with the first credential of the destination.
  Attempt attempt();

  /// Closes idle connections; running calls go on.
  @Override
  void close();
}
