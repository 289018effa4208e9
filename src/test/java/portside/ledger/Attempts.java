package portside.ledger;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// Attempts for entries of which only their number matters.
public final class Attempts {
  private Attempts() {}

  /// So many attempts that were refused.
  public static List<AttemptRecord> of(int number) {
    return Collections.nCopies(number,
        new AttemptRecord("glm", "m", 1, "first", "refused", "overloaded", Duration.ZERO, Duration.ZERO, LedgerEntry.Tokens.NONE));
  }
}
