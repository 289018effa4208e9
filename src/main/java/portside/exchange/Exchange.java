package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Routes;
import portside.routing.Step;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.search.SearchTool;
import portside.upstream.Answer;
import portside.upstream.SendResult;
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
/// A request that has the web searched may take the middle of the way several times ([Searching]).
public final class Exchange {
  /// Bytes read at once. More that is already here is read before anything is sent, so this only decides what an idle stream holds.
  private static final int PIECE = 1024;

  private final Routes routes;
  private final Translators translators;
  private final Calibration calibration;
  private final SilentCuts silentCuts;
  private final Attendant attendant;
  private final Optional<WebSearch> webSearch;

  /// @param routes who may answer
  /// @param translators makes the translator for a candidate
  /// @param calibration foretells how candidates count tokens, and learns it from their answers
  /// @param attendant watches over requests
  /// @param webSearch who searches the web where the provider does not
  public Exchange(Routes routes, Translators translators, Calibration calibration, Attendant attendant, Optional<WebSearch> webSearch) {
    this.routes = routes;
    this.translators = translators;
    this.calibration = calibration;
    this.silentCuts = new SilentCuts(routes, calibration);
    this.attendant = attendant;
    this.webSearch = webSearch;
  }

  /// Serves one request. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void messages(Client client) throws Client.Gone {
    attendant.attend(client, (vigil, notes) -> {
      MessagesRequest request;
      try {
        request = MessagesReader.read(client.body());
      } catch (Refusal refusal) {
        refuse(client, refusal.fault(), notes);
        return;
      } catch (RuntimeException | Error wrong) {
        refuse(client, Attendant.failed(client, wrong), notes);
        return;
      }
      notes.asked(request.model(), request.stream());
      var reply = request.stream() ? new StreamedReply(client, vigil) : new WholeReply(client);
      try {
        answer(client, request, reply, vigil, notes);
      } finally {
        reply.ended();
      }
    });
  }

  private static void refuse(Client client, Fault fault, Notes notes) throws Client.Gone {
    notes.fault(fault);
    Faults.answer(client, fault);
  }

  /// What candidates are asked.
  ///
  /// @param size for our own count of its tokens
  /// @param conversation its name, empty for none
  /// @param first who is asked first; a later one may have been sent less than was asked, so its count teaches nothing
  /// @param headers sent in any case
  /// @param person whether a person reads the answer in Claude Code
  private record Asked(
      MessagesRequest request, RequestSize size, String conversation, Candidate first, Map<String, String> headers, boolean person) {
    Asked about(MessagesRequest other) {
      return other == request ? this : new Asked(other, TokenCount.quick(other), conversation, first, headers, person);
    }

    Optional<Fault> withheldBy(Candidate candidate) {
      return person ? Optional.of(Faults.withheld(candidate.provider())) : Optional.empty();
    }
  }

  private void answer(Client client, MessagesRequest request, Reply reply, Vigil vigil, Notes notes) throws Client.Gone {
    Fault fault;
    try {
      var plan = routes.plan(request.model());
      var first = plan.candidate();
      var asked = new Asked(request, TokenCount.quick(request), ConversationName.of(client, request), first, attendant.onward(client),
          Faults.isClaudeCode(client));
      Consumer<StreamEvent> out = event -> {
        notes.event(event);
        reply.accept(event);
      };
      fault = Attendant.walk(plan, (candidate, why) -> {
        Searching.Round round = (one, reason, taker) -> {
          notes.began(candidate, reason);
          var outcome = tryOn(client, candidate, asked.about(one), taker, reply, vigil);
          notes.ended(outcome);
          return outcome;
        };
        return new Searching(webSearch, candidate, why, round, out, reply, vigil).answer(request, () -> start(client, candidate, asked));
      }, reply::begun, vigil);
      fault = fault == null ? null : Faults.explained(fault, first.provider(), request.model());
    } catch (RuntimeException | Error wrong) {
      fault = Attendant.failed(client, wrong);
    }
    if (fault != null) {
      notes.fault(fault);
      reply.fault(fault);
    }
  }

  /// The start of a message of the proxy's own.
  private StreamEvent.MessageStart start(Client client, Candidate candidate, Asked asked) {
    var id = client.requestId().replaceFirst("^req_", "msg_");
    return new StreamEvent.MessageStart(id, asked.request().model(), Usage.of(calibration.estimate(candidate, asked.size()), 0));
  }

  private Outcome tryOn(Client client, Candidate candidate, Asked asked, Consumer<StreamEvent> out, Reply reply, Vigil vigil) throws Client.Gone {
    var tooLong = silentCuts.foreseen(candidate, asked.size());
    if (tooLong.isPresent()) {
      return new Outcome.Unfit(tooLong.get());
    }
    Translator translator;
    SendResult result;
    try {
      translator = translators.make(candidate, asked.request(), calibration.estimate(candidate, asked.size()), asked.conversation());
      result = send(candidate, translator.request(), asked.headers(), vigil);
    } catch (Refusal refusal) {
      return new Outcome.Unfit(refusal.fault());
    }
    return switch (result) {
      case SendResult.Failed(var fault, var refused) -> refused ? new Outcome.Unreached(fault) : new Outcome.Broken(fault);
      case SendResult.Cancelled _ -> Attendant.ended(vigil);
      case SendResult.Answered(var answer) -> {
        try (answer) {
          if (answer.status() / 100 != 2) {
            yield refused(translator, answer, vigil);
          }
          client.bodySent();
          var translated = translator.answer();
          var outcome = relay(translated, answer, new HandOver(out, asked.withheldBy(candidate)), reply, vigil);
          // a provider that searched has pages in its prompt that we never saw
          if (outcome instanceof Outcome.Answered && candidate == asked.first() && SearchTool.in(asked.request()).isEmpty()) {
            translated.reportedInput().ifPresent(reported -> counted(candidate, asked, reported));
          }
          yield outcome;
        }
      }
    };
  }

  private static SendResult send(Candidate candidate, Translator.Call call, Map<String, String> further, Vigil vigil) {
    var headers = new LinkedHashMap<>(call.headers());
    headers.putAll(further);
    var attempt = candidate.upstream().attempt();
    vigil.guards(attempt);
    return attempt.send(candidate.path(call.path()), headers, call.body(), call.stream());
  }

  private void counted(Candidate candidate, Asked asked, long reported) {
    if (!silentCuts.noticed(candidate, asked.conversation(), asked.request(), asked.size(), reported)) {
      calibration.learn(candidate, asked.size(), reported);
    }
  }

  private static Outcome refused(Translator translator, Answer answer, Vigil vigil) {
    try {
      var refused = translator.refused(answer.status(), answer::header, Bodies.readAll(answer));
      return new Outcome.Refused(refused.fault(), OptionalInt.of(answer.status()), refused.lesson());
    } catch (Answer.Broken broken) {
      return broken.cancelled() ? Attendant.ended(vigil) : new Outcome.Broken(broken.fault());
    }
  }

  private static Outcome relay(AnswerStream translated, Answer answer, HandOver handOver, Reply reply, Vigil vigil) throws Client.Gone {
    var feed = new AnswerFeed(translated);
    var cut = false;
    try {
      var buffer = new byte[PIECE];
      for (int read; (read = answer.read(buffer)) != -1; ) {
        if (!translated.concluded()) {
          vigil.heard(); // what comes behind the end, such as comments, keeps nobody waiting
        }
        feed.bytes(buffer, 0, read, handOver);
        if (handOver.fault() != null) {
          break; // the provider may go on for ever
        }
        if (!answer.ready()) {
          reply.flush(); // pieces that are already here travel together
        }
        if (translated.concluded()) {
          vigil.complete();
        }
      }
      if (handOver.fault() == null) {
        feed.end(true, handOver);
      }
    } catch (Answer.Broken broken) {
      if (vigil.settled()) {
        feed.end(true, handOver);
      } else if (broken.cancelled()) {
        return Attendant.ended(vigil);
      } else {
        feed.fail(broken.fault(), handOver);
        cut = true;
      }
    }
    reply.flush();
    if (handOver.fault() == null) {
      return new Outcome.Answered(handOver.usage());
    }
    return cut ? new Outcome.Broken(handOver.fault()) : new Outcome.Refused(handOver.fault());
  }
}
