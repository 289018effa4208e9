package portside.wire.anthropic;

import java.util.function.Consumer;

/// Writes events as the client's language has them, into one buffer that is used again and again: collect the events of one upstream chunk, send
/// the first [#length] bytes of [#buffer], [#clear].
public interface StreamWriter extends Consumer<StreamEvent> {
  /// How many bytes wait to be sent.
  int length();

  /// The buffer; its first [#length()] bytes are what waits, until the next event is added.
  byte[] buffer();

  /// Forgets what waits.
  void clear();
}
