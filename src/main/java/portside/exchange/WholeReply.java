package portside.exchange;

import java.util.Map;
import portside.wire.Fault;
import portside.wire.anthropic.MessageFold;
import portside.wire.anthropic.StreamEvent;

/// Folds the events into one message and answers when it is complete; until then another provider may still answer in its place.
final class WholeReply implements Reply {
  private final Client client;
  private MessageFold fold = new MessageFold();
  private boolean complete;
  private boolean sent;

  WholeReply(Client client) {
    this.client = client;
  }

  @Override
  public void accept(StreamEvent event) {
    if (event instanceof StreamEvent.MessageStart) {
      fold = new MessageFold(); // a new candidate starts from nothing
    }
    fold.accept(event);
    complete = event instanceof StreamEvent.MessageStop;
  }

  @Override
  public void flush() throws Client.Gone {
    if (complete && !sent) {
      sent = true;
      client.answer(200, Map.of("content-type", "application/json"), fold.bytes());
    }
  }

  @Override
  public void fault(Fault fault) throws Client.Gone {
    fold = new MessageFold(); // what was gathered may be what left no memory
    Faults.answer(client, fault);
  }

  @Override
  public boolean begun() {
    return sent;
  }

  @Override
  public void ended() {}
}
