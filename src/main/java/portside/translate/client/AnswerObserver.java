package portside.translate.client;

import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.wire.anthropic.StreamEvent;

/// Looks at an answer that passes as it came, and tells what the ledger must know of it: usage and errors. What cannot be read is passed over; it
/// is the client's affair.
sealed interface AnswerObserver permits ChatAnswerObserver, ResponsesAnswerObserver {
  /// One payload of an event stream.
  ///
  /// @param event its name, empty for none
  /// @param out receives usage and errors
  void data(String event, String data, Consumer<StreamEvent> out);

  /// A whole answer.
  void whole(String body, Consumer<StreamEvent> out);

  /// Whether anything of an answer was said, its end included.
  boolean said();

  /// Whether the provider said that nothing follows.
  boolean concluded();

  /// Whether all that was asked for has been said, so that only usage can be missing.
  boolean complete();

  /// Tokens of the whole prompt as the provider counted them; empty while it has said nothing of them.
  OptionalLong reportedInput();
}
