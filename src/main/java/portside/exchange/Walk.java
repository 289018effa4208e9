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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Permit;
import portside.routing.Plan;
import portside.routing.Step;
import portside.wire.OneLine;

/// Walks through the candidates of a plan until one answers, there is nothing left to do, or part of an answer has reached the client; and tells the
/// client, and the log, who it was.
final class Walk {
  private static final Logger LOG = System.getLogger(Walk.class.getName());
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int LONGEST_WORDS = 300;

  /// Names the model that answers: `glm/glm-5.3`.
  static final String SERVED = "x-portside-model";

  /// Characters that a header cannot carry.
  private static final Pattern NO_HEADER = Pattern.compile("[^\\x20-\\x7e]");

  /// Makes one attempt.
  interface Attempt {
    /// @param lane takes the events of the answer
    Outcome make(Candidate candidate, Step.Why why, Lane lane) throws Client.Gone;
  }

  private final RequestContext context;
  private final Plan plan;
  private final StringJoiner fallback = new StringJoiner(", ");
  private @Nullable Candidate asked;

  /// @param context of the request; its plan is walked through
  Walk(RequestContext context) {
    this.context = context;
    this.plan = context.plan();
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
          if (!context.watchdog().pause(time)) {
            return ended(context.watchdog().ended());
          }
        }
        case Step.Try step -> {
          goesTo(step);
          switch (tried(step, attempt)) {
            case Outcome.Answered _, Outcome.Own _ -> {
              return Optional.empty();
            }
            case Outcome.Ended ended -> {
              return ended(ended);
            }
            case Outcome.Failed failed -> {
              if (context.reply().begun()) {
                return Optional.of(new Step.GiveUp(failed.fault(), Optional.ofNullable(asked).map(Candidate::provider)));
              }
            }
          }
        }
      }
    }
  }

  private Outcome tried(Step.Try step, Attempt attempt) throws Client.Gone {
    var hedge = plan.hedge();
    if (hedge.isPresent()) {
      try (var race = new Race(context, hedge.get(), this, attempt)) {
        return race.run(step);
      }
    }
    try (var permit = step.permit()) {
      context.watchdog().firstWord(step.firstWord());
      var outcome = attempt.make(step.candidate(), step.why(), new Lane.Straight(context, () -> speaks(step.candidate(), permit)));
      permit.report(outcome);
      return outcome;
    }
  }

  /// The walk goes on with this step.
  void goesTo(Step.Try step) {
    asked = step.candidate();
    step.moved().ifPresent(move -> moved(move, step.candidate()));
  }

  /// The first word of a candidate's answer is there.
  void speaks(Candidate candidate, Permit permit) {
    context.watchdog().spoken();
    permit.content();
    context.reply().from(answers(candidate));
  }

  private static Optional<Step.GiveUp> ended(Outcome.Ended ended) throws Client.Gone {
    return Optional.of(new Step.GiveUp(RequestScope.toldOf(ended), Optional.empty()));
  }

  private void moved(Step.Move move, Candidate to) {
    var from = move.from();
    var fault = move.fault();
    fallback.add(from.provider().name() + "=" + fault.kind().status() + " " + fault.kind().type());
    LOG.log(Level.WARNING, () -> context.client().requestId() + " moves from " + who(from) + " to " + who(to) + ": " + fault.kind().status() + " " + fault.kind().type() + " \""
        + OneLine.of(fault.message(), LONGEST_WORDS) + "\"" + move.back().map(back -> ", back " + time(back)).orElse(""));
  }

  private static String who(Candidate candidate) {
    var several = candidate.provider().destination().credentials().size() > 1;
    return candidate.provider().name() + ":" + OneLine.of(candidate.model(), LONGEST_WORDS) + (several ? " key " + candidate.key() : "");
  }

  private static String time(Instant back) {
    return TIME.format(back);
  }

  /// Headers that tell who answers; where there is only one who can, no more than its name.
  private Map<String, String> answers(Candidate candidate) {
    if (!plan.several()) {
      return Map.of(SERVED, served(candidate));
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-provider-used", candidate.provider().name());
    headers.put("x-model-used", header(candidate.model()));
    if (fallback.length() > 0) {
      headers.put("x-fallback", fallback.toString());
    }
    headers.put(SERVED, served(candidate));
    return headers;
  }

  /// A model and its provider, as the header [#SERVED] names them.
  static String served(Candidate candidate) {
    return header(candidate.provider().name()) + "/" + header(candidate.model());
  }

  /// A model's name as a header can carry it.
  private static String header(String model) {
    return NO_HEADER.matcher(OneLine.of(model, LONGEST_WORDS)).replaceAll("?");
  }
}
