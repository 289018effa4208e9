package portside.exchange;

import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamWriter;
import portside.wire.anthropic.WholeWriter;

/// A language that clients speak: how their requests are read, and how answers and errors are written for them.
interface ClientLanguage extends FaultWriter {
  /// Reads the request of a client; its body is taken.
  ///
  /// @throws Refusal when it cannot be served, whoever is asked
  MessagesRequest read(Client client);

  /// Writes the events of a streamed answer.
  StreamWriter streamWriter(Client client, MessagesRequest request);

  /// Puts an answer together that is sent whole.
  WholeWriter wholeWriter();
}
