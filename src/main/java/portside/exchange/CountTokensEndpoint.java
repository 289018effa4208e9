package portside.exchange;

import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import portside.counting.Calibration;
import portside.counting.RequestSize;
import portside.counting.TokenCounter;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.Credential;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.Dialect.Wire;
import portside.routing.Candidate;
import portside.routing.Routes;
import portside.translate.UpstreamRequest;
import portside.translate.gemini.CountTokensRequest;
import portside.translate.messages.CountRequest;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// `POST /v1/messages/count_tokens`. A provider whose row says so is asked, in ten seconds at most; all others, and those that give no count, are
/// reckoned here: for a model that has answered, the count is what its answers taught. Only for an unknown one the tokenizer is loaded (377 ms, 35 MB); it
/// is mostly that of another model, and knows nothing of what a provider adds to a prompt.
public final class CountTokensEndpoint {
  /// Wires that have a request for it.
  private static final Set<Wire> COUNTING = Set.of(Wire.MESSAGES, Wire.GEMINI);

  /// Statuses that say there is no such endpoint, so that it is not asked for again.
  private static final Set<Integer> UNKNOWN_THERE = Set.of(404, 405, 501);

  /// Names of models come from clients, so there may be any number.
  private static final int MOST_PLACES = 1_000;

  private final Routes routes;
  private final TranslatorFactory translators;
  private final Calibration calibration;
  private final RequestScope scope;
  /// Places that have no such endpoint.
  private final Set<String> without = ConcurrentHashMap.newKeySet();

  /// @param routes who would answer
  /// @param translators makes the translator for a candidate
  /// @param calibration how they count
  /// @param scope watches over requests
  public CountTokensEndpoint(Routes routes, TranslatorFactory translators, Calibration calibration, RequestScope scope) {
    this.routes = routes;
    this.translators = translators;
    this.calibration = calibration;
    this.scope = scope;
  }

  /// Answers `{"input_tokens": N}`.
  ///
  /// @throws Client.Gone when the client has left
  public void count(Client client) throws Client.Gone {
    try {
      var request = MessagesReader.readForCount(client.body(), MessagesLanguage.head(client));
      var size = TokenCounter.quick(request);
      var candidate = routes.first(new RequestDemand(client, request, size, ConversationName.of(client, request), routes, calibration, true));
      var theirs = asks(client, candidate) ? theirs(client, request, candidate.shownBy(client::header)) : OptionalLong.empty();
      var tokens = theirs.isPresent() ? theirs.getAsLong() : ours(request, size, candidate);
      var counted = Json.BUILD.createObjectBuilder().add("input_tokens", tokens).build();
      client.answer(200, Map.of("content-type", "application/json"), Json.bytes(counted));
    } catch (Refusal refusal) {
      Faults.answer(client, refusal.fault());
    }
  }

  private long ours(MessagesRequest request, RequestSize size, Candidate candidate) {
    return calibration.known(candidate, size).orElseGet(() -> TokenCounter.of(request));
  }

  private boolean asks(Client client, Candidate candidate) {
    return candidate.dialect().get(TOKEN_COUNT) != TokenCount.OWN && COUNTING.contains(candidate.dialect().get(WIRE))
        && candidate.provider().obstacle().isEmpty() && !without.contains(place(candidate)) && !scope.goesRound(client);
  }

  /// The provider's count; empty when it gives none.
  private OptionalLong theirs(Client client, MessagesRequest request, Candidate asked) throws Client.Gone {
    if (asked.credential() instanceof Credential.Client shown && shown.showsNothing()) {
      return OptionalLong.empty();
    }
    var call = counting(translators.make(asked, request, 0, "").request(), asked);
    var headers = new LinkedHashMap<>(RawPass.up(client, request, asked));
    headers.putAll(call.headers());
    headers.putAll(scope.onward(client));
    var attempt = asked.upstream().attempt(asked.credential());
    try (var watchdog = scope.watchdog(client)) {
      watchdog.guards(attempt);
      watchdog.onSilence(attempt::cancel);
      var count = read(attempt.send(asked.path(call.path()), headers, call.body(), false), asked);
      if (watchdog.end() == RequestWatchdog.End.LEFT) {
        throw new Client.Gone(null);
      }
      return count;
    }
  }

  /// Where it is asked: an address, for Gemini with the model, which stands in the path.
  private static String place(Candidate asked) {
    return asked.provider().address() + (asked.dialect().get(WIRE) == Wire.GEMINI ? " " + asked.model() : "");
  }

  private static UpstreamRequest counting(UpstreamRequest message, Candidate asked) {
    return asked.dialect().get(WIRE) == Wire.GEMINI
        ? CountTokensRequest.of(message, asked.dialect().get(TOKEN_COUNT) == TokenCount.ASK_FLAT) : CountRequest.of(message);
  }

  private OptionalLong read(SendResult result, Candidate asked) {
    if (!(result instanceof SendResult.Answered(var answer))) {
      return OptionalLong.empty();
    }
    try (answer) {
      if (UNKNOWN_THERE.contains(answer.status()) && without.size() < MOST_PLACES) {
        without.add(place(asked));
      }
      var member = asked.dialect().get(WIRE) == Wire.GEMINI ? "totalTokens" : "input_tokens";
      return answer.status() == 200 && Json.object(BoundedBody.readAll(answer)).get(member) instanceof JsonNumber tokens && tokens.doubleValue() >= 0
          ? OptionalLong.of(tokens.longValue()) : OptionalLong.empty();
    } catch (UpstreamAnswer.Broken | Json.Malformed none) {
      return OptionalLong.empty();
    }
  }
}
