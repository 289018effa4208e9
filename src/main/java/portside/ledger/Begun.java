package portside.ledger;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A request whose first provider is waited for; written at once, so that one whose process is killed is not lost, and costs no time that the wait does
/// not cover.
///
/// @param at when it was written
/// @param requestId `req_…`
/// @param provider the member of the chain that is asked first
/// @param requestedModel as the client wrote it
/// @param servedModel as the provider calls it
/// @param origin where the request comes from
/// @param input how many tokens the prompt is thought to have
/// @param passedOn what the client has got so far; asked from any thread while the request runs
public record Begun(
    Instant at, String requestId, String provider, String requestedModel, String servedModel, Origin origin, long input, Supplier<PassedOn> passedOn) {
  /// How many tokens of an answer the client has got, by estimate.
  ///
  /// @param output all of them
  /// @param thinking those among them that were thought
  public record PassedOn(long output, long thinking) {}

  /// The client's session; null when it has none.
  public @Nullable String session() {
    return origin.session();
  }
}
