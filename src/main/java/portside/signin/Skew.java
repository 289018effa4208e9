package portside.signin;

import java.time.Duration;

/// How long before its end a token is replaced: a minute, or a twentieth of its life where that is shorter, so that a request on its way still has a good one.
final class Skew {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int PART = 20;

  private Skew() {}

  /// What is left of a life.
  static Duration before(Duration life) {
    var part = life.dividedBy(PART);
    return life.minus(part.compareTo(LONGEST) < 0 ? part : LONGEST);
  }
}
