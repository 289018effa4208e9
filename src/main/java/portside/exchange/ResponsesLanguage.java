package portside.exchange;

import portside.translate.client.ResponsesReader;
import portside.translate.client.ResponsesStreamWriter;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamWriter;
import portside.wire.anthropic.WholeWriter;

/// OpenAI's Responses API, of which requests only pass.
final class ResponsesLanguage implements ClientLanguage {
  @Override
  public MessagesRequest read(Client client) {
    return ResponsesReader.read(client.body());
  }

  @Override
  public StreamWriter streamWriter(Client client, MessagesRequest request) {
    return new ResponsesStreamWriter();
  }

  @Override
  public WholeWriter wholeWriter() {
    return new NothingToWrite();
  }

  @Override
  public void refuse(Client client, Fault fault) throws Client.Gone {
    Faults.answerOpenAi(client, fault);
  }

  /// A whole answer passes in one piece.
  private static final class NothingToWrite implements WholeWriter {
    @Override
    public void accept(StreamEvent event) {}

    @Override
    public byte[] bytes() {
      throw new IllegalStateException("an answer of the Responses API that was not passed");
    }
  }
}
