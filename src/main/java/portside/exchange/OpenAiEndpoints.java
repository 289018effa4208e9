package portside.exchange;

import java.time.Clock;

/// `POST /v1/chat/completions` and `POST /v1/responses`: let clients that speak OpenAI's languages use the same port.
public final class OpenAiEndpoints {
  private final Exchange exchange;
  private final ChatCompletionsLanguage chatCompletions;

  /// @param exchange serves the requests
  /// @param clock stamps the answers
  public OpenAiEndpoints(Exchange exchange, Clock clock) {
    this.exchange = exchange;
    this.chatCompletions = new ChatCompletionsLanguage(clock);
  }

  /// Serves one request for a chat completion. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void chatCompletions(Client client) throws Client.Gone {
    exchange.serve(client, chatCompletions);
  }

  /// Serves one request to the Responses API. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void responses(Client client) throws Client.Gone {
    exchange.serve(client, new ResponsesLanguage());
  }
}
