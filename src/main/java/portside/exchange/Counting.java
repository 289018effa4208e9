package portside.exchange;

import java.util.Map;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;

/// `POST /v1/messages/count_tokens`: counts here, never asks the provider.
public final class Counting {
  /// Answers `{"input_tokens": N}` with N at least 1.
  ///
  /// @throws Client.Gone when the client has left
  public void count(Client client) throws Client.Gone {
    try {
      var tokens = TokenCount.of(MessagesReader.readForCount(client.body()));
      client.answer(200, Map.of("content-type", "application/json"), Json.bytes(Json.BUILD.createObjectBuilder().add("input_tokens", tokens).build()));
    } catch (Refusal refusal) {
      Faults.answer(client, refusal.fault());
    }
  }
}
