package portside.ledger;

/// Which provider was asked last, as far as prices and statistics must know.
///
/// @param kind the name of the known provider, or the forced row of its dialect; else its host and port
/// @param address host and path, without scheme and query; never written, since with some providers the path holds an account
/// @param host host and port
/// @param wire `chat`, `responses`, `messages` or `gemini`
/// @param key a digest of the key that tells keys apart; `none` without one
/// @param billing how its use is paid
public record Answerer(String kind, String address, String host, String wire, String key, Billing billing) {
  /// Nobody was asked.
  public static final Answerer NOBODY = new Answerer("", "", "", "", "none", Billing.LISTED);

  /// How use is paid.
  public enum Billing {
    /// As the table of prices says.
    LISTED,
    /// Not at all.
    FREE,
    /// By a plan: a request costs nothing more.
    PLAN,
    /// By tokens, also where the table of prices knows a plan.
    TOKENS
  }
}
