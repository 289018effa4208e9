package portside.wire;

/// A request that cannot be served, thrown by readers and translators; carries the answer for the client.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  /// @param fault what the client is told
  public Refusal(Fault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /// An `invalid_request_error` that names the field, as the Anthropic API words it: `messages.0.content: …`.
  public static Refusal invalid(String field, String problem) {
    return new Refusal(Fault.of(FaultKind.INVALID_REQUEST, field + ": " + problem));
  }

  /// What the client is told.
  public Fault fault() {
    return fault;
  }
}
