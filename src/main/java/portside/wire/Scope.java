package portside.wire;

/// What an error says about further requests: which of them will meet it too.
public enum Scope {
  /// This request alone.
  REQUEST,
  /// All to the provider.
  PROVIDER,
  /// Those to this model of the provider.
  MODEL,
  /// Those with this key.
  KEY,
  /// Those to this model with this key.
  KEY_AND_MODEL
}
