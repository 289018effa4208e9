package portside.exchange;

import java.util.Map;
import java.util.function.Consumer;
import portside.exchange.watch.RequestWatchdog;
import portside.wire.anthropic.StreamEvent;

/// Where the events of one attempt go, and what watches over it.
interface Lane extends Consumer<StreamEvent> {
  /// Says what passes to the client from the head of the answer that begins now.
  ///
  /// @param headers in lower case
  void passing(Map<String, String> headers);

  /// Sends the client what it may have of the events so far.
  ///
  /// @throws Client.Gone when the client has left
  void flush() throws Client.Gone;

  /// Watches over this attempt.
  RequestWatchdog watchdog();

  /// Whether an event is the first word of an answer, when none came before it.
  static boolean speaks(StreamEvent event) {
    return event instanceof StreamEvent.BlockStart || event instanceof StreamEvent.Verbatim;
  }

  /// The lane of an attempt that runs alone: straight to the client.
  ///
  /// @param speaks runs when the first word of the answer is there, and maybe later
  record Straight(RequestContext context, Runnable speaks) implements Lane {
    @Override
    public void accept(StreamEvent event) {
      if (Lane.speaks(event)) {
        speaks.run();
      }
      context.event(event);
    }

    @Override
    public void passing(Map<String, String> headers) {
      context.reply().passing(headers);
    }

    @Override
    public void flush() throws Client.Gone {
      context.flush();
    }

    @Override
    public RequestWatchdog watchdog() {
      return context.watchdog();
    }
  }
}
