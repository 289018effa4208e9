package portside.status;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.MAX_OUTPUT;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.copilot.CopilotModel;
import portside.routing.Routes;
import portside.wire.Json;

/// The models an instance offers, as JSON: the pages `GET /v1/models` and `GET /v1/models/{id}`. They come from the settings in force and from
/// what is known of the lists of accounts; no provider is waited for. Windows are in tokens, and `null` where nothing is known of one.
public final class ModelList {
  private final Routes routes;

  /// @param routes whose members' models they are
  public ModelList(Routes routes) {
    this.routes = routes;
  }

  /// `GET /v1/models`: the Anthropic list, which OpenAI clients can read too.
  public byte[] all() {
    var data = Json.BUILD.createArrayBuilder();
    var all = offered();
    all.values().forEach(data::add);
    var list = Json.BUILD.createObjectBuilder().add("object", "list").add("data", data).add("has_more", false);
    list.add("first_id", all.sequencedKeySet().getFirst()).add("last_id", all.sequencedKeySet().getLast());
    return Json.bytes(list.build());
  }

  /// `GET /v1/models/{id}`; empty when this instance offers no such model.
  public Optional<byte[]> one(String id) {
    return Optional.ofNullable(offered().get(id)).map(Json::bytes);
  }

  /// The members' models, and what else is offered to their accounts as far as that is known, under their own names and under aliases that begin with
  /// `claude`, the only ones Claude Code lists. In a chain an alias also names the member.
  private SequencedMap<String, JsonObject> offered() {
    var offered = new LinkedHashMap<String, JsonObject>();
    var chain = routes.current().chain();
    for (var member : chain.members()) {
      var asked = member.asked();
      var further = member.dialect().offered().known().stream().flatMap(models -> models.usable().stream()).map(CopilotModel::id)
          .filter(id -> !asked.contains(id));
      for (var model : Stream.concat(member.models().distinct().stream(), further).toList()) {
        var alias = Provider.Models.alias(chain.several() ? member.name() + "/" + model : model);
        for (var id : List.of(alias, model)) {
          offered.putIfAbsent(id, described(id, member, model));
        }
      }
    }
    return offered;
  }

  /// Every member of Anthropic's `ModelInfo`, since its SDKs insist on them, and those of OpenAI's.
  private JsonObject described(String id, Provider provider, String model) {
    var row = provider.dialect().row(provider.asked(model, false));
    var described =
        Json.BUILD.createObjectBuilder()
            .add("type", "model").add("id", id).add("display_name", model + " (" + provider.name() + ")").add("created_at", "2026-01-01T00:00:00Z")
            .add("lifecycle", "active").addNull("deprecated_at").addNull("retires_at").addNull("line").addNull("capabilities");
    limit(described, "max_input_tokens", row.get(CONTEXT_WINDOW));
    limit(described, "max_tokens", row.get(MAX_OUTPUT));
    return described.add("object", "model").add("created", 1_767_225_600).add("owned_by", provider.name()).build();
  }

  private static void limit(JsonObjectBuilder described, String name, long tokens) {
    if (tokens > 0) {
      described.add(name, tokens);
    } else {
      described.addNull(name); // nothing is known of it
    }
  }
}
