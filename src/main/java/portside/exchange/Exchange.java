package portside.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import portside.ledger.Ledger;
import portside.routing.Candidate;
import portside.routing.Failure;
import portside.routing.Routes;
import portside.translate.AnswerFeed;
import portside.translate.Translator;
import portside.upstream.Answer;
import portside.upstream.Outcome;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// The life of one client request, from its body to its ledger entry.
///
/// ```
/// read ─► candidate ─► translate ─► try ─► translate the answer ─► hand it over ─► entry
///             ▲                      │ no answer
///             └──────────────────────┘ while nothing has reached the client and routing knows somebody to ask
/// ```
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());
  static final Duration BEFORE_RETRY = Duration.ofMillis(150);

  private final Routes routes;
  private final Translators translators;
  private final Pulse pulse;
  private final Ledger ledger;
  private final Clock clock;

  /// @param routes who may answer
  /// @param translators makes the translator for a candidate
  /// @param pulse watches running requests
  /// @param ledger gets one entry per request
  /// @param clock stamps the entries
  public Exchange(Routes routes, Translators translators, Pulse pulse, Ledger ledger, Clock clock) {
    this.routes = routes;
    this.translators = translators;
    this.pulse = pulse;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// Serves `POST /v1/messages`. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void messages(Client client) throws Client.Gone {
    var notes = new Notes(clock, client.requestId());
    try (var vigil = new Vigil(pulse, client)) {
      serve(client, vigil, notes);
    } catch (Client.Gone gone) {
      notes.left();
      throw gone;
    } finally {
      ledger.append(notes.entry());
    }
  }

  private void serve(Client client, Vigil vigil, Notes notes) throws Client.Gone {
    MessagesRequest request;
    try {
      request = MessagesReader.read(client.body());
    } catch (Refusal refusal) {
      notes.fault(refusal.fault());
      Faults.answer(client, refusal.fault());
      return;
    }
    notes.asked(request.model(), request.stream());
    var reply = request.stream() ? new StreamedReply(client, vigil) : new WholeReply(client, vigil);
    try {
      answer(request, reply, vigil, notes);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "request " + client.requestId() + " failed inside the proxy", bug);
      fail(Fault.of(FaultKind.API, "the proxy failed on this request; its log says more under " + client.requestId()), reply, notes);
    } finally {
      reply.ended();
    }
  }

  private void answer(MessagesRequest request, Reply reply, Vigil vigil, Notes notes) throws Client.Gone {
    var route = routes.route(request.model());
    var candidate = route.first();
    while (true) {
      notes.tried(candidate);
      var failure = tryOn(candidate, request, reply, vigil, notes);
      if (failure == null) {
        return;
      }
      var next = reply.begun() ? Optional.<Candidate>empty() : route.after(failure);
      if (next.isEmpty() || !vigil.pause(BEFORE_RETRY)) {
        fail(failure.fault(), reply, notes);
        return;
      }
      candidate = next.get();
    }
  }

  /// Asks one candidate.
  ///
  /// @return null when the client has its answer, else why there is none
  private Failure tryOn(Candidate candidate, MessagesRequest request, Reply reply, Vigil vigil, Notes notes) throws Client.Gone {
    if (candidate.provider().missingKey().isPresent()) {
      return new Failure(Faults.missingKey(candidate.provider()), false);
    }
    Translator translator;
    Translator.Call call;
    try {
      translator = translators.make(candidate, request);
      call = translator.request();
    } catch (Refusal refusal) {
      return new Failure(refusal.fault(), false);
    }
    var attempt = candidate.upstream().attempt();
    vigil.guards(attempt);
    return switch (attempt.send(call.path(), call.body(), request.stream())) {
      case Outcome.Failed failed -> new Failure(failed.fault(), failed.refused());
      case Outcome.Cancelled _ -> ended(vigil);
      case Outcome.Answered(var answer) -> {
        try (answer) {
          yield answer.status() / 100 == 2 ? relay(translator, answer, reply, vigil, notes) : refused(translator, answer, vigil);
        }
      }
    };
  }

  private static Failure refused(Translator translator, Answer answer, Vigil vigil) throws Client.Gone {
    try {
      return Failure.status(answer.status(), translator.fault(answer.status(), answer::header, Bodies.readAll(answer)));
    } catch (Answer.Broken broken) {
      return broken.cancelled() ? ended(vigil) : Failure.status(answer.status(), translator.fault(answer.status(), answer::header, new byte[0]));
    }
  }

  private static Failure relay(Translator translator, Answer answer, Reply reply, Vigil vigil, Notes notes) throws Client.Gone {
    var translated = translator.answer();
    var feed = new AnswerFeed(translated);
    var handOver = new HandOver(reply, notes);
    try {
      var buffer = new byte[8192];
      for (int read; (read = answer.read(buffer)) >= 0; ) {
        vigil.heard();
        feed.bytes(buffer, 0, read, handOver);
        if (!answer.ready()) {
          reply.flush(); // pieces that are already here travel together
        }
        if (translated.concluded()) {
          vigil.complete();
        }
      }
      feed.end(true, handOver);
    } catch (Answer.Broken broken) {
      if (vigil.end() == Vigil.End.SETTLED) {
        feed.end(true, handOver);
      } else if (broken.cancelled()) {
        return ended(vigil);
      } else {
        feed.fail(broken.fault(), handOver);
      }
    }
    reply.flush();
    return handOver.failure();
  }

  /// A call that was ended from our side: nothing more to do for a client that left, a fault for one that still waits.
  static Failure ended(Vigil vigil) throws Client.Gone {
    if (vigil.end() == Vigil.End.LEFT) {
      throw new Client.Gone(null);
    }
    return new Failure(Fault.of(FaultKind.OVERLOADED, "the proxy is shutting down; try again"), false);
  }

  private static void fail(Fault fault, Reply reply, Notes notes) throws Client.Gone {
    notes.fault(fault);
    reply.fault(fault);
  }
}
