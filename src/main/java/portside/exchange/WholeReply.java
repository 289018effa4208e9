package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.WholeWriter;

/// Puts the events together and answers when they are complete; until then another provider may still answer in its place.
final class WholeReply implements ClientReply {
  private static final byte[] NOTHING = {};

  private final Client client;
  private final ClientLanguage language;
  private WholeWriter writer;
  /// An answer that passes as it came; empty for none.
  private byte[] verbatim = NOTHING;
  private Map<String, String> from = Map.of();
  private Map<String, String> passing = Map.of();
  private boolean complete;
  private boolean sent;

  WholeReply(Client client, ClientLanguage language) {
    this.client = client;
    this.language = language;
    this.writer = language.wholeWriter();
  }

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart _ -> writer = language.wholeWriter(); // a new candidate starts from nothing
      case StreamEvent.Verbatim(var bytes, _) -> verbatim = bytes; // it comes in one piece
      case StreamEvent.MessageStop _, StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _, StreamEvent.MessageDelta _,
          StreamEvent.Ping _, StreamEvent.Error _ -> {}
    }
    writer.accept(event);
    complete = event instanceof StreamEvent.MessageStop || event instanceof StreamEvent.Verbatim;
  }

  @Override
  public void from(Map<String, String> headers) {
    from = headers;
  }

  @Override
  public void passing(Map<String, String> headers) {
    passing = headers;
  }

  @Override
  public void flush() throws Client.Gone {
    if (complete && !sent) {
      sent = true;
      var body = verbatim.length > 0 ? verbatim : writer.bytes();
      var headers = new LinkedHashMap<>(passing);
      headers.putAll(from);
      headers.put("content-type", StreamedReply.isEvents(body, body.length) ? StreamedReply.EVENTS : "application/json");
      client.answer(200, headers, body);
    }
  }

  @Override
  public void fault(Fault fault) throws Client.Gone {
    writer = language.wholeWriter(); // what was gathered may be what left no memory
    verbatim = NOTHING;
    language.refuse(client, fault);
  }

  @Override
  public boolean begun() {
    return sent;
  }

  @Override
  public void ended() {}
}
