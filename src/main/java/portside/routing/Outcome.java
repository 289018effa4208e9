package portside.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import portside.provider.dialect.Lesson;
import portside.upstream.SendResult;
import portside.wire.Fault;
import portside.wire.Scope;
import portside.wire.anthropic.Usage;

/// What came of an attempt at one candidate, from an answer to a call that was never made. Only a [Failed] one lets the plan go on.
public sealed interface Outcome {
  /// The client has its answer.
  ///
  /// @param usage as the provider reports it
  record Answered(Usage usage) implements Outcome {}

  /// The client has an answer of the proxy's own making, and the candidate was not asked.
  record Own() implements Outcome {}

  /// The attempt was ended from our side.
  record Ended(Cause cause) implements Outcome {}

  /// Why an attempt was ended.
  enum Cause {
    /// The client left.
    CLIENT,
    /// The process stops.
    SHUTDOWN
  }

  /// The client has no answer, or not the whole of one.
  sealed interface Failed extends Outcome {
    /// What the client is told if no other attempt is made.
    Fault fault();

    /// How long the provider wants to be left alone; empty when it named no time, or one that is over at once.
    default Optional<Duration> told() {
      return fault().retryAfterSeconds().stream().filter(seconds -> seconds > 0).mapToObj(Duration::ofSeconds).findFirst();
    }

    /// Whether the same candidate may be asked again after a moment: no work can have been done, the model went astray before it said anything, or a
    /// gateway said 502 or 503 and named no time to wait.
    default boolean mayRepeat() {
      return switch (this) {
        case Unreached(_, var quickly) -> quickly;
        case Broken(_, var repeatable) -> repeatable;
        case Refused(var fault, var status, _) -> fault.retryAfterSeconds().isEmpty() && (status.orElse(0) == 502 || status.orElse(0) == 503);
        case Unfit _ -> false;
      };
    }
  }

  /// The provider said no.
  ///
  /// @param status the HTTP status it said so with; empty when it did inside an answer
  /// @param lesson how the same candidate can be asked so that it takes the request
  record Refused(Fault fault, OptionalInt status, Optional<Lesson> lesson) implements Failed {
    /// A refusal inside an answer.
    public Refused(Fault fault) {
      this(fault, OptionalInt.empty(), Optional.empty());
    }

    /// What else will be refused.
    public Scope scope() {
      return fault.scope();
    }
  }

  /// What came of a call that has no answer.
  static Failed of(SendResult.Failed failed) {
    return switch (failed.stage()) {
      case REFUSED -> new Unreached(failed.fault(), true);
      case NOT_REACHED -> new Unreached(failed.fault(), false);
      case HUNG_UP -> new Broken(failed.fault(), true);
      case UNANSWERED -> new Broken(failed.fault(), false);
    };
  }

  /// The provider was not reached.
  ///
  /// @param quickly whether that was clear at once, so that a repetition costs nothing
  record Unreached(Fault fault, boolean quickly) implements Failed {}

  /// There was no answer, or it stopped before its end.
  ///
  /// @param repeatable whether the provider hung up before it can have done any work, so that a repetition does none twice; or the model went astray,
  ///     and is sampled anew
  record Broken(Fault fault, boolean repeatable) implements Failed {}

  /// The candidate was not asked.
  record Unfit(Fault fault) implements Failed {}
}
