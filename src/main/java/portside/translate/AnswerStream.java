package portside.translate;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Turns one provider answer into the events of one Anthropic message. Fed in order by one thread.
///
/// The events obey the client's grammar in every case: `message_start`, blocks one at a time with indices 0, 1, 2 …, one `message_delta`,
/// one `message_stop`; or an `error` event, after which nothing follows. An error before the first event leaves it the only event, so the
/// caller can still answer with a status.
public interface AnswerStream {
  /// The next bytes of the provider's answer, before they are read; most answers have no use for them. What they complete comes first, by
  /// [#data] and [#whole].
  default void raw(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {}

  /// One `data` payload of the provider's event stream, `[DONE]` included.
  ///
  /// @param event the event name, empty when the provider sent none
  /// @param data the payload, lines joined by `\n`
  /// @param out receives the events in order
  void data(String event, String data, Consumer<StreamEvent> out);

  /// A whole JSON answer, in place of a stream (also when a stream was asked for).
  void whole(String body, Consumer<StreamEvent> out);

  /// The provider's answer came to its end and nothing of it is missing. For one that broke off, [#fail] is called in its place.
  void end(Consumer<StreamEvent> out);

  /// Reading the provider's answer came to a bad end: a broken connection, a stall, an answer beyond all limits.
  /// The client is told, unless the answer was complete but for its usage.
  ///
  /// @param fault what the client is told
  void fail(Fault fault, Consumer<StreamEvent> out);

  /// True once the provider said that the answer is complete. Only usage can still come, so nobody need wait long for it.
  boolean concluded();

  /// Whether the answer failed because the model went astray before it said anything, such as a call it could not write: sampled anew, it may do
  /// better.
  default boolean wentAstray() {
    return false;
  }

  /// Tokens of the whole prompt, cached ones included, as the provider itself counted them; empty while it has said nothing of them.
  OptionalLong reportedInput();

  /// What the provider has counted so far, in the middle of its answer too; empty while it has said nothing of the prompt. The output may be behind.
  default Optional<Usage> reportedSoFar() {
    return Optional.empty();
  }

  /// True once `message_stop` or `error` was given out; the rest of the upstream answer is of no interest but for keeping the connection.
  boolean finished();
}
