package portside.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import portside.ledger.AttemptRecord;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;

/// Adds up what came of the calls to each member since the process started. Members are told apart by name, so one that a reload takes out and a later one
/// brings back goes on with its sums.
public final class MemberTotals implements Ledger {
  /// What the request is to blame for.
  private static final Set<String> OF_THE_REQUEST = Set.of("invalid_request", "context_overflow", "policy", "too_large", "conflict", "loop");

  private static final Set<String> THROTTLED = Set.of("rate_limit", "quota");

  private static final double OLD = 0.9;

  private final Map<String, Totals> byMember = new ConcurrentHashMap<>();

  /// The sums of one member.
  ///
  /// @param requests calls that were made
  /// @param answered those that came to a complete answer
  /// @param failed those that were refused, or broke
  /// @param throttled refused with a rate limit, or since a plan is used up
  /// @param tooLong refused since the prompt does not fit
  /// @param inARow failures of the member's own since its last answer
  /// @param answersInARow since its last failure of its own
  /// @param meanMillis of the answers, the later ones counting more
  /// @param lastFailure of the member's own; empty when there was none
  public record Totals(long requests, long answered, long failed, long throttled, long tooLong, long inARow, long answersInARow, double meanMillis,
      Optional<Instant> lastFailure) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    Totals answered(Duration time) {
      var mean = answered == 0 ? time.toMillis() : OLD * meanMillis + (1 - OLD) * time.toMillis();
      return new Totals(requests + 1, answered + 1, failed, throttled, tooLong, 0, answersInARow + 1, mean, lastFailure);
    }

    Totals failed(String fault, Instant at) {
      var own = !OF_THE_REQUEST.contains(fault);
      return new Totals(requests + 1, answered, failed + 1, throttled + (THROTTLED.contains(fault) ? 1 : 0),
          tooLong + (fault.equals("context_overflow") ? 1 : 0), own ? inARow + 1 : inARow, own ? 0 : answersInARow, meanMillis,
          own ? Optional.of(at) : lastFailure);
    }

    Totals ended() {
      return new Totals(requests + 1, answered, failed, throttled, tooLong, inARow, answersInARow, meanMillis, lastFailure);
    }
  }

  @Override
  public void append(LedgerEntry entry) {
    for (var attempt : entry.attempts()) {
      if (attempt.asked()) {
        byMember.merge(attempt.provider(), after(Totals.NONE, attempt, entry), (before, _) -> after(before, attempt, entry));
      }
    }
  }

  private static Totals after(Totals before, AttemptRecord attempt, LedgerEntry entry) {
    return switch (attempt.outcome()) {
      case "answered" -> before.answered(attempt.duration());
      case "ended" -> before.ended();
      default -> before.failed(attempt.fault(), entry.at().minus(entry.duration()).plus(attempt.began()).plus(attempt.duration()));
    };
  }

  /// Those of a member.
  Totals of(String member) {
    return byMember.getOrDefault(member, Totals.NONE);
  }
}
