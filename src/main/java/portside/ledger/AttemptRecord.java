package portside.ledger;

import java.time.Duration;

/// One attempt of a request at one candidate. Those of a request stand in the order in which they began.
///
/// @param provider the member of the chain that was asked
/// @param model the provider's own name of it
/// @param key the place of its key in the file, from 1
/// @param why it was made: `first`, `repeat`, `lesson`, `searched`, `next_key`, `next`, `hedge`, `last_chance`
/// @param outcome `answered`, `refused`, `unreached`, `broken`, `unfit` (it was not asked), `ended` (from our side)
/// @param fault the kind of what went wrong, such as `rate_limit`; empty when nothing did
/// @param began how long after the request's arrival
/// @param duration from its beginning to its outcome
/// @param tokens what its answer reported; [LedgerEntry.Tokens#NONE] when it reported nothing
public record AttemptRecord(
    String provider, String model, int key, String why, String outcome, String fault, Duration began, Duration duration, LedgerEntry.Tokens tokens) {

  /// Whether the provider was asked.
  public boolean asked() {
    return !outcome.equals("unfit");
  }

  /// Whether it was made to answer the request from its beginning; the later rounds of a search go on with an answer.
  boolean fromBeginning() {
    return !why.equals("searched");
  }
}
