package bench;

import java.util.concurrent.TimeUnit;

/// How the fake provider answers; the request's model name says it.
///
/// | model | answer |
/// |---|---|
/// | `once` and any other name | one event at once |
/// | `refuse` | 500 at once |
/// | `think-200ms` | nothing for 200 ms, then one event |
/// | `paced-20x15s` | 20 events per second for 15 seconds, each its own write |
/// | `burst-20000` | 20,000 events as fast as the reader takes them, 64 per write |
/// | `single-20000` | the same, each its own write |
///
/// @param delayNanos before the first byte of the answer
/// @param periodNanos from event to event, 0 for as fast as can be
/// @param events in the whole answer
/// @param perWrite events handed to the socket at once
record Script(long delayNanos, long periodNanos, int events, int perWrite) {
  private static final int BURST = 64;

  /// What stands for an answer with an error status.
  static final Script REFUSAL = new Script(0, 0, 0, 0);

  static Script of(String model) {
    if (model.equals(refuse())) {
      return REFUSAL;
    }
    var dash = model.indexOf('-');
    var detail = model.substring(dash + 1);
    return switch (model.substring(0, Math.max(dash, 0))) {
      case "think" -> new Script(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(detail.replace("ms", ""))), 0, 1, 1);
      case "paced" -> {
        var rateAndSeconds = detail.replace("s", "").split("x");
        var rate = Integer.parseInt(rateAndSeconds[0]);
        yield new Script(0, TimeUnit.SECONDS.toNanos(1) / rate, rate * Integer.parseInt(rateAndSeconds[1]), 1);
      }
      case "burst" -> new Script(0, 0, Integer.parseInt(detail), BURST);
      case "single" -> new Script(0, 0, Integer.parseInt(detail), 1);
      default -> new Script(0, 0, 1, 1);
    };
  }

  static String paced(int perSecond, int seconds) {
    return "paced-" + perSecond + "x" + seconds + "s";
  }

  static String burst(int events) {
    return "burst-" + events;
  }

  static String single(int events) {
    return "single-" + events;
  }

  static String think(int millis) {
    return "think-" + millis + "ms";
  }

  static String refuse() {
    return "refuse";
  }

  static String once() {
    return "once";
  }
}
