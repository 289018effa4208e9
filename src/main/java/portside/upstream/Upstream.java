package portside.upstream;

/// The way to one provider: its connections, its key, its time limits.
public interface Upstream extends AutoCloseable {
  /// A new try.
  Attempt attempt();

  /// Closes idle connections; running calls go on.
  @Override
  void close();
}
