package portside.server;

import static portside.server.Endpoints.Access.ANYBODY;
import static portside.server.Endpoints.Access.CLIENTS;
import static portside.server.Endpoints.Access.INSIDERS;
import static portside.server.Endpoints.Access.OPERATOR;
import static portside.server.Endpoints.Access.OPERATOR_ACTION;
import static portside.server.Endpoints.Access.OPERATOR_PAGE;
import static portside.server.Endpoints.Body.DROPPED;
import static portside.server.Endpoints.Body.KEPT;
import static portside.server.Endpoints.Body.NONE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import portside.exchange.ChainEndpoints;
import portside.exchange.Client;
import portside.exchange.ConnectionTest;
import portside.exchange.CopilotEndpoints;
import portside.exchange.CountTokensEndpoint;
import portside.exchange.Exchange;
import portside.exchange.Faults;
import portside.exchange.LogRequestsEndpoint;
import portside.exchange.NativePass;
import portside.exchange.OpenAiEndpoints;
import portside.exchange.ProvidersEndpoint;
import portside.exchange.ReauthEndpoints;
import portside.status.InstanceStatus;
import portside.status.ModelList;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// What the front door serves, as the rows of its table.
///
/// @param exchange messages
/// @param openAi the same for clients that speak OpenAI's languages
/// @param nativePass the same and anything else in a provider's own language, untranslated
/// @param countTokens token counts
/// @param test the connection test, which costs a request
/// @param status how the instance is
/// @param models it offers
/// @param chain what a person does to the chain; made when it is first asked for
/// @param chainStatus how the members stand, as JSON
/// @param providers the members as a list
/// @param metrics the counters in Prometheus text format
/// @param operator what the operator sees
/// @param logRequests has whole requests recorded for a while
/// @param reauth signs in anew; made when it is first asked for
/// @param copilot tells of an account of GitHub Copilot; made when it is first asked for
public record Services(Exchange exchange, OpenAiEndpoints openAi, NativePass nativePass, CountTokensEndpoint countTokens, ConnectionTest test,
    InstanceStatus status, ModelList models, Supplier<ChainEndpoints> chain, Supplier<byte[]> chainStatus, ProvidersEndpoint providers, Supplier<String> metrics,
    OperatorPages operator, LogRequestsEndpoint logRequests, Supplier<ReauthEndpoints> reauth, Supplier<CopilotEndpoints> copilot) {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final String ANY_METHOD = "GET HEAD POST PUT PATCH DELETE OPTIONS";
  private static final byte[] NOTHING = new byte[0];

  List<Endpoints.Row> rows() {
    return Stream.of(forClients(), forOperators(), dashboard()).flatMap(List::stream).toList();
  }

  private List<Endpoints.Row> forOperators() {
    return List.of(
        row("GET", "/dashboard/data/overview", OPERATOR, NONE, (client, _) -> operator.overview(client)),
        row("GET", "/dashboard/data/instance", OPERATOR, NONE, (client, _) -> operator.instance(client)),
        row("GET", "/dashboard/data/usage", OPERATOR, NONE, (client, _) -> operator.usageOfWeek(client)),
        row("GET", "/dashboard/data/requests", OPERATOR, NONE, (client, _) -> operator.requests(client)),
        row("GET", "/dashboard/data/request/", OPERATOR, NONE, operator::request),
        row("GET", "/dashboard/data/log", OPERATOR, NONE, (client, _) -> operator.logs(client)),
        row("GET", "/dashboard/data/events", OPERATOR, NONE, (client, _) -> operator.events(client)),
        row("GET", "/usage", OPERATOR, NONE, (client, _) -> operator.usage(client)),
        row("GET", "/logs", OPERATOR, NONE, (client, _) -> operator.log(client)),
        row("GET", "/logs/stream", OPERATOR, NONE, (client, _) -> operator.logStream(client)),
        row("GET", "/config", OPERATOR, NONE, (client, _) -> operator.config(client)),
        row("GET", "/api/reauth/status", OPERATOR, NONE, (client, _) -> reauth.get().status(client)),
        row("GET", "/api/copilot/models", OPERATOR, NONE, (client, _) -> copilot.get().models(client)),
        row("GET", "/api/copilot/diagnostics", OPERATOR, NONE, (client, _) -> copilot.get().diagnostics(client)),
        row("POST", "/api/reauth/", OPERATOR_ACTION, DROPPED, (client, name) -> reauth.get().begin(client, name)),
        row("POST", "/reset", OPERATOR_ACTION, KEPT, (client, _) -> chain.get().forget(client)),
        row("POST", "/log-requests", OPERATOR_ACTION, KEPT, (client, _) -> logRequests.serve(client)));
  }

  private static List<Endpoints.Row> dashboard() {
    var files = new DashboardFiles("/portside/dashboard/");
    var rows = new ArrayList<Endpoints.Row>();
    rows.add(row("GET HEAD", "/dashboard", OPERATOR_PAGE, NONE, (client, _) -> files.send(client, DashboardFiles.NAMES.getFirst())));
    DashboardFiles.NAMES.forEach(name -> rows.add(row("GET HEAD", "/dashboard/" + name, OPERATOR_PAGE, NONE, (client, _) -> files.send(client, name))));
    return rows;
  }

  private List<Endpoints.Row> forClients() {
    return List.of(
        row("POST", "/v1/messages", CLIENTS, KEPT, (client, _) -> exchange.messages(client)),
        row("POST", "/v1/messages/count_tokens", CLIENTS, KEPT, (client, _) -> countTokens.count(client)),
        row("POST", "/v1/chat/completions", CLIENTS, KEPT, (client, _) -> openAi.chatCompletions(client)),
        row("POST", "/v1/responses", CLIENTS, KEPT, (client, _) -> openAi.responses(client)),
        row(ANY_METHOD, NativePass.Language.ANTHROPIC.prefix() + "/", CLIENTS, KEPT, (client, _) -> nativePass.serve(client, NativePass.Language.ANTHROPIC)),
        row(ANY_METHOD, NativePass.Language.OPENAI.prefix() + "/", CLIENTS, KEPT, (client, _) -> nativePass.serve(client, NativePass.Language.OPENAI)),
        row(ANY_METHOD, NativePass.Language.GEMINI.prefix() + "/", CLIENTS, KEPT, (client, _) -> nativePass.serve(client, NativePass.Language.GEMINI)),
        row("GET", "/v1/models", CLIENTS, NONE, (client, _) -> client.answer(200, JSON, models.all())),
        row("GET", "/v1/models/", CLIENTS, NONE, (client, id) -> model(client, models.one(id))),
        row("GET", "/test-connection", CLIENTS, NONE, (client, _) -> test.run(client)),
        row("GET", "/api/status", CLIENTS, NONE, (client, _) -> client.answer(200, JSON, chainStatus.get())),
        row("POST", "/api/reset", CLIENTS, KEPT, (client, _) -> chain.get().reset(client)),
        row("GET", "/api/session-vendor", CLIENTS, NONE, (client, _) -> chain.get().sessions(client)),
        row("PUT", "/api/session-vendor", CLIENTS, KEPT, (client, _) -> chain.get().giveSession(client)),
        row("DELETE", "/api/session-vendor/", CLIENTS, NONE, (client, session) -> chain.get().freeSession(client, session)),
        row("GET", "/providers", CLIENTS, NONE, (client, _) -> client.answer(200, JSON, providers.page(client.query()))),
        row("POST", "/providers/reset", CLIENTS, DROPPED, (client, _) -> chain.get().resetOutages(client)),
        row("POST", "/providers/reload", CLIENTS, DROPPED, (client, _) -> chain.get().reload(client)),
        row("POST", "/cleanup", CLIENTS, DROPPED, (client, _) -> chain.get().cleanUp(client)),
        row("GET HEAD", "/health", INSIDERS, NONE, (client, _) -> client.answer(200, JSON, status.health())),
        row("GET HEAD", "/health", ANYBODY, NONE, (client, _) -> client.answer(200, JSON, status.bareHealth())),
        row("GET HEAD", "/healthz", INSIDERS, NONE, (client, _) -> client.answer(200, JSON, status.health())),
        row("GET HEAD", "/healthz", ANYBODY, NONE, (client, _) -> client.answer(200, JSON, status.bareHealth())),
        row("GET", "/metrics", INSIDERS, NONE, (client, _) -> client.answer(200, Map.of("content-type", "text/plain; version=0.0.4; charset=utf-8"),
            metrics.get().getBytes(StandardCharsets.UTF_8))),
        row("GET HEAD", "/", ANYBODY, NONE, (client, _) -> client.answer(200, JSON, status.welcome())),
        // Claude Code asks these to see whether the line is up, and sends its telemetry here; nothing of it is kept.
        row("GET HEAD", "/api/hello", ANYBODY, NONE, (client, _) -> client.answer(200, JSON, "{}".getBytes(StandardCharsets.UTF_8))),
        row("POST", "/api/event_logging/", ANYBODY, DROPPED, (client, _) -> client.answer(204, Map.of(), NOTHING)));
  }

  private static void model(Client client, Optional<byte[]> model) throws Client.Gone {
    if (model.isPresent()) {
      client.answer(200, JSON, model.get());
    } else {
      Faults.answer(client, Fault.of(FaultKind.NOT_FOUND, "model: this proxy offers no such model; GET /v1/models lists them"));
    }
  }

  private static Endpoints.Row row(String methods, String path, Endpoints.Access access, Endpoints.Body body, Endpoints.Service service) {
    return new Endpoints.Row(List.of(methods.split(" ")), path, access, body, service);
  }
}
