package portside.exchange;

import java.util.Map;
import portside.counting.Calibration;
import portside.counting.TokenCounter;
import portside.routing.Demand;
import portside.routing.Routes;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// `POST /v1/messages/count_tokens`: counts here, never asks the provider. For a model that has answered, the count is what its answers taught.
/// Only for an unknown one the tokenizer is loaded (377 ms, 35 MB); it is mostly that of another model, and knows nothing of what a provider
/// adds to a prompt.
public final class CountTokensEndpoint {
  private final Routes routes;
  private final Calibration calibration;

  /// @param routes who would answer
  /// @param calibration how they count
  public CountTokensEndpoint(Routes routes, Calibration calibration) {
    this.routes = routes;
    this.calibration = calibration;
  }

  /// Answers `{"input_tokens": N}` with N at least 1.
  ///
  /// @throws Client.Gone when the client has left
  public void count(Client client) throws Client.Gone {
    try {
      var tokens = tokens(MessagesReader.readForCount(client.body()));
      var counted = Json.BUILD.createObjectBuilder().add("input_tokens", tokens).build();
      client.answer(200, Map.of("content-type", "application/json"), Json.bytes(counted));
    } catch (Refusal refusal) {
      Faults.answer(client, refusal.fault());
    }
  }

  private long tokens(MessagesRequest request) {
    var candidate = routes.first(Demand.of(request.model()));
    return calibration.known(candidate, TokenCounter.quick(request)).orElseGet(() -> TokenCounter.of(request));
  }
}
