package portside.server;

import java.time.Duration;

/// How long a connection may keep the server waiting.
///
/// @param beat time between two looks at all connections
/// @param first a connection on which nothing has ever come is closed after this
/// @param idle a connection is kept this long for a next request
/// @param crowded while nearly all connections the system allows are open, idle ones are closed after this
/// @param head the whole head of a request must have come within this time after its first byte
/// @param silence between two pieces of a body, and what a body gets beyond its rate
/// @param bytesPerSecond the lowest rate, over the whole of a body; slower ones are not meant to end
/// @param leaving a client that was answered for the last time, and still sends what is not read, has gone when nothing comes for this long
/// @param send a client that takes nothing of what is sent for this long has stopped reading
record ConnectionLimits(Duration beat, Duration first, Duration idle, Duration crowded, Duration head, Duration silence, long bytesPerSecond,
    Duration leaving, Duration send) {
  /// The usual limits.
  static final ConnectionLimits USUAL = new ConnectionLimits(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(5),
      Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 1024, Duration.ofSeconds(2), Duration.ofMinutes(2));

  boolean over(ReadTimer.For what, ReadTimer.Wait wait, long now, boolean isCrowded) {
    return switch (what) {
      case FIRST_REQUEST -> longer(now - wait.since(), isCrowded ? crowded : first);
      case NEXT_REQUEST -> longer(now - wait.since(), isCrowded ? crowded : idle);
      case HEAD -> longer(now - wait.since(), head);
      case BODY, REST -> longer(now - wait.last(), silence) || tooSlow(wait, now);
      case LEAVING -> longer(now - wait.last(), leaving) || tooSlow(wait, now);
    };
  }

  private boolean tooSlow(ReadTimer.Wait wait, long now) {
    return longer(now - wait.since(), silence.plus(Duration.ofMillis(wait.bytes() * 1000 / bytesPerSecond)));
  }

  private static boolean longer(long nanos, Duration limit) {
    return nanos > limit.toNanos();
  }
}
