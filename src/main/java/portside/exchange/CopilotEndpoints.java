package portside.exchange;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Provider;
import portside.provider.copilot.CopilotModel;
import portside.provider.dialect.Column;
import portside.routing.ModelOffers;
import portside.routing.Routes;
import portside.signin.CopilotAccount;
import portside.signin.CopilotQuota;
import portside.wire.Json;

/// `GET /api/copilot/models` and `GET /api/copilot/diagnostics`: what the first member that is GitHub Copilot is offered, and how it stands with its token.
/// The pages are coding-proxy's of these names, with more members; no token is in them.
public final class CopilotEndpoints {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json", "cache-control", "no-store");
  private static final int NOT_FOUND = 404;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;

  private final Routes routes;
  private final ModelOffers offers;
  private final Function<Destination, Optional<CopilotAccount>> accounts;

  /// @param routes whose member it is
  /// @param offers asks for lists of models
  /// @param accounts gives the account of a member; empty for a gateway that signs in itself
  public CopilotEndpoints(Routes routes, ModelOffers offers, Function<Destination, Optional<CopilotAccount>> accounts) {
    this.routes = routes;
    this.offers = offers;
    this.accounts = accounts;
  }

  /// Asks for the list now: 200 with it, 502 when there is none, 503 when there is no token to ask with, 404 without such a member.
  public void models(Client client) throws Client.Gone {
    var member = member();
    if (member.isEmpty()) {
      client.answer(NOT_FOUND, JSON, notEnabled());
      return;
    }
    var page = begun(member.get());
    switch (offers.ask(member.get())) {
      case ModelOffers.Listed(var models) -> {
        var names = Json.BUILD.createArrayBuilder();
        models.usable().forEach(model -> names.add(model.id()));
        var listed = Json.BUILD.createArrayBuilder();
        models.all().forEach(model -> listed.add(shown(member.get(), model)));
        var opus = models.named("claude-opus-4.6").filter(CopilotModel::usable).isPresent();
        client.answer(200, JSON, Json.bytes(page.add("probe_status", "ok").add("available_models", names).add("has_claude_opus_4_6", opus).add("models", listed).build()));
      }
      case ModelOffers.Unlisted(var why, var authorised) ->
          client.answer(authorised ? BAD_GATEWAY : UNAVAILABLE, JSON, Json.bytes(page.add("probe_status", "error").add("error", why).build()));
    }
  }

  private static JsonObjectBuilder shown(Provider member, CopilotModel model) {
    var row = member.dialect().row(model.id());
    return Json.BUILD.createObjectBuilder().add("id", model.id()).add("usable", model.usable())
        .add("wire", row.get(Column.WIRE).name().toLowerCase(Locale.ROOT)).add("context_window", row.get(Column.CONTEXT_WINDOW)).add("max_output", row.get(Column.MAX_OUTPUT));
  }

  /// How it stands with the token, the models and what is left to the account, as far as it is known; asks for nothing but an old quota.
  public void diagnostics(Client client) throws Client.Gone {
    var member = member();
    if (member.isEmpty()) {
      client.answer(NOT_FOUND, JSON, notEnabled());
      return;
    }
    var page = begun(member.get());
    member.get().destination().token().ifPresentOrElse(token -> page.add("token", token(token)), () -> page.addNull("token"));
    member.get().dialect().offered().known().ifPresentOrElse(models -> page.add("models", models.usable().size()), () -> page.addNull("models"));
    accounts.apply(member.get().destination()).flatMap(CopilotAccount::known).map(CopilotQuota::json)
        .ifPresentOrElse(quota -> page.add("quota", quota), () -> page.addNull("quota"));
    client.answer(200, JSON, Json.bytes(page.build()));
  }

  private static JsonObjectBuilder begun(Provider member) {
    var base = member.destination().token().flatMap(token -> token.source().base()).orElse(member.endpoint().base());
    return Json.BUILD.createObjectBuilder().add("provider", member.name()).add("base_url", base.toString());
  }

  private static JsonObjectBuilder token(Credential.Token token) {
    var json = Json.BUILD.createObjectBuilder().add("from", token.origin().title());
    var missing = token.source().missing();
    var given = token.source().given().stream().findFirst();
    json.add("state", missing.isPresent() ? "missing" : given.isPresent() ? "held" : "not fetched yet");
    given.ifPresentOrElse(secret -> json.add("digest", secret.digest().substring(0, 8)), () -> json.addNull("digest"));
    missing.ifPresentOrElse(why -> json.add("error", why.why()), () -> json.addNull("error"));
    return json;
  }

  private Optional<Provider> member() {
    return routes.current().chain().members().stream().filter(one -> one.dialect().offersByAccount()).findFirst();
  }

  private static byte[] notEnabled() {
    JsonObject error = Json.BUILD.createObjectBuilder().add("type", "not_found").add("message", "copilot backend not enabled").build();
    return Json.bytes(Json.BUILD.createObjectBuilder().add("error", error).build());
  }
}
