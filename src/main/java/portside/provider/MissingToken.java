package portside.provider;

/// Why there is no token that could authorise a request.
///
/// @param mend what helps
/// @param why in words that hold no secret
public record MissingToken(Mend mend, String why) {
  /// What helps.
  public enum Mend {
    /// A person signs in.
    SIGN_IN,
    /// A person mends what the settings name.
    SETTING,
    /// Nothing but waiting: the server that gives tokens was not reached, or failed.
    WAITING
  }

  /// The words for a client and for `/health`, with the command that mends it.
  ///
  /// @param name of the provider
  public String told(String name) {
    return switch (mend) {
      case SIGN_IN -> "the proxy is not signed in for " + name + " (" + why + "): run java -jar proxy.jar auth login " + name;
      case SETTING, WAITING -> "the proxy has no token for " + name + ": " + why;
    };
  }
}
