package portside.exchange;

import java.util.Optional;

/// The id of the request that a thread works on, so that every line that is logged meanwhile can name it.
public final class RequestId {
  static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private RequestId() {}

  /// The id; empty in a thread that works on no request.
  public static Optional<String> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }
}
