package portside.wire;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One failure as the client will be told of it.
///
/// @param kind what happened; gives type, status and the retry rules
/// @param message text for the person, or wording the client acts on; never holds a key
/// @param retryAfterSeconds what the provider asked the client to wait, in whole seconds, rounded up; empty when it did not say (never invented)
/// @param scope which further requests will fail too: as the kind says, unless the provider named a wider or narrower limit
/// @param raw the provider's own answer, which a client that speaks its language gets in place of ours; null for none
public record Fault(FaultKind kind, String message, OptionalLong retryAfterSeconds, Scope scope, @Nullable RawAnswer raw) {
  /// A fault that is told in our words, with the scope of its kind.
  public Fault(FaultKind kind, String message, OptionalLong retryAfterSeconds) {
    this(kind, message, retryAfterSeconds, kind.scope(), null);
  }

  /// A fault without a waiting time.
  public static Fault of(FaultKind kind, String message) {
    return new Fault(kind, message, OptionalLong.empty());
  }

  /// The same fault in other words.
  public Fault withMessage(String message) {
    return new Fault(kind, message, retryAfterSeconds, scope, raw);
  }

  /// The same fault for other requests than its kind says.
  public Fault withScope(Scope scope) {
    return new Fault(kind, message, retryAfterSeconds, scope, raw);
  }

  /// The same fault with the provider's own answer.
  public Fault withRaw(RawAnswer raw) {
    return new Fault(kind, message, retryAfterSeconds, scope, raw);
  }
}
