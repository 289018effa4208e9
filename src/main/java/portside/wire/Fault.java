package portside.wire;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One failure as the client will be told of it.
///
/// @param kind what happened; gives type, status and the retry rules
/// @param message text for the person, or wording the client acts on; never holds a key
/// @param retryAfterSeconds what the provider asked the client to wait; empty when it did not say (never invented)
/// @param raw the provider's own answer, which a client that speaks its language gets in place of ours; null for none
public record Fault(FaultKind kind, String message, OptionalLong retryAfterSeconds, @Nullable RawAnswer raw) {
  /// A fault that is told in our words.
  public Fault(FaultKind kind, String message, OptionalLong retryAfterSeconds) {
    this(kind, message, retryAfterSeconds, null);
  }

  /// A fault without a waiting time.
  public static Fault of(FaultKind kind, String message) {
    return new Fault(kind, message, OptionalLong.empty());
  }
}
