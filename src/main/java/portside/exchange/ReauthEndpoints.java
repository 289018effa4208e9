package portside.exchange;

import jakarta.json.JsonObject;
import java.util.Map;
import portside.routing.Routes;
import portside.signin.Reauthentication;
import portside.signin.Reauthentication.State;
import portside.wire.Json;

/// `GET /api/reauth/status` and `POST /api/reauth/{provider}`: an operator has a sign-in made anew while the instance runs.
public final class ReauthEndpoints {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json", "cache-control", "no-store");

  private final Routes routes;
  private final Reauthentication reauthentication;

  /// @param routes whose members sign in
  public ReauthEndpoints(Routes routes, Reauthentication reauthentication) {
    this.routes = routes;
    this.reauthentication = reauthentication;
  }

  /// `{"providers":{"google":{"state":"pending","verification_uri":…,"user_code":…}}}`; the state is `idle`, `pending`, `completed` or `failed`.
  public void status(Client client) throws Client.Gone {
    var providers = Json.BUILD.createObjectBuilder();
    reauthentication.states(routes.current().chain()).forEach((name, state) -> providers.add(name, shown(state)));
    client.answer(200, JSON, Json.bytes(Json.BUILD.createObjectBuilder().add("providers", providers).build()));
  }

  /// 202 once it has begun; 404 when no sign-in has that name.
  ///
  /// @param name of a sign-in, or of a member of the chain
  public void begin(Client client, String name) throws Client.Gone {
    if (reauthentication.begin(routes.current().chain(), name)) {
      client.answer(202, JSON, Json.bytes(Json.BUILD.createObjectBuilder().add("status", "reauth requested").build()));
    } else {
      client.answer(404, JSON, Json.bytes(Json.BUILD.createObjectBuilder().add("error", "reauth not available").build()));
    }
  }

  private JsonObject shown(State state) {
    var json = Json.BUILD.createObjectBuilder();
    switch (state) {
      case State.Idle _ -> json.add("state", "idle");
      case State.Pending(var page, var code) -> {
        json.add("state", "pending");
        page.ifPresent(url -> json.add("verification_uri", url.toString()));
        code.ifPresent(text -> json.add("user_code", text));
      }
      case State.Completed completed -> json.add("state", "completed").add("completed_ago_seconds", reauthentication.since(completed).toSeconds());
      case State.Failed(var why) -> json.add("state", "failed").add("error", why);
    }
    return json.build();
  }
}
