package portside.console.top;

import java.time.Duration;
import java.util.List;

/// A request with each call that was made for it.
///
/// @param attempts in the order in which they began
record RequestDetails(RequestRow row, List<Attempt> attempts) {
  RequestDetails {
    attempts = List.copyOf(attempts);
  }

  /// One call.
  ///
  /// @param key which of the provider's keys; empty for none
  /// @param why this one was asked, in the ledger's word
  /// @param outcome what came of it
  /// @param fault its kind; empty for none
  /// @param began since the request came
  record Attempt(long number, String provider, String served, String key, String why, String outcome, String fault, Duration began, Duration time) {}
}
