package portside.routing;

import java.util.BitSet;

/// Keeps hedging rare, since it doubles the cost of a request: nothing is hedged while more than a tenth of the last 100 requests were. Requests count
/// when it is known of them whether they were. Safe for any number of threads.
final class HedgeBudget {
  static final int REQUESTS = 100;
  static final int MOST = 10;

  private final BitSet hedged = new BitSet(REQUESTS);
  private int at;

  /// Takes leave to hedge a request.
  ///
  /// @return whether it may be
  synchronized boolean take() {
    if (hedged.cardinality() > MOST) {
      return false;
    }
    note(true);
    return true;
  }

  /// Notes a request that was not hedged.
  synchronized void without() {
    note(false);
  }

  private void note(boolean was) {
    hedged.set(at, was);
    at = (at + 1) % REQUESTS;
  }
}
