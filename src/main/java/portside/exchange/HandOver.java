package portside.exchange;

import java.util.function.Consumer;
import portside.routing.Failure;
import portside.wire.anthropic.StreamEvent;

/// Passes events to the reply, but keeps an error back while another candidate could still answer.
final class HandOver implements Consumer<StreamEvent> {
  private final Reply reply;
  private final Notes notes;
  private Failure failure;

  HandOver(Reply reply, Notes notes) {
    this.reply = reply;
    this.notes = notes;
  }

  @Override
  public void accept(StreamEvent event) {
    if (event instanceof StreamEvent.Error(var fault)) {
      failure = new Failure(fault, false);
      return;
    }
    notes.event(event);
    reply.accept(event);
  }

  /// Why there is no answer; null when there is one.
  Failure failure() {
    return failure;
  }
}
