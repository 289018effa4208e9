package portside.ledger.index;

/// The index or the database of instances cannot be read or written. The message is for people and holds no password.
public final class IndexFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexFailure(String message, Exception cause) {
    super(message, cause);
  }
}
