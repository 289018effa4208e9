package portside.exchange;

import java.util.function.Consumer;
import portside.routing.Outcome;
import portside.routing.Step.Why;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// One candidate answers a request: [UpstreamRound] asks it once, [portside.exchange.search.WebSearchLoop] as often as it searches.
public interface Round {
  /// Asks.
  ///
  /// @param why recorded with the attempt
  /// @param out takes the events of the answer
  /// @throws Client.Gone when the client has left
  Outcome ask(MessagesRequest request, Why why, Consumer<StreamEvent> out) throws Client.Gone;

  /// Sends the client what it may have of the events so far.
  ///
  /// @throws Client.Gone when the client has left
  void flush() throws Client.Gone;
}
