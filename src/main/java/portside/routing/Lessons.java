package portside.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.wire.OneLine;

/// Keeps what refusals of the last day taught about each model of each provider: cells of its row. Only what made a request succeed is kept. Safe for any number of threads.
public final class Lessons {
  /// Lessons expire after a day, because providers mend their APIs.
  private static final Duration LIFE = Duration.ofDays(1);

  /// More models than anybody uses; a client that makes names up shall not fill the memory.
  private static final int MOST_MODELS = 100;

  private static final int LONGEST_WORDS = 300;

  private static final Logger LOG = System.getLogger(Lessons.class.getName());

  private final Map<String, List<Learned>> byModel = new ConcurrentHashMap<>();
  private final Clock clock;

  /// @param clock tells when a day is over
  public Lessons(Clock clock) {
    this.clock = clock;
  }

  /// A lesson as it is kept.
  ///
  /// @param model the provider's own name of it
  /// @param said the refusal that taught it
  public record Learned(String model, Lesson lesson, String said, Instant at) {}

  /// The row of a model with all that was learned about it.
  Dialect applied(Provider provider, String model, Dialect row) {
    var changed = row;
    for (var learned : fresh(byModel.getOrDefault(key(provider, model), List.of()))) {
      changed = learned.lesson().applied(changed);
    }
    return changed;
  }

  /// Keeps a lesson that helped; a later one about the same column takes the place of an earlier.
  void learn(Provider provider, String model, Lesson lesson, String said) {
    byModel.values().removeIf(learned -> fresh(learned).isEmpty());
    var key = key(provider, model);
    if (!lesson.lasting() || byModel.size() >= MOST_MODELS && !byModel.containsKey(key)) {
      return;
    }
    var words = oneLine(said);
    var learned = new Learned(model, lesson, words, clock.instant());
    byModel.merge(key, List.of(learned), (old, added) -> {
      var others = fresh(old).stream().filter(other -> !other.lesson().column().equals(lesson.column()));
      return Stream.concat(others, added.stream()).toList();
    });
    LOG.log(Level.INFO, "learned for " + model + ": " + lesson.setting() + ", since the provider said: " + words);
  }

  /// Forgets everything.
  public void reset() {
    byModel.clear();
  }

  /// All that counts at present.
  public List<Learned> all() {
    return byModel.values().stream().flatMap(learned -> fresh(learned).stream()).toList();
  }

  private List<Learned> fresh(List<Learned> learned) {
    var since = clock.instant().minus(LIFE);
    return learned.stream().filter(one -> one.at().isAfter(since)).toList();
  }

  /// What a log and `/health` show of it.
  private static String oneLine(String said) {
    return OneLine.of(said.replaceAll("\\s+", " "), LONGEST_WORDS);
  }

  private static String key(Provider provider, String model) {
    return provider.site() + ' ' + model;
  }
}
