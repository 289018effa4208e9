package portside.upstream;

/// One try at one provider.
public interface Attempt {
  /// Sends the request and waits for the head of the answer. Once per attempt.
  ///
  /// @param path appended to the base URL
  /// @param body UTF-8 JSON
  /// @param stream whether an event stream is expected; sets `accept`
  Outcome send(String path, byte[] body, boolean stream);

  /// Ends the call in whatever phase it is, from any thread, within milliseconds; harmless when it is over.
  void cancel();
}
