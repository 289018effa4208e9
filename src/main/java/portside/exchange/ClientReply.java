package portside.exchange;

import java.util.Map;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;

/// The answer on its way to the client: events as they come, or one whole message.
sealed interface ClientReply permits StreamedReply, WholeReply, SharedReply {
  /// Takes the next event. Nothing reaches the client before [#flush()].
  void accept(StreamEvent event);

  /// Says who answers, before anything of the answer is sent.
  ///
  /// @param headers that tell it, in lower case
  void from(Map<String, String> headers);

  /// Says what passes to the client from the head of the answer that begins now, in place of what was to pass from an answer before.
  ///
  /// @param headers in lower case
  void passing(Map<String, String> headers);

  /// Sends what was taken.
  ///
  /// @throws Client.Gone when the client has left
  void flush() throws Client.Gone;

  /// Ends the answer with a fault: as an HTTP status while that is possible, else as an `error` event.
  ///
  /// @throws Client.Gone when the client has left
  void fault(Fault fault) throws Client.Gone;

  /// Whether any part of a message has reached the client; from then on nobody else may answer.
  boolean begun();

  /// The request is over; nothing more is sent, pings included.
  void ended();
}
