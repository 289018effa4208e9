package portside.ledger.index;

/// The index cannot be read or written. Its message is for people.
public final class IndexFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexFailure(String message, Exception cause) {
    super(message, cause);
  }
}
