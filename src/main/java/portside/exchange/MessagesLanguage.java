package portside.exchange;

import portside.wire.Fault;
import portside.wire.anthropic.EventWriter;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamWriter;
import portside.wire.anthropic.WholeWriter;

/// The Anthropic Messages API.
final class MessagesLanguage implements ClientLanguage {
  @Override
  public MessagesRequest read(byte[] body) {
    return MessagesReader.read(body);
  }

  @Override
  public StreamWriter streamWriter(Client client, MessagesRequest request) {
    return new EventWriter(client.requestId());
  }

  @Override
  public WholeWriter wholeWriter() {
    return new MessageAccumulator();
  }

  @Override
  public void refuse(Client client, Fault fault) throws Client.Gone {
    Faults.answer(client, fault);
  }
}
