package portside.wire;

import java.util.OptionalLong;

/// One failure as the client will be told of it.
///
/// @param kind what happened; gives type, status and the retry rules
/// @param message text for the person, or wording the client acts on; never holds a key
/// @param retryAfterSeconds what the provider asked the client to wait; empty when it did not say (never invented)
public record Fault(FaultKind kind, String message, OptionalLong retryAfterSeconds) {
  /// A fault without a waiting time.
  public static Fault of(FaultKind kind, String message) {
    return new Fault(kind, message, OptionalLong.empty());
  }
}
