package portside.routing;

import java.time.Duration;
import portside.wire.Fault;

/// What a [Plan] wants done next.
public sealed interface Step {
  /// Ask the candidate.
  ///
  /// @param permit takes the outcome
  record Try(Candidate candidate, Permit permit, Why why) implements Step {}

  /// Wait, then ask the plan again.
  record Wait(Duration time) implements Step {}

  /// Tell the client.
  record GiveUp(Fault fault) implements Step {}

  /// Why a candidate is asked.
  enum Why {
    /// It is the first of its order.
    FIRST,
    /// The attempt before may be repeated.
    REPEAT,
    /// Its refusal said how to ask.
    LESSON,
    /// It searched the web and goes on with what was found.
    SEARCHED
  }
}
