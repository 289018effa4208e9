package portside.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import portside.wire.Fault;
import portside.wire.anthropic.EventWriter;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.RequestHead;
import portside.wire.anthropic.StreamWriter;
import portside.wire.anthropic.WholeWriter;

/// The Anthropic Messages API.
final class MessagesLanguage implements ClientLanguage {
  /// The headers that say something to a provider of the same language.
  private static final List<String> PASSING = List.of(RequestHead.VERSION, RequestHead.BETA);

  @Override
  public MessagesRequest read(Client client) {
    return MessagesReader.read(client.body(), head(client));
  }

  /// What stands around the body of a client's request.
  static RequestHead head(Client client) {
    var headers = new LinkedHashMap<String, String>();
    for (var name : PASSING) {
      var value = client.header(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return new RequestHead(client.query(), headers);
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
