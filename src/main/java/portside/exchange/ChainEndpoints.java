package portside.exchange;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.Provider;
import portside.routing.Routes;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.OneLine;

/// What a person, or a script, does to a chain while it runs: forget outages, change the order, choose members for a session, read the files anew.
/// What is wrong with a request is answered 400 in the Anthropic envelope, and then nothing has changed.
public final class ChainEndpoints {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  private static final int LONGEST_NAME = 40;

  private final Routes routes;
  private final Reloading reloading;
  private final Runnable budgets;

  /// @param routes what is acted on
  /// @param reloading reads the files anew
  /// @param budgets has requests taken although a budget of the instance is used up
  public ChainEndpoints(Routes routes, Reloading reloading, Runnable budgets) {
    this.routes = routes;
    this.reloading = reloading;
    this.budgets = budgets;
  }

  /// A request that cannot be served.
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    Unfit(String message) {
      this(Fault.of(FaultKind.INVALID_REQUEST, message));
    }

    Unfit(Fault fault) {
      super(fault.message(), null, false, false);
      this.fault = fault;
    }
  }

  private interface Work {
    JsonObjectBuilder done() throws Unfit;
  }

  /// `POST /api/reset`: forgets outages and own use. With `{"vendors": ["b"]}` b is asked first from now on; several names are the whole order.
  public void reset(Client client) throws Client.Gone {
    answer(client, () -> {
      var body = client.body();
      var json = body.length == 0 ? JsonValue.EMPTY_JSON_OBJECT : object(body);
      var chain = routes.current().chain();
      var routing = routes.routing();
      if (json.containsKey("vendors")) {
        refuse(routing.preferences().promote(strings(json, "vendors"), chain));
      }
      routing.standings().reset();
      routing.quotas().reset();
      routing.changes().happened();
      return ok().add("tier_order", array(routing.preferences().order(chain)));
    });
  }

  /// `POST /reset`: forgets what the body names, `{"breaker":true,"budget":true,"learned":true}`; without a name outages alone. `budget` is the use of
  /// own quotas, and what refuses requests for a budget of the instance until its next window; `learned` what refusals taught about models.
  public void forget(Client client) throws Client.Gone {
    answer(client, () -> {
      var body = client.body();
      var json = body.length == 0 ? JsonValue.EMPTY_JSON_OBJECT : object(body);
      var asked = new LinkedHashMap<String, Runnable>();
      var routing = routes.routing();
      asked.put("breaker", routing.standings()::reset);
      asked.put("budget", () -> {
        routing.quotas().reset();
        budgets.run();
      });
      asked.put("learned", routing.lessons()::reset);
      for (var name : json.keySet()) {
        if (!asked.containsKey(name) || json.get(name).getValueType() != JsonValue.ValueType.TRUE && json.get(name).getValueType() != JsonValue.ValueType.FALSE) {
          throw new Unfit(OneLine.of(name, LONGEST_NAME) + ": what can be forgotten is breaker, budget and learned, each true or false");
        }
      }
      asked.keySet().removeIf(name -> !json.getBoolean(name, false));
      if (asked.isEmpty()) {
        asked.put("breaker", routing.standings()::reset);
      }
      asked.values().forEach(Runnable::run);
      routing.changes().happened();
      return ok().add("reset", array(asked.keySet()));
    });
  }

  /// `POST /providers/reset`: forgets outages, and nothing else.
  public void resetOutages(Client client) throws Client.Gone {
    answer(client, () -> {
      routes.routing().standings().reset();
      routes.routing().changes().happened();
      var names = routes.current().chain().members().stream().map(Provider::name).toList();
      return ok().add("message", "All providers have been reset to healthy state").add("providers", array(names));
    });
  }

  /// `POST /providers/reload`: reads the files anew; with `?dry=true` only says what would change.
  public void reload(Client client) throws Client.Gone {
    boolean dry = List.of(client.query().split("&")).contains("dry=true");
    switch (reloading.reload(dry)) {
      case Reloading.Read(var generation, var changes) -> client.answer(200, JSON, Json.bytes(Json.BUILD.createObjectBuilder()
          .add("status", dry ? "configuration not reloaded, this is a dry run" : "configuration reloaded successfully")
          .add("generation", generation).add("changes", array(changes)).build()));
      case Reloading.Faulty(var faults) -> client.answer(500, JSON,
          Json.bytes(Json.BUILD.createObjectBuilder().add("error", "Failed to reload configuration: " + faults).build()));
    }
  }

  /// `GET /api/session-vendor`: which sessions were given members.
  public void sessions(Client client) throws Client.Gone {
    answer(client, () -> {
      var bindings = Json.BUILD.createObjectBuilder();
      routes.routing().preferences().pins().forEach((session, vendors) -> bindings.add(session, array(vendors)));
      return Json.BUILD.createObjectBuilder().add("bindings", bindings);
    });
  }

  /// `PUT /api/session-vendor`: gives a session the members that are asked first.
  public void giveSession(Client client) throws Client.Gone {
    answer(client, () -> {
      var json = object(client.body());
      if (!(json.get("session_key") instanceof JsonString session)) {
        throw new Unfit("session_key: the session as its client names it is needed; Claude Code sends it as x-claude-code-session-id");
      }
      var vendors = strings(json, "vendors");
      refuse(routes.routing().preferences().pin(session.getString(), vendors, routes.current().chain()));
      routes.routing().changes().happened();
      return ok().add("session_key", session).add("vendors", array(vendors));
    });
  }

  /// `DELETE /api/session-vendor/{key}`: the session is asked for as all others; 404 when it was given none.
  public void freeSession(Client client, String session) throws Client.Gone {
    answer(client, () -> {
      if (!routes.routing().preferences().unpin(session)) {
        throw new Unfit(Fault.of(FaultKind.NOT_FOUND, "session_key: this session was given no members"));
      }
      routes.routing().changes().happened();
      return ok().add("session_key", session);
    });
  }

  /// `POST /cleanup`, which other tools need to forget finished requests: nothing stays here.
  public void cleanUp(Client client) throws Client.Gone {
    answer(client, () -> Json.BUILD.createObjectBuilder().add("status", "cleanup completed"));
  }

  private static void answer(Client client, Work work) throws Client.Gone {
    try {
      client.answer(200, JSON, Json.bytes(work.done().build()));
    } catch (Unfit unfit) {
      Faults.answer(client, unfit.fault);
    }
  }

  private static void refuse(Optional<Fault> wrong) throws Unfit {
    if (wrong.isPresent()) {
      throw new Unfit(wrong.get());
    }
  }

  private static JsonObjectBuilder ok() {
    return Json.BUILD.createObjectBuilder().add("status", "ok");
  }

  private static JsonObject object(byte[] body) throws Unfit {
    try {
      return Json.object(body);
    } catch (Json.Malformed malformed) {
      throw new Unfit("the body is no JSON object: " + malformed.getMessage());
    }
  }

  private static List<String> strings(JsonObject json, String name) throws Unfit {
    if (json.get(name) instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
      return array.getValuesAs(JsonString::getString);
    }
    throw new Unfit(name + ": a list of names is needed, such as [\"glm\"]");
  }

  private static JsonArrayBuilder array(Collection<String> values) {
    var array = Json.BUILD.createArrayBuilder();
    values.forEach(array::add);
    return array;
  }
}
