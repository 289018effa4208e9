package portside.routing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import portside.provider.Provider;

/// How fast each model of each member answered of late, by the requests that came anyway; none is sent in order to measure. The keys of a member
/// count together. Safe for any number of threads.
///
/// The speed is that of a whole answer, from the request on: it is the wait a person has, thinking that is not shown included, and it cannot be made
/// to look endless by a gateway that gives out an answer in one piece.
public final class Speeds {
  /// A shorter answer says more of the way to the provider than of its speed.
  private static final long FEWEST_TOKENS = 50;

  private static final int ANSWERS = 5;
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final int FIRST_WORDS = 20;

  /// More models than anybody uses; clients name them.
  private static final int MODELS = 200;

  private final LongSupplier nanoTime;
  private final Map<String, Samples> byModel = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Samples> eldest) {
      return size() > MODELS;
    }
  };

  /// @param nanoTime a clock that is never set
  public Speeds(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// How a model of a member does.
  ///
  /// @param tokensPerSecond median; empty when nothing is known
  /// @param toContent median; empty when nothing is known
  /// @param samples the answers the speed is of
  public record Seen(String member, String model, OptionalDouble tokensPerSecond, Optional<Duration> toContent, int samples) {}

  private record Answer(long at, double tokensPerSecond) {}

  private record Samples(String member, String model, Deque<Answer> answers, Deque<Duration> toContent) {}

  /// Takes in a complete answer.
  ///
  /// @param toContent from the request to the first content
  /// @param total from the request to the end
  /// @param outputTokens as reported, thinking included
  public void answered(Candidate candidate, Duration toContent, Duration total, long outputTokens) {
    var now = nanoTime.getAsLong();
    var name = new Aim(candidate.provider(), candidate.model()).name();
    synchronized (byModel) {
      var samples = byModel.computeIfAbsent(name, _ -> new Samples(candidate.provider().name(), candidate.model(), new ArrayDeque<>(), new ArrayDeque<>()));
      add(samples.toContent(), toContent, FIRST_WORDS);
      if (outputTokens >= FEWEST_TOKENS && total.isPositive()) {
        add(samples.answers(), new Answer(now, outputTokens * 1e9 / total.toNanos()), ANSWERS);
      }
    }
  }

  /// Median output tokens a second of the last five answers of at least fifty tokens in the last fifteen minutes; empty when there was none.
  public OptionalDouble tokensPerSecond(Provider member, String model) {
    var now = nanoTime.getAsLong();
    synchronized (byModel) {
      return samples(member, model).map(samples -> speed(samples, now)).orElse(OptionalDouble.empty());
    }
  }

  /// Median time to content of the last twenty answers; empty when there was none.
  public Optional<Duration> medianToContent(Candidate candidate) {
    synchronized (byModel) {
      return samples(candidate.provider(), candidate.model()).flatMap(Speeds::toContent);
    }
  }

  /// All that is known, the model that answered last at the end.
  public List<Seen> seen() {
    var now = nanoTime.getAsLong();
    synchronized (byModel) {
      return byModel.values().stream().map(samples -> new Seen(samples.member(), samples.model(), speed(samples, now), toContent(samples),
          (int) fresh(samples, now).count())).toList();
    }
  }

  private Optional<Samples> samples(Provider member, String model) {
    return Optional.ofNullable(byModel.get(new Aim(member, model).name()));
  }

  private static OptionalDouble speed(Samples samples, long now) {
    return median(fresh(samples, now).mapToDouble(Answer::tokensPerSecond));
  }

  private static Stream<Answer> fresh(Samples samples, long now) {
    return samples.answers().stream().filter(answer -> now - answer.at() < LIFE.toNanos());
  }

  private static Optional<Duration> toContent(Samples samples) {
    var median = median(samples.toContent().stream().mapToDouble(Duration::toNanos));
    return median.isPresent() ? Optional.of(Duration.ofNanos((long) median.getAsDouble())) : Optional.empty();
  }

  private static OptionalDouble median(DoubleStream values) {
    var sorted = values.sorted().toArray();
    var half = sorted.length / 2;
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.length % 2 == 0 ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]);
  }

  private static <T> void add(Deque<T> last, T one, int most) {
    last.addLast(one);
    if (last.size() > most) {
      last.removeFirst();
    }
  }
}
