package portside.provider;

/// A value that must not be shown: `toString` hides it, so no log, error or record can leak it by accident.
public final class Secret {
  private final String value;

  /// @param value the secret; empty for none
  public Secret(String value) {
    this.value = value;
  }

  /// The secret itself, for the one header it belongs in.
  public String reveal() {
    return value;
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "(none)" : "(hidden)";
  }
}
