package portside.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the clients of running requests have got so far, written down once a second where it grew by a quarter: when the process is killed, all of an answer
/// but its last second or fifth is known, and an answer of a minute has made fifteen lines.
final class JournalProgress {
  static final Duration BETWEEN = Duration.ofSeconds(1);

  /// It grew where it is more by such a part of what was written down.
  private static final int PART = 4;

  /// Takes a line.
  interface Lines {
    void add(Instant at, Supplier<byte[]> text);
  }

  private static final Begun.PassedOn NOTHING = new Begun.PassedOn(0, 0);

  /// @param told what was written down last
  private record Running(Begun request, Begun.PassedOn told) {}

  private final InstantSource clock;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private Instant last = Instant.MIN;

  JournalProgress(InstantSource clock) {
    this.clock = clock;
  }

  void begun(Begun request) {
    running.put(request.requestId(), new Running(request, NOTHING));
  }

  void ended(String requestId) {
    running.remove(requestId);
  }

  /// Whether nothing runs.
  boolean isEmpty() {
    return running.isEmpty();
  }

  /// Gives the lines that are due. Asked by one thread alone, as often as it likes.
  void lines(Lines lines) {
    var now = clock.instant();
    if (!last.equals(Instant.MIN) && Duration.between(last, now).abs().compareTo(BETWEEN) < 0) { // a clock may be set back
      return;
    }
    last = now;
    running.forEach((id, one) -> {
      var passedOn = one.request().passedOn().get();
      var grew = passedOn.output() - one.told().output();
      if (grew > 0 && grew >= one.told().output() / PART && running.replace(id, one, new Running(one.request(), passedOn))) {
        lines.add(now, () -> JournalLine.soFar(id, now, passedOn));
      }
    });
  }
}
