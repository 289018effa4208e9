package portside.routing;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.Optional;
import portside.provider.Chain.Breaker;
import portside.provider.Chain.Patience;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What follows from a failure, as long as nothing has gone out to the client: once something has, the request ends there, and only what is said of
/// later requests holds.
///
/// @param next who is asked next in the same request
/// @param out which later requests are kept away; empty when the failure says nothing of them
/// @param ladder for how long, unless the provider named a time
/// @param counts how many failures it is for the breaker; 0 where a single one suffices
public record Consequence(Next next, Optional<Scope> out, Ladder ladder, int counts) {
  /// Who is asked next.
  public enum Next {
    /// Nobody.
    STOP,
    /// The same once more while `MAX_RETRIES` lasts, then the next member.
    SAME_THEN_NEXT_MEMBER,
    /// The same member with its next key, and the next member when it has none.
    NEXT_KEY,
    /// The next member.
    NEXT_MEMBER,
    /// The next whose context window is larger or unknown.
    LARGER_WINDOW
  }

  /// How long an outage lasts when the provider did not say, by its level: how many there were in a row.
  public sealed interface Ladder {
    /// The length at a level, from 0; doubled with each.
    default Duration length(int level, Breaker breaker) {
      return switch (this) {
        case Plain.NONE -> Duration.ZERO;
        case Plain.BREAKER -> doubled(breaker.recovery(), level, breaker.maxRecovery());
        case Doubling(var first, var most) -> doubled(first, level, most);
      };
    }

    private static Duration doubled(Duration first, int times, Duration most) {
      var length = first;
      for (int n = 0; n < times && length.compareTo(most) < 0; n++) {
        length = length.multipliedBy(2);
      }
      return length.compareTo(most) < 0 ? length : most;
    }
  }

  /// Two that say all by their names.
  enum Plain implements Ladder {
    /// There is no outage.
    NONE,
    /// Several failures make an outage, of the length that `BREAKER_RECOVERY` and `BREAKER_MAX_RECOVERY` give.
    BREAKER
  }

  /// A single failure makes an outage.
  ///
  /// @param first its length at level 0
  /// @param most its length at any
  record Doubling(Duration first, Duration most) implements Ladder {}

  private static final Ladder RATE = new Doubling(ofSeconds(5), ofMinutes(5));
  private static final Ladder QUOTA = new Doubling(ofMinutes(5), ofHours(1));
  private static final Ladder ACCOUNT = new Doubling(ofMinutes(30), ofHours(6));
  private static final Ladder ABSENCE = new Doubling(ofMinutes(10), ofHours(1));

  /// The consequence of a failure.
  ///
  /// @param patience says whether a request that is refused as wrong is shown to the next candidate
  public static Consequence of(Outcome.Failed failed, Patience patience) {
    return switch (failed) {
      case Outcome.Unreached _ -> new Consequence(Next.SAME_THEN_NEXT_MEMBER, Optional.of(Scope.PROVIDER), Plain.BREAKER, 1);
      case Outcome.Refused _, Outcome.Broken _ -> answered(failed, patience);
      case Outcome.Unfit(var fault) -> only(fault.kind() == FaultKind.CONTEXT_OVERFLOW ? Next.LARGER_WINDOW : Next.NEXT_MEMBER); // it cost nothing
    };
  }

  private static Consequence answered(Outcome.Failed failed, Patience patience) {
    var fault = failed.fault();
    return switch (fault.kind()) {
      case UNREACHABLE -> counted(fault, failed.mayRepeat() ? Next.SAME_THEN_NEXT_MEMBER : Next.NEXT_MEMBER, 1);
      case OVERLOADED -> counted(fault, fault.retryAfterSeconds().isEmpty() ? Next.SAME_THEN_NEXT_MEMBER : Next.NEXT_MEMBER, 1);
      case API -> counted(fault, failed.mayRepeat() ? Next.SAME_THEN_NEXT_MEMBER : Next.NEXT_MEMBER, 1);
      case TIMEOUT -> counted(fault, Next.NEXT_MEMBER, 2); // it cost a person far more than any other failure
      case RATE_LIMIT -> out(fault, Next.NEXT_KEY, RATE);
      case QUOTA -> out(fault, Next.NEXT_KEY, QUOTA);
      case BILLING, AUTHENTICATION -> out(fault, Next.NEXT_KEY, ACCOUNT);
      case PERMISSION -> out(fault, Next.NEXT_KEY, ABSENCE);
      case NOT_FOUND, MISDIRECTED -> out(fault, Next.NEXT_MEMBER, ABSENCE);
      case CONTEXT_OVERFLOW -> only(Next.LARGER_WINDOW);
      case TOO_LARGE -> only(Next.NEXT_MEMBER);
      case INVALID_REQUEST, POLICY -> only(patience.on400() ? Next.NEXT_MEMBER : Next.STOP);
      case CLIENT_KEY, CONFLICT, LOOP -> only(Next.STOP);
    };
  }

  private static Consequence counted(Fault fault, Next next, int failures) {
    return new Consequence(next, covered(fault), Plain.BREAKER, failures);
  }

  private static Consequence out(Fault fault, Next next, Ladder ladder) {
    return new Consequence(next, covered(fault), ladder, 0);
  }

  private static Consequence only(Next next) {
    return new Consequence(next, Optional.empty(), Plain.NONE, 0);
  }

  private static Optional<Scope> covered(Fault fault) {
    return Optional.of(fault.scope()).filter(scope -> scope != Scope.REQUEST);
  }
}
