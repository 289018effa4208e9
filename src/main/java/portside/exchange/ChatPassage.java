package portside.exchange;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import portside.routing.Candidate;
import portside.routing.Failure;
import portside.routing.Routes;
import portside.upstream.Answer;
import portside.upstream.Outcome;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Refusal;

/// `POST /v1/chat/completions`: lets a client that speaks OpenAI use the same port. Only the model is mapped; the rest of the body and the whole
/// answer, errors of the provider included (502 and 503 too), pass as they are. Faults of the proxy's own have the Anthropic envelope, whose `error.message` OpenAI
/// clients find too.
public final class ChatPassage {
  private final Routes routes;
  private final Attendant attendant;

  /// @param routes who may answer
  /// @param attendant watches over requests
  public ChatPassage(Routes routes, Attendant attendant) {
    this.routes = routes;
    this.attendant = attendant;
  }

  /// Serves one request. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left, or must see that its answer broke off
  public void completions(Client client) throws Client.Gone {
    attendant.attend(client, (vigil, notes) -> {
      var fault = answer(client, vigil, notes);
      if (fault != null) {
        notes.fault(fault);
        Faults.answer(client, fault);
      }
    });
  }

  /// @return why there is no answer; null when the client has one
  private Fault answer(Client client, Vigil vigil, Notes notes) throws Client.Gone {
    try {
      var body = body(client.body());
      var model = Json.string(body, "model");
      if (model == null || model.isBlank()) {
        throw Refusal.invalid("model", "Field required");
      }
      var stream = body.get("stream") == JsonValue.TRUE;
      notes.asked(model, stream);
      return Attendant.ask(routes.route(model), candidate -> tryOn(client, candidate, body, stream, vigil, notes), () -> false, vigil, notes);
    } catch (Refusal refusal) {
      return refusal.fault();
    }
  }

  private static Failure tryOn(Client client, Candidate candidate, JsonObject body, boolean stream, Vigil vigil, Notes notes) throws Client.Gone {
    var attempt = candidate.upstream().attempt();
    vigil.guards(attempt);
    return switch (attempt.send("/chat/completions", Json.bytes(withModel(body, candidate.model())), stream)) {
      case Outcome.Failed failed -> new Failure(failed.fault(), failed.refused());
      case Outcome.Cancelled _ -> Attendant.ended(vigil);
      case Outcome.Answered(var answer) -> {
        try (answer) {
          yield pass(client, answer, vigil, notes);
        }
      }
    };
  }

  private static Failure pass(Client client, Answer answer, Vigil vigil, Notes notes) throws Client.Gone {
    if (answer.status() == 200) {
      stream(client, answer, vigil, notes);
      return null;
    }
    try {
      var whole = Bodies.readAll(answer);
      notes.fault(Fault.of(FaultKind.API, "the provider answered " + answer.status()));
      client.answer(answer.status(), headers(answer), whole);
      return null;
    } catch (Answer.Broken broken) {
      return broken.cancelled() ? Attendant.ended(vigil) : new Failure(broken.fault(), false);
    }
  }

  /// Once the answer has begun, its client must see when it breaks off, so that is never an orderly end.
  private static void stream(Client client, Answer answer, Vigil vigil, Notes notes) throws Client.Gone {
    notes.firstByte();
    client.open(contentType(answer));
    try {
      var buffer = new byte[8192];
      for (int read; (read = answer.read(buffer)) >= 0; ) {
        vigil.heard();
        client.send(buffer, 0, read);
        vigil.sent();
      }
      notes.ok();
    } catch (Answer.Broken broken) {
      if (!broken.cancelled()) {
        notes.fault(broken.fault());
      }
      throw new Client.Gone(broken);
    }
  }

  private static Map<String, String> headers(Answer answer) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", contentType(answer));
    if (answer.header("retry-after") != null) {
      headers.put("retry-after", answer.header("retry-after"));
    }
    return headers;
  }

  private static String contentType(Answer answer) {
    return answer.header("content-type") == null ? "application/json" : answer.header("content-type");
  }

  private static JsonObject body(byte[] bytes) {
    try {
      return Json.object(bytes);
    } catch (Json.Malformed malformed) {
      throw Refusal.invalid("body", "must be a JSON object");
    }
  }

  private static JsonObject withModel(JsonObject body, String model) {
    return Json.BUILD.createObjectBuilder(body).add("model", model).build(); // a member that is replaced keeps its place
  }
}
