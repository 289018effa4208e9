package portside.exchange;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Routes;
import portside.translate.chat.ChatToChat;
import portside.translate.fault.ErrorToFault;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.Usage;
import portside.wire.sse.SseReader;

/// `POST /v1/chat/completions`: lets a client that speaks OpenAI use the same port. The model is mapped and the request fitted to the provider's
/// dialect; the answer passes as it comes, errors of the provider included (502 and 503 too), but for what looks like a key in them. Faults
/// of the proxy's own have the Anthropic envelope, whose `error.message` OpenAI clients find too.
public final class ChatCompletionsEndpoint {
  private final Routes routes;
  private final RequestScope scope;

  /// @param routes who may answer
  /// @param scope watches over requests
  public ChatCompletionsEndpoint(Routes routes, RequestScope scope) {
    this.routes = routes;
    this.scope = scope;
  }

  /// Serves one request. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left, or must see that its answer broke off
  public void completions(Client client) throws Client.Gone {
    scope.run(client, (watchdog, entry) -> new Relay(client, scope.onward(client), watchdog, entry).run(routes));
  }

  /// An answer with another status than 200.
  private record Refusal(int status, Map<String, String> headers, byte[] body) {}

  /// One request on its way through.
  private static final class Relay {
    private final Client client;
    private final Map<String, String> headers;
    private final RequestWatchdog watchdog;
    private final EntryBuilder entry;
    private Refusal refusal;
    private boolean begun;

    Relay(Client client, Map<String, String> headers, RequestWatchdog watchdog, EntryBuilder entry) {
      this.client = client;
      this.headers = headers;
      this.watchdog = watchdog;
      this.entry = entry;
    }

    void run(Routes routes) throws Client.Gone {
      var fault = answerOrFault(routes);
      if (fault == null) {
        return;
      }
      entry.fault(fault);
      if (refusal != null) {
        client.answer(refusal.status(), refusal.headers(), refusal.body());
      } else {
        Faults.answer(client, fault);
      }
    }

    /// Whatever goes wrong inside the proxy is a fault, too, until the answer has begun; from then on its client must see it break off.
    private Fault answerOrFault(Routes routes) throws Client.Gone {
      try {
        return answer(routes);
      } catch (RuntimeException | Error wrong) {
        var fault = RequestScope.failed(client, wrong);
        if (begun) {
          entry.fault(fault);
          throw new Client.Gone(wrong);
        }
        refusal = null;
        return fault;
      }
    }

    /// @return why there is no answer; null when the client has one
    private Fault answer(Routes routes) throws Client.Gone {
      JsonObject body;
      try {
        body = Json.object(client.body());
      } catch (Json.Malformed malformed) {
        return Fault.of(FaultKind.INVALID_REQUEST, "body: must be a JSON object");
      }
      var model = Json.string(body, "model");
      if (model == null || model.isBlank()) {
        return Fault.of(FaultKind.INVALID_REQUEST, "model: Field required");
      }
      if (model.length() > MessagesReader.LONGEST_MODEL) {
        return Fault.of(FaultKind.INVALID_REQUEST, "model: String should have at most " + MessagesReader.LONGEST_MODEL + " characters");
      }
      var stream = body.get("stream") == JsonValue.TRUE;
      entry.asked(model, stream);
      return RequestScope.walk(routes.plan(model), (candidate, why) -> {
        entry.began(candidate, why);
        var outcome = tryOn(candidate, body, stream);
        entry.ended(outcome);
        return outcome;
      }, () -> false, watchdog);
    }

    private Outcome tryOn(Candidate candidate, JsonObject body, boolean stream) throws Client.Gone {
      refusal = null;
      var sent = Json.bytes(ChatToChat.translate(body, candidate.model(), candidate.dialect(), candidate.provider().limits()));
      var attempt = candidate.upstream().attempt();
      watchdog.guards(attempt);
      return switch (attempt.send(candidate.path("/chat/completions"), headers, sent, stream)) {
        case SendResult.Failed(var fault, var refused) -> refused ? new Outcome.Unreached(fault) : new Outcome.Broken(fault);
        case SendResult.Cancelled _ -> watchdog.ended();
        case SendResult.Answered(var answer) -> {
          try (answer) {
            if (answer.status() != 200) {
              yield refused(candidate, answer, sent);
            }
            client.bodySent();
            stream(candidate, answer);
            yield new Outcome.Answered(Usage.of(0, 0)); // it passes unread
          }
        }
      };
    }

    private Outcome refused(Candidate candidate, UpstreamAnswer answer, byte[] sent) {
      try {
        var whole = BoundedBody.readAll(answer);
        var shown = mask(candidate).apply(new String(whole, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        refusal = new Refusal(answer.status(), headers(answer, mask(candidate)), shown);
        var errors = new ErrorToFault(candidate.provider().name(), candidate.model(), candidate.dialect(), 0, 0,
            SecretRedactor.of(candidate.provider()));
        var refused = errors.refused(answer.status(), answer::header, whole, Instant.EPOCH, sent);
        return new Outcome.Refused(refused.fault(), OptionalInt.of(answer.status()), refused.lesson());
      } catch (UpstreamAnswer.Broken broken) {
        return broken.cancelled() ? watchdog.ended() : new Outcome.Broken(broken.fault());
      }
    }

    /// Once the answer has begun, its client must see when it breaks off, so that is never an orderly end.
    private void stream(Candidate candidate, UpstreamAnswer answer) throws Client.Gone {
      var masked = new StreamErrorRedactor(mask(candidate));
      entry.firstByte();
      begun = true;
      client.open(contentType(answer, mask(candidate)));
      try {
        var buffer = new byte[8192];
        for (int read; (read = answer.read(buffer)) != -1; ) {
          send(masked.push(buffer, read));
        }
        send(masked.end());
        entry.ok();
      } catch (StreamErrorRedactor.TooLarge tooLarge) {
        var limit = (SseReader.LIMIT >> 20) + " MiB";
        entry.fault(Fault.of(FaultKind.UNREACHABLE, "the provider's answer has a line or a document larger than " + limit));
        throw new Client.Gone(tooLarge);
      } catch (UpstreamAnswer.Broken broken) {
        if (!broken.cancelled()) {
          entry.fault(broken.fault());
        }
        throw new Client.Gone(broken);
      }
    }

    private void send(byte[] bytes) throws Client.Gone {
      if (bytes.length > 0) {
        client.send(bytes, 0, bytes.length);
        watchdog.sent();
      }
    }
  }

  private static UnaryOperator<String> mask(Candidate candidate) {
    var blot = SecretRedactor.of(candidate.provider());
    return text -> ErrorToFault.withoutKeys(blot.apply(text));
  }

  private static Map<String, String> headers(UpstreamAnswer answer, UnaryOperator<String> mask) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", contentType(answer, mask));
    if (answer.header("retry-after") != null) {
      headers.put("retry-after", mask.apply(answer.header("retry-after")));
    }
    return headers;
  }

  private static String contentType(UpstreamAnswer answer, UnaryOperator<String> mask) {
    return answer.header("content-type") == null ? "application/json" : mask.apply(answer.header("content-type"));
  }
}
