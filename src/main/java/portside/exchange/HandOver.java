package portside.exchange;

import java.util.function.Consumer;
import portside.routing.Failure;
import portside.wire.anthropic.StreamEvent;

/// Passes events on, but keeps an error back while another candidate could still answer.
final class HandOver implements Consumer<StreamEvent> {
  private final Consumer<StreamEvent> out;
  private Failure failure;

  HandOver(Consumer<StreamEvent> out) {
    this.out = out;
  }

  @Override
  public void accept(StreamEvent event) {
    if (event instanceof StreamEvent.Error(var fault)) {
      failure = new Failure(fault, false);
      return;
    }
    out.accept(event);
  }

  /// Why there is no answer; null when there is one.
  Failure failure() {
    return failure;
  }
}
