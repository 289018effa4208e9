package portside.exchange;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import portside.counting.Calibration;
import portside.counting.TokenCounter;
import portside.counting.TruncationDetector;
import portside.exchange.search.SearchClient;
import portside.exchange.search.WebSearchLoop;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Routes;
import portside.routing.Step;
import portside.wire.Fault;
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
  /// Makes one attempt.
  interface Try {
    Outcome at(Candidate candidate, Step.Why why) throws Client.Gone;
  }

  private final Routes routes;
  private final RequestScope scope;
  private final UpstreamRound.Tools tools;
  private final Optional<SearchClient> webSearch;

  /// @param routes who may answer
  /// @param translators makes the translator for a candidate
  /// @param calibration foretells how candidates count tokens, and learns it from their answers
  /// @param scope watches over requests
  /// @param webSearch who searches the web where the provider does not
  public Exchange(Routes routes, TranslatorFactory translators, Calibration calibration, RequestScope scope, Optional<SearchClient> webSearch) {
    this.routes = routes;
    this.scope = scope;
    this.tools = new UpstreamRound.Tools(translators, calibration, new TruncationDetector(routes, calibration));
    this.webSearch = webSearch;
  }

  /// Serves one `POST /v1/messages`. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void messages(Client client) throws Client.Gone {
    serve(client, new MessagesLanguage());
  }

  /// Serves one request in any language.
  void serve(Client client, ClientLanguage language) throws Client.Gone {
    scope.run(client, language, (watchdog, entry) -> {
      var request = language.read(client.body());
      entry.asked(request.model(), request.stream());
      var reply = request.stream() ? new StreamedReply(client, language, request, watchdog) : new WholeReply(client, language);
      try {
        var plan = routes.plan(request.model());
        var context = new RequestContext(client, request, TokenCounter.quick(request), ConversationName.of(client, request), plan.candidate(),
            scope.onward(client), reply, watchdog, entry);
        var fault = walk(plan, (candidate, why) -> round(candidate, context).ask(request, why, context::event), reply::begun, watchdog);
        if (fault != null) {
          context.fail(Faults.explained(fault, context.first().provider(), request.model()));
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

  /// Walks through the candidates of a plan until one answers, there is nothing left to do, or part of an answer has reached the client.
  ///
  /// @param begun whether part of an answer has reached the client
  /// @return null when the client has its answer, else what it must be told
  static Fault walk(Plan plan, Try attempt, BooleanSupplier begun, RequestWatchdog watchdog) throws Client.Gone {
    while (true) {
      switch (plan.next()) {
        case Step.GiveUp(var fault) -> {
          return fault;
        }
        case Step.Wait(var time) -> {
          if (!watchdog.pause(time)) {
            return RequestScope.toldOf(watchdog.ended());
          }
        }
        case Step.Try(var candidate, var permit, var why) -> {
          try (permit) {
            var outcome = attempt.at(candidate, why);
            permit.report(outcome);
            switch (outcome) {
              case Outcome.Answered _ -> {
                return null;
              }
              case Outcome.Ended ended -> {
                return RequestScope.toldOf(ended);
              }
              case Outcome.Failed failed -> {
                if (begun.getAsBoolean()) {
                  return failed.fault();
                }
              }
            }
          }
        }
      }
    }
  }

  private Round round(Candidate candidate, RequestContext context) {
    return new WebSearchLoop(webSearch, candidate, new UpstreamRound(tools, context, candidate), context.watchdog(), () -> start(candidate, context));
  }

  /// The start of a message of the proxy's own.
  private StreamEvent.MessageStart start(Candidate candidate, RequestContext context) {
    var id = context.client().requestId().replaceFirst("^req_", "msg_");
    return new StreamEvent.MessageStart(id, context.request().model(), Usage.of(tools.calibration().estimate(candidate, context.size()), 0));
  }
}
