package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import portside.provider.Provider;
import portside.wire.Fault;

/// What a [Plan] wants done next with its request.
public sealed interface Step {
  /// Ask the candidate.
  ///
  /// @param permit takes the outcome
  /// @param firstWord how long the first word of its answer may take; empty for no limit of routing's
  /// @param moved who was asked before and did not answer; empty when it is the first, or the same once more
  record Try(Candidate candidate, Permit permit, Why why, Optional<Duration> firstWord, Optional<Move> moved) implements Step {}

  /// Wait, then ask the plan again.
  record Wait(Duration time) implements Step {}

  /// Tell the client.
  ///
  /// @param said whose words the fault has; empty when they are ours
  record GiveUp(Fault fault, Optional<Provider> said) implements Step {}

  /// One candidate did not answer, and another is asked.
  ///
  /// @param from who
  /// @param fault why
  /// @param back when that one may be asked again; empty when it may at once
  record Move(Candidate from, Fault fault, Optional<Instant> back) {}

  /// Why a candidate is asked.
  enum Why {
    /// It is the first that can be.
    FIRST,
    /// The attempt before may be repeated.
    REPEAT,
    /// Its refusal said how to ask.
    LESSON,
    /// It searched the web and goes on with what was found.
    SEARCHED,
    /// Another key of the same provider was refused.
    NEXT_KEY,
    /// Somebody else did not answer.
    NEXT,
    /// The one that was asked before is silent.
    HEDGE,
    /// Everybody is left alone after failures, and one must be tried.
    LAST_CHANCE
  }
}
