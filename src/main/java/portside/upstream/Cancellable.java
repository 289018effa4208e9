package portside.upstream;

/// Something that is waited for and can be ended.
public interface Cancellable {
  /// Ends it, from any thread; harmless when it is over.
  void cancel();
}
