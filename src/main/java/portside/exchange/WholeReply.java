package portside.exchange;

import java.util.Map;
import portside.wire.Fault;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamEvent;

/// Folds the events into one message and answers when it is complete; until then another provider may still answer in its place.
final class WholeReply implements ClientReply {
  private final Client client;
  private MessageAccumulator accumulator = new MessageAccumulator();
  private boolean complete;
  private boolean sent;

  WholeReply(Client client) {
    this.client = client;
  }

  @Override
  public void accept(StreamEvent event) {
    if (event instanceof StreamEvent.MessageStart) {
      accumulator = new MessageAccumulator(); // a new candidate starts from nothing
    }
    accumulator.accept(event);
    complete = event instanceof StreamEvent.MessageStop;
  }

  @Override
  public void flush() throws Client.Gone {
    if (complete && !sent) {
      sent = true;
      client.answer(200, Map.of("content-type", "application/json"), accumulator.bytes());
    }
  }

  @Override
  public void fault(Fault fault) throws Client.Gone {
    accumulator = new MessageAccumulator(); // what was gathered may be what left no memory
    Faults.answer(client, fault);
  }

  @Override
  public boolean begun() {
    return sent;
  }

  @Override
  public void ended() {}
}
