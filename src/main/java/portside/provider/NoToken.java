package portside.provider;

/// There is no token. Its message holds no secret.
public final class NoToken extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient MissingToken missing;

  /// @param missing why
  public NoToken(MissingToken missing) {
    super(missing.why(), null, false, false);
    this.missing = missing;
  }

  /// Why, and what helps.
  public MissingToken missing() {
    return missing;
  }
}
