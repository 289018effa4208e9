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
/// @param rest what a client gets to see its answer before the connection is closed, when it still sends a body that is not read
/// @param send a client that takes nothing of what is sent for this long has stopped reading
record ConnectionLimits(Duration beat, Duration first, Duration idle, Duration crowded, Duration head, Duration silence, long bytesPerSecond,
    Duration rest, Duration send) {
  /// What serves people well.
  static final ConnectionLimits USUAL = new ConnectionLimits(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(5),
      Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 1024, Duration.ofMillis(500), Duration.ofMinutes(2));

  boolean over(ClientWait.Wait wait, long now, boolean isCrowded) {
    return switch (wait.what()) {
      case FIRST_REQUEST -> longer(now - wait.since(), isCrowded ? crowded : first);
      case NEXT_REQUEST -> longer(now - wait.since(), isCrowded ? crowded : idle);
      case HEAD -> longer(now - wait.since(), head);
      case BODY -> longer(now - wait.last(), silence) || longer(now - wait.since(), silence.plus(timeFor(wait.bytes())));
      case REST -> longer(now - wait.last(), rest) || longer(now - wait.since(), silence.plus(timeFor(wait.bytes())));
    };
  }

  private Duration timeFor(long bytes) {
    return Duration.ofMillis(bytes * 1000 / bytesPerSecond);
  }

  private static boolean longer(long nanos, Duration limit) {
    return nanos > limit.toNanos();
  }
}
