package portside.provider;

/// The three sizes of model the Claude families become: opus and everything unknown, sonnet, haiku.
public enum Tier {
  BIG,
  MIDDLE,
  SMALL
}
