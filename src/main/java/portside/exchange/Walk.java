package portside.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Step;
import portside.wire.OneLine;

/// Walks through the candidates of a plan until one answers, there is nothing left to do, or part of an answer has reached the client; and tells the
/// client, and the log, who it was.
final class Walk {
  private static final Logger LOG = System.getLogger(Walk.class.getName());
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int LONGEST_WORDS = 300;

  /// Makes one attempt.
  interface Attempt {
    /// @param content runs when the first word of an answer is there
    Outcome make(Step.Try step, Runnable content) throws Client.Gone;
  }

  private final Plan plan;
  private final ClientReply reply;
  private final RequestWatchdog watchdog;
  private final String requestId;
  private final StringJoiner fallback = new StringJoiner(", ");

  /// @param requestId for the log
  Walk(Plan plan, ClientReply reply, RequestWatchdog watchdog, String requestId) {
    this.plan = plan;
    this.reply = reply;
    this.watchdog = watchdog;
    this.requestId = requestId;
  }

  /// Walks.
  ///
  /// @return empty when the client has its answer, else what it must be told
  Optional<Step.GiveUp> run(Attempt attempt) throws Client.Gone {
    while (true) {
      switch (plan.next()) {
        case Step.GiveUp giveUp -> {
          return Optional.of(giveUp);
        }
        case Step.Wait(var time) -> {
          if (!watchdog.pause(time)) {
            return ended(watchdog.ended());
          }
        }
        case Step.Try step -> {
          step.moved().ifPresent(move -> moved(move, step.candidate()));
          try (var permit = step.permit()) {
            watchdog.firstWord(step.firstWord());
            var outcome = attempt.make(step, () -> {
              watchdog.spoken();
              permit.content();
              reply.from(answers(step.candidate()));
            });
            permit.report(outcome);
            switch (outcome) {
              case Outcome.Answered _ -> {
                return Optional.empty();
              }
              case Outcome.Ended ended -> {
                return ended(ended);
              }
              case Outcome.Failed failed -> {
                if (reply.begun()) {
                  return Optional.of(new Step.GiveUp(failed.fault(), Optional.of(step.candidate().provider())));
                }
              }
            }
          }
        }
      }
    }
  }

  private static Optional<Step.GiveUp> ended(Outcome.Ended ended) throws Client.Gone {
    return Optional.of(new Step.GiveUp(RequestScope.toldOf(ended), Optional.empty()));
  }

  private void moved(Step.Move move, Candidate to) {
    var from = move.from();
    var fault = move.fault();
    fallback.add(from.provider().name() + "=" + fault.kind().status() + " " + fault.kind().type());
    LOG.log(Level.WARNING, () -> requestId + " moves from " + who(from) + " to " + who(to) + ": " + fault.kind().status() + " " + fault.kind().type() + " \""
        + OneLine.of(fault.message(), LONGEST_WORDS) + "\"" + move.back().map(back -> ", back " + time(back)).orElse(""));
  }

  private static String who(Candidate candidate) {
    var several = candidate.provider().destination().credentials().size() > 1;
    return candidate.provider().name() + ":" + OneLine.of(candidate.model(), LONGEST_WORDS) + (several ? " key " + candidate.key() : "");
  }

  private static String time(Instant back) {
    return TIME.format(back);
  }

  /// Headers that tell who answers; none where there is only one who can.
  private Map<String, String> answers(Candidate candidate) {
    if (!plan.several()) {
      return Map.of();
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-provider-used", candidate.provider().name());
    headers.put("x-model-used", header(candidate.model()));
    if (fallback.length() > 0) {
      headers.put("x-fallback", fallback.toString());
    }
    return headers;
  }

  /// A model's name as a header can carry it.
  private static String header(String model) {
    return OneLine.of(model, LONGEST_WORDS).replaceAll("[^\\x20-\\x7e]", "?");
  }
}
