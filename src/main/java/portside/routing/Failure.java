package portside.routing;

import java.util.Optional;
import portside.provider.Lesson;
import portside.wire.Fault;

/// Why a candidate gave no answer, before anything of one reached the client.
///
/// @param fault what the client is told if nobody else can answer
/// @param quickRetry whether the same candidate may simply be asked again: it was never reached, or its gateway said 502 or 503 without naming
///     a time to wait
/// @param lesson how the same candidate can be asked so that it takes the request
public record Failure(Fault fault, boolean quickRetry, Optional<Lesson> lesson) {
  /// A failure that teaches nothing.
  public Failure(Fault fault, boolean quickRetry) {
    this(fault, quickRetry, Optional.empty());
  }

  /// A failure after which the same candidate is not asked again.
  public Failure(Fault fault) {
    this(fault, false);
  }

  /// The failure an HTTP status stands for.
  public static Failure status(int status, Fault fault, Optional<Lesson> lesson) {
    return new Failure(fault, (status == 502 || status == 503) && fault.retryAfterSeconds().isEmpty(), lesson);
  }
}
