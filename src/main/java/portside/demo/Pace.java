package portside.demo;

import java.time.Duration;

/// How fast the demo speaks.
///
/// @param word the pause after each word, or after each piece of a tool call's arguments
public record Pace(Duration word) {
  /// The pace of a quick model, fifty words a second; `-Dportside.demo.pace` sets the milliseconds of a word.
  public static final Pace NATURAL = new Pace(Duration.ofMillis(Long.getLong("portside.demo.pace", 20)));

  /// Words without pauses.
  public static final Pace NONE = new Pace(Duration.ZERO);

  /// The pace that is ten times as slow; where there are no pauses, small ones.
  Pace slower() {
    return new Pace(word.isZero() ? Duration.ofMillis(5) : word.multipliedBy(10));
  }

  void pause() throws InterruptedException {
    Thread.sleep(word);
  }
}
