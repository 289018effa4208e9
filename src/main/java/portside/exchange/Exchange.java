package portside.exchange;

import java.util.Optional;
import portside.counting.Calibration;
import portside.counting.TokenCounter;
import portside.counting.TruncationDetector;
import portside.exchange.search.SearchClient;
import portside.exchange.search.WebSearchLoop;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.Provider;
import portside.routing.Candidate;
import portside.routing.Routes;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// The life of one request for a message, in any language that clients speak.
///
/// ```
/// read ─► plan ─► try a candidate ─► report the outcome ─► finish the reply ─► entry
///                  ▲  translate, send, relay │
///                  └─────────────────────────┘ while nothing has reached the client and the plan has a further step
/// ```
public final class Exchange {
  private final Routes routes;
  private final RequestScope scope;
  private final UpstreamRound.Tools tools;
  private final Optional<SearchClient> webSearch;
  private final Coalescing coalescing = new Coalescing();

  /// @param routes who may answer
  /// @param translators makes the translator for a candidate
  /// @param calibration foretells how candidates count tokens, and learns it from their answers
  /// @param scope watches over requests
  /// @param webSearch who searches the web where the provider does not
  public Exchange(Routes routes, TranslatorFactory translators, Calibration calibration, RequestScope scope, Optional<SearchClient> webSearch) {
    this.routes = routes;
    this.scope = scope;
    this.tools = new UpstreamRound.Tools(translators, calibration, new TruncationDetector(routes, calibration), new ProjectLookup());
    this.webSearch = webSearch;
  }

  /// Why a provider did not serve its account when it was asked last, and what to do about it; empty when it does, or was not asked.
  public Optional<String> obstacle(Provider provider) {
    return tools.projects().obstacle(provider);
  }

  /// Serves one `POST /v1/messages`. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void messages(Client client) throws Client.Gone {
    serve(client, new MessagesLanguage());
  }

  /// Serves one request in any language.
  void serve(Client from, ClientLanguage language) throws Client.Gone {
    scope.run(from, language, (client, watchdog, entry) -> {
      var request = language.read(client);
      entry.asked(request.model(), request.stream());
      entry.from(Origins.of(client, request));
      scope.admit();
      var reply = request.stream() ? new StreamedReply(client, language, request, watchdog) : new WholeReply(client, language);
      var chain = routes.current().chain();
      try {
        if (chain.coalesce()) {
          coalescing.serve(new Coalescing.Running(client, request, reply, watchdog, entry), chain.patience().firstToken(),
              Pins.choice(client, request, routes), shared -> answer(client, request, shared, watchdog, entry));
        } else {
          answer(client, request, reply, watchdog, entry);
        }
      } catch (RuntimeException | Error wrong) {
        var fault = RequestScope.failed(client, wrong);
        entry.fault(fault);
        reply.fault(fault);
      } finally {
        reply.ended();
      }
    });
  }

  /// Has a provider answer.
  private void answer(Client client, MessagesRequest request, ClientReply reply, RequestWatchdog watchdog, EntryBuilder entry) throws Client.Gone {
    var size = TokenCounter.quick(request);
    var conversation = ConversationName.of(client, request);
    try (var plan = routes.plan(new RequestDemand(client, request, size, conversation, routes, tools.calibration(), webSearch.isPresent()))) {
      if (!plan.several()) {
        entry.alone();
      }
      var context = new RequestContext(client, request, size, conversation, plan, scope.onward(client), reply, watchdog, entry);
      var fault = new Walk(context).run((candidate, why, lane) -> round(candidate, context, lane).ask(request, why, lane));
      if (fault.isPresent()) {
        var told = fault.get();
        context.fail(told.said().map(provider -> Faults.explained(told.fault(), provider, request.model())).orElse(told.fault()));
      }
    }
  }

  private Round round(Candidate candidate, RequestContext context, Lane lane) {
    return new WebSearchLoop(webSearch, candidate, new UpstreamRound(tools, context, candidate, lane), lane.watchdog(), () -> start(candidate, context));
  }

  /// The start of a message of the proxy's own.
  private StreamEvent.MessageStart start(Candidate candidate, RequestContext context) {
    var id = context.client().requestId().replaceFirst("^req_", "msg_");
    return new StreamEvent.MessageStart(id, context.request().model(), Usage.of(tools.calibration().estimate(candidate, context.size()), 0));
  }
}
