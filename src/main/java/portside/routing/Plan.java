package portside.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import portside.provider.dialect.Lesson;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// One request's walk through its candidates: says what to do next and is told, by way of permits, what came of it. Used by one thread.
///
/// ```
///                                    a failure that may be repeated
///                 ┌───── Wait ◄───────────────────────────────────┐
///                 ▼                                               │
///   next() ───► Try ──────► its outcome is reported ──► next() ───┤
///                 ▲                                               ├─► GiveUp   any other failure, or too many
///                 └───────────────────────────────────────────────┘
///                                    a refusal that says how to ask
/// ```
public final class Plan {
  /// How many things a request may be refused for one after the other.
  private static final int MOST_LESSONS = 3;

  /// Between a failure and the same attempt once more.
  public static final Duration BEFORE_REPEAT = Duration.ofMillis(150);

  private final Lessons lessons;
  private final int mostRepeats;
  private final List<Tried> tried = new ArrayList<>();
  private Candidate candidate;
  private Optional<Step> next;
  private int repeats;
  private int taught;

  /// @param candidate who is asked
  /// @param mostRepeats how often a failed attempt is repeated
  /// @param lessons keeps what helped
  Plan(Candidate candidate, int mostRepeats, Lessons lessons) {
    this.candidate = candidate;
    this.mostRepeats = mostRepeats;
    this.lessons = lessons;
    this.next = Optional.of(candidate.provider().obstacle().<Step>map(why -> new Step.GiveUp(Fault.of(FaultKind.AUTHENTICATION, why)))
        .orElseGet(() -> asked(Step.Why.FIRST)));
  }

  private record Tried(Lesson lesson, String said) {}

  /// Who is asked, or was asked last.
  public Candidate candidate() {
    return candidate;
  }

  /// What to do now.
  ///
  /// @throws IllegalStateException when the outcome of a try was not reported, or ends the walk
  public Step next() {
    var step = next.orElseThrow(() -> new IllegalStateException("nothing follows"));
    next = step instanceof Step.Wait ? Optional.of(asked(Step.Why.REPEAT)) : Optional.empty();
    return step;
  }

  private Step.Try asked(Step.Why why) {
    return new Step.Try(candidate, new Permit(this::came), why);
  }

  private void came(Outcome outcome) {
    next = switch (outcome) {
      case Outcome.Answered _ -> {
        tried.forEach(one -> lessons.learn(candidate.provider(), candidate.model(), one.lesson(), one.said())); // they were right
        yield Optional.empty();
      }
      case Outcome.Ended _ -> Optional.empty();
      case Outcome.Refused(var fault, _, var lesson) when lesson.isPresent() -> Optional.of(taught(lesson.get(), fault));
      case Outcome.Failed failed -> Optional.of(failed.mayRepeat() ? repeated(failed.fault()) : new Step.GiveUp(failed.fault()));
    };
  }

  private Step repeated(Fault said) {
    return repeats++ < mostRepeats ? new Step.Wait(BEFORE_REPEAT) : new Step.GiveUp(said);
  }

  private Step taught(Lesson lesson, Fault said) {
    if (taught++ == MOST_LESSONS) {
      return new Step.GiveUp(said);
    }
    if (!tried.isEmpty() && tried.getLast().said().equals(said.message())) {
      tried.removeLast(); // the same refusal again: that was not what it spoke of
    }
    tried.add(new Tried(lesson, said.message()));
    candidate = new Candidate(candidate.provider(), candidate.key(), candidate.upstream(), candidate.model(), lesson.applied(candidate.dialect()));
    return asked(Step.Why.LESSON);
  }
}
