package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import portside.counting.Calibration;
import portside.counting.RequestSize;
import portside.counting.TokenCounter;
import portside.counting.TruncationDetector;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.Credential;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Step.Why;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UpstreamRequest;
import portside.translate.search.SearchTool;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// Asks one candidate once: translates the request, sends it, relays the answer while it comes.
final class UpstreamRound implements Round {
  /// Bytes read at once. More that is already here is read before anything is sent, so this only decides what an idle stream holds.
  private static final int PIECE = 1024;

  /// What all rounds share.
  ///
  /// @param translators makes the translator for a candidate
  /// @param calibration foretells how candidates count tokens, and learns it from their answers
  /// @param truncation knows who cuts prompts without a word
  /// @param projects knows what Code Assist wants named
  record Tools(TranslatorFactory translators, Calibration calibration, TruncationDetector truncation, ProjectLookup projects) {}

  private final Tools tools;
  private final RequestContext context;
  private final Candidate candidate;
  /// The same with what the client shows.
  private final Candidate asked;
  private final Lane lane;
  private final RequestWatchdog watchdog;

  /// @param lane takes what is flushed, and watches over the call
  UpstreamRound(Tools tools, RequestContext context, Candidate candidate, Lane lane) {
    this.tools = tools;
    this.context = context;
    this.candidate = candidate;
    this.asked = candidate.shownBy(context.client()::header);
    this.lane = lane;
    this.watchdog = lane.watchdog();
  }

  @Override
  public Outcome ask(MessagesRequest request, Why why, Consumer<StreamEvent> out) throws Client.Gone {
    var size = request == context.request() ? context.size() : TokenCounter.quick(request);
    var attempt = context.entry().began(candidate, why, tools.calibration().estimate(candidate, size));
    var outcome = outcome(attempt, request, size, out);
    attempt.ended(outcome);
    return outcome;
  }

  @Override
  public void flush() throws Client.Gone {
    lane.flush();
  }

  private Outcome outcome(EntryBuilder.Running attempt, MessagesRequest request, RequestSize size, Consumer<StreamEvent> out) throws Client.Gone {
    var tooLong = tools.truncation().foreseen(candidate, size);
    if (tooLong.isPresent()) {
      return new Outcome.Unfit(tooLong.get());
    }
    var withheld = asked.provider().dialect().withheld(asked.model());
    if (withheld.isPresent()) {
      return new Outcome.Unfit(Fault.of(FaultKind.NOT_FOUND, "model: " + asked.model() + " (" + asked.provider().name() + ": " + withheld.get() + ")"));
    }
    if (asked.credential() instanceof Credential.Client shown && shown.showsNothing()) {
      return new Outcome.Unfit(Faults.nothingShown(asked.provider()));
    }
    var named = tools.projects().of(asked, () -> tools.translators().make(asked, request, 0, ""), watchdog);
    return switch (named) {
      case ProjectLookup.Named(var one) -> outcome(one, attempt, request, size, out);
      case ProjectLookup.Nameless(var why) -> why;
      case ProjectLookup.Left() -> cancelled();
    };
  }

  /// @param one who is asked, with all that a request to it names
  private Outcome outcome(Candidate one, EntryBuilder.Running attempt, MessagesRequest request, RequestSize size, Consumer<StreamEvent> out) throws Client.Gone {
    Translator translator;
    SendResult result;
    try {
      translator = tools.translators().make(one, request, tools.calibration().estimate(candidate, size), context.conversation());
      result = send(attempt, translator.request(), RawPass.up(context.client(), request, asked));
    } catch (Refusal refusal) {
      return new Outcome.Unfit(refusal.fault());
    }
    return switch (result) {
      case SendResult.Failed failed -> Outcome.of(failed);
      case SendResult.Unauthorised(var fault) -> new Outcome.Unfit(fault);
      case SendResult.Cancelled _ -> cancelled();
      case SendResult.Answered(var answer) -> {
        try (answer) {
          if (answer.status() / 100 != 2) {
            yield refused(translator, answer, request);
          }
          context.client().bodySent();
          attempt.reported(answer.header("x-litellm-response-cost"));
          lane.passing(RawPass.down(answer, request, asked));
          var translated = translator.answer();
          attempt.counts(translated);
          var outcome = relay(translated, answer, new ErrorHold(out, context.withheldBy(candidate), context.plan().several()));
          // a provider that searched has pages in its prompt that we never saw
          // and one that was healed may have been sent less than was asked
          if (outcome instanceof Outcome.Answered && !candidate.healed() && SearchTool.in(request).isEmpty()) {
            translated.reportedInput().ifPresent(reported -> counted(request, size, reported));
          }
          yield outcome;
        }
      }
    };
  }

  private SendResult send(EntryBuilder.Running running, UpstreamRequest call, Map<String, String> ofClient) {
    var headers = new LinkedHashMap<>(ofClient);
    headers.putAll(call.headers());
    headers.putAll(context.headers());
    headers.putAll(TraceHeaders.up(context.client(), asked));
    var attempt = candidate.upstream().attempt(asked.credential());
    attempt.whenWaiting(running::waits);
    watchdog.guards(attempt);
    var taken = running.sends(asked, call.body().length == 0 ? "GET" : "POST", call.path(), headers, call.body());
    return RecordedAnswer.of(attempt.send(candidate.path(call.path()), headers, call.body(), call.stream()), taken);
  }

  private void counted(MessagesRequest request, RequestSize size, long reported) {
    if (!tools.truncation().noticed(candidate, context.conversation(), request, size, reported)) {
      tools.calibration().learn(candidate, size, reported);
    }
  }

  /// The outcome of a call that was cancelled from our side.
  private Outcome cancelled() {
    return watchdog.speechless()
        ? new Outcome.Broken(Fault.of(FaultKind.TIMEOUT, candidate.provider().name() + " has not said a word in time (FIRST_TOKEN_TIMEOUT)"), false)
        : watchdog.ended();
  }

  private Outcome refused(Translator translator, UpstreamAnswer answer, MessagesRequest request) {
    try {
      var body = BoundedBody.readAll(answer);
      var refused = translator.refused(answer.status(), answer::header, body);
      if (refused.fault().kind() == FaultKind.NOT_FOUND) {
        asked.provider().dialect().offered().doubted();
      }
      tools.projects().refused(asked, answer.status());
      return new Outcome.Refused(RawPass.refused(refused.fault(), answer, body, request, asked), OptionalInt.of(answer.status()), refused.lesson());
    } catch (UpstreamAnswer.Broken broken) {
      return broken.cancelled() ? cancelled() : new Outcome.Broken(broken.fault(), false);
    }
  }

  /// However the answer ends, the provider has worked for it.
  private Outcome relay(AnswerStream translated, UpstreamAnswer answer, ErrorHold hold) throws Client.Gone {
    try {
      return relayed(translated, answer, hold);
    } finally {
      context.plan().used(candidate, hold.usage());
    }
  }

  private Outcome relayed(AnswerStream translated, UpstreamAnswer answer, ErrorHold hold) throws Client.Gone {
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
          flush(); // pieces that are already here travel together
        }
        if (translated.concluded()) {
          watchdog.complete();
        }
      }
      if (hold.fault() == null) {
        feed.end(hold);
      }
    } catch (UpstreamAnswer.Broken broken) {
      if (watchdog.settled()) {
        feed.end(hold);
      } else if (broken.cancelled()) {
        return cancelled();
      } else {
        feed.fail(broken.fault(), hold);
        cut = true;
      }
    }
    flush();
    if (hold.fault() == null) {
      return new Outcome.Answered(hold.usage());
    }
    return cut || translated.wentAstray() ? new Outcome.Broken(hold.fault(), translated.wentAstray()) : new Outcome.Refused(hold.fault());
  }
}
