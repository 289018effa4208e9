package portside.signin;

/// A sign-in did not come about. The message says why, in words that hold no secret.
public final class LoginFailed extends Exception {
  private static final long serialVersionUID = 1L;

  LoginFailed(String why) {
    super(why, null, false, false);
  }

  /// Why.
  public String why() {
    return String.valueOf(getMessage());
  }
}
