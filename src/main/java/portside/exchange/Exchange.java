package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import portside.counting.Calibration;
import portside.counting.RequestSize;
import portside.counting.TokenCounter;
import portside.counting.TruncationDetector;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Routes;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UpstreamRequest;
import portside.translate.search.SearchTool;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// The life of one `POST /v1/messages`.
///
/// ```
/// read ─► plan ─► candidate ─► translate ─► send ─► translate the answer ─► hand it over ─► entry
///                     ▲                      │ no answer
///                     └──────────────────────┘ while nothing has reached the client and the plan has a further step
/// ```
/// A request that has the web searched may take the middle of the way several times ([WebSearchLoop]).
public final class Exchange {
  /// Bytes read at once. More that is already here is read before anything is sent, so this only decides what an idle stream holds.
  private static final int PIECE = 1024;

  private final Routes routes;
  private final TranslatorFactory translators;
  private final Calibration calibration;
  private final TruncationDetector truncation;
  private final RequestScope scope;
  private final Optional<SearchClient> webSearch;

  /// @param routes who may answer
  /// @param translators makes the translator for a candidate
  /// @param calibration foretells how candidates count tokens, and learns it from their answers
  /// @param scope watches over requests
  /// @param webSearch who searches the web where the provider does not
  public Exchange(Routes routes, TranslatorFactory translators, Calibration calibration, RequestScope scope, Optional<SearchClient> webSearch) {
    this.routes = routes;
    this.translators = translators;
    this.calibration = calibration;
    this.truncation = new TruncationDetector(routes, calibration);
    this.scope = scope;
    this.webSearch = webSearch;
  }

  /// Serves one request. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void messages(Client client) throws Client.Gone {
    scope.run(client, (watchdog, entry) -> {
      MessagesRequest request;
      try {
        request = MessagesReader.read(client.body());
      } catch (Refusal refusal) {
        refuse(client, refusal.fault(), entry);
        return;
      } catch (RuntimeException | Error wrong) {
        refuse(client, RequestScope.failed(client, wrong), entry);
        return;
      }
      entry.asked(request.model(), request.stream());
      var reply = request.stream() ? new StreamedReply(client, watchdog) : new WholeReply(client);
      try {
        answer(client, request, reply, watchdog, entry);
      } finally {
        reply.ended();
      }
    });
  }

  private static void refuse(Client client, Fault fault, EntryBuilder entry) throws Client.Gone {
    entry.fault(fault);
    Faults.answer(client, fault);
  }

  /// What candidates are asked.
  ///
  /// @param size for our own count of its tokens
  /// @param conversation its name, empty for none
  /// @param first who is asked first; a later one may have been sent less than was asked, so its count teaches nothing
  /// @param headers sent in any case
  /// @param person whether a person reads the answer in Claude Code
  private record RequestContext(
      MessagesRequest request, RequestSize size, String conversation, Candidate first, Map<String, String> headers, boolean person) {
    RequestContext about(MessagesRequest other) {
      return other == request ? this : new RequestContext(other, TokenCounter.quick(other), conversation, first, headers, person);
    }

    Optional<Fault> withheldBy(Candidate candidate) {
      return person ? Optional.of(Faults.withheld(candidate.provider())) : Optional.empty();
    }
  }

  private void answer(Client client, MessagesRequest request, ClientReply reply, RequestWatchdog watchdog, EntryBuilder entry) throws Client.Gone {
    Fault fault;
    try {
      var plan = routes.plan(request.model());
      var first = plan.candidate();
      var context = new RequestContext(request, TokenCounter.quick(request), ConversationName.of(client, request), first, scope.onward(client),
          Faults.isClaudeCode(client));
      Consumer<StreamEvent> out = event -> {
        entry.event(event);
        reply.accept(event);
      };
      fault = RequestScope.walk(plan, (candidate, why) -> {
        WebSearchLoop.Round round = (one, reason, taker) -> {
          entry.began(candidate, reason);
          var outcome = tryOn(client, candidate, context.about(one), taker, reply, watchdog);
          entry.ended(outcome);
          return outcome;
        };
        return new WebSearchLoop(webSearch, candidate, why, round, out, reply, watchdog).answer(request, () -> start(client, candidate, context));
      }, reply::begun, watchdog);
      fault = fault == null ? null : Faults.explained(fault, first.provider(), request.model());
    } catch (RuntimeException | Error wrong) {
      fault = RequestScope.failed(client, wrong);
    }
    if (fault != null) {
      entry.fault(fault);
      reply.fault(fault);
    }
  }

  /// The start of a message of the proxy's own.
  private StreamEvent.MessageStart start(Client client, Candidate candidate, RequestContext context) {
    var id = client.requestId().replaceFirst("^req_", "msg_");
    return new StreamEvent.MessageStart(id, context.request().model(), Usage.of(calibration.estimate(candidate, context.size()), 0));
  }

  private Outcome tryOn(Client client, Candidate candidate, RequestContext context, Consumer<StreamEvent> out, ClientReply reply,
      RequestWatchdog watchdog) throws Client.Gone {
    var tooLong = truncation.foreseen(candidate, context.size());
    if (tooLong.isPresent()) {
      return new Outcome.Unfit(tooLong.get());
    }
    Translator translator;
    SendResult result;
    try {
      translator = translators.make(candidate, context.request(), calibration.estimate(candidate, context.size()), context.conversation());
      result = send(candidate, translator.request(), context.headers(), watchdog);
    } catch (Refusal refusal) {
      return new Outcome.Unfit(refusal.fault());
    }
    return switch (result) {
      case SendResult.Failed(var fault, var refused) -> refused ? new Outcome.Unreached(fault) : new Outcome.Broken(fault);
      case SendResult.Cancelled _ -> RequestScope.ended(watchdog);
      case SendResult.Answered(var answer) -> {
        try (answer) {
          if (answer.status() / 100 != 2) {
            yield refused(translator, answer, watchdog);
          }
          client.bodySent();
          var translated = translator.answer();
          var outcome = relay(translated, answer, new ErrorHold(out, context.withheldBy(candidate)), reply, watchdog);
          // a provider that searched has pages in its prompt that we never saw
          if (outcome instanceof Outcome.Answered && candidate == context.first() && SearchTool.in(context.request()).isEmpty()) {
            translated.reportedInput().ifPresent(reported -> counted(candidate, context, reported));
          }
          yield outcome;
        }
      }
    };
  }

  private static SendResult send(Candidate candidate, UpstreamRequest call, Map<String, String> further, RequestWatchdog watchdog) {
    var headers = new LinkedHashMap<>(call.headers());
    headers.putAll(further);
    var attempt = candidate.upstream().attempt();
    watchdog.guards(attempt);
    return attempt.send(candidate.path(call.path()), headers, call.body(), call.stream());
  }

  private void counted(Candidate candidate, RequestContext context, long reported) {
    if (!truncation.noticed(candidate, context.conversation(), context.request(), context.size(), reported)) {
      calibration.learn(candidate, context.size(), reported);
    }
  }

  private static Outcome refused(Translator translator, UpstreamAnswer answer, RequestWatchdog watchdog) {
    try {
      var refused = translator.refused(answer.status(), answer::header, BoundedBody.readAll(answer));
      return new Outcome.Refused(refused.fault(), OptionalInt.of(answer.status()), refused.lesson());
    } catch (UpstreamAnswer.Broken broken) {
      return broken.cancelled() ? RequestScope.ended(watchdog) : new Outcome.Broken(broken.fault());
    }
  }

  private static Outcome relay(AnswerStream translated, UpstreamAnswer answer, ErrorHold hold, ClientReply reply,
      RequestWatchdog watchdog) throws Client.Gone {
    var feed = new AnswerFeed(translated);
    var cut = false;
    try {
      var buffer = new byte[PIECE];
      for (int read; (read = answer.read(buffer)) != -1; ) {
        if (!translated.concluded()) {
          watchdog.heard(); // what comes behind the end, such as comments, keeps nobody waiting
        }
        feed.bytes(buffer, 0, read, hold);
        if (hold.fault() != null) {
          break; // the provider may go on for ever
        }
        if (!answer.ready()) {
          reply.flush(); // pieces that are already here travel together
        }
        if (translated.concluded()) {
          watchdog.complete();
        }
      }
      if (hold.fault() == null) {
        feed.end(true, hold);
      }
    } catch (UpstreamAnswer.Broken broken) {
      if (watchdog.settled()) {
        feed.end(true, hold);
      } else if (broken.cancelled()) {
        return RequestScope.ended(watchdog);
      } else {
        feed.fail(broken.fault(), hold);
        cut = true;
      }
    }
    reply.flush();
    if (hold.fault() == null) {
      return new Outcome.Answered(hold.usage());
    }
    return cut ? new Outcome.Broken(hold.fault()) : new Outcome.Refused(hold.fault());
  }
}
