package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.Provider;

/// Which answers say how fast a model is, and for how long.
class SpeedsTest {
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final Speeds speeds = new Speeds(nanoTime::get);
  @TempDir private Path folder;
  private Provider a;

  @BeforeEach
  void member() throws Exception {
    a = GivenChain.of(folder, "a");
  }

  /// An answer at so many tokens a second, content after so many milliseconds.
  private void answered(String model, long tokens, double tokensPerSecond, long toContent) {
    speeds.answered(GivenChain.candidate(a, 1, model), Duration.ofMillis(toContent), Duration.ofMillis((long) (tokens * 1_000 / tokensPerSecond)), tokens);
  }

  private OptionalDouble speed(String model) {
    return speeds.tokensPerSecond(a, model);
  }

  @Test
  void aSpeedIsTheMedianOfTheLastFiveAnswers() {
    assertEquals(OptionalDouble.empty(), speed("m"));
    answered("m", 100, 10, 1);
    assertEquals(OptionalDouble.of(10), speed("m"));
    answered("m", 100, 40, 1);
    assertEquals(OptionalDouble.of(25), speed("m"), "of two it is the middle between them");
    for (int speed : new int[] {50, 80, 100}) {
      answered("m", 100, speed, 1);
    }
    assertEquals(OptionalDouble.of(50), speed("m"));
    answered("m", 100, 100, 1);
    assertEquals(OptionalDouble.of(80), speed("m"), "the first of six is gone");
    assertEquals(OptionalDouble.empty(), speed("other"));
  }

  @Test
  void anAnswerOfLessThanFiftyTokensSaysNothingOfTheSpeed() {
    answered("m", 49, 10, 300);
    assertEquals(OptionalDouble.empty(), speed("m"));
    assertEquals(Optional.of(Duration.ofMillis(300)), speeds.medianToContent(GivenChain.candidate(a, 1, "m")));
    answered("m", 50, 10, 300);
    assertEquals(OptionalDouble.of(10), speed("m"));
    speeds.answered(GivenChain.candidate(a, 1, "m"), Duration.ZERO, Duration.ZERO, 1_000);
    assertEquals(OptionalDouble.of(10), speed("m"));
  }

  @Test
  void aSpeedIsForgottenAfterAQuarterOfAnHourTheTimeToContentIsNot() {
    answered("m", 100, 10, 300);
    nanoTime.addAndGet(Duration.ofMinutes(5).toNanos());
    answered("m", 100, 20, 300);
    nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
    assertEquals(OptionalDouble.of(15), speed("m"));
    nanoTime.incrementAndGet();
    assertEquals(OptionalDouble.of(20), speed("m"));
    nanoTime.addAndGet(Duration.ofMinutes(5).toNanos());
    assertEquals(OptionalDouble.empty(), speed("m"));
    assertEquals(List.of(new Speeds.Seen("a", "m", OptionalDouble.empty(), Optional.of(Duration.ofMillis(300)), 0)), speeds.seen());
  }

  @Test
  void theTimeToContentIsTheMedianOfTheLastTwenty() {
    assertEquals(Optional.empty(), speeds.medianToContent(GivenChain.candidate(a, 1, "m")));
    answered("m", 1, 1, 999);
    for (int n = 1; n <= 20; n++) {
      answered("m", 1, 1, 10L * n);
    }
    assertEquals(Optional.of(Duration.ofMillis(105)), speeds.medianToContent(GivenChain.candidate(a, 1, "m")));
  }

  @Test
  void theKeysOfAMemberCountTogetherAndAMemberAtAnotherAddressIsAnother() throws Exception {
    answered("m", 100, 10, 300);
    assertEquals(OptionalDouble.of(10), speeds.tokensPerSecond(GivenChain.of(folder, "a", "OPENAI_API_KEY=other"), "m"));
    assertEquals(OptionalDouble.empty(), speeds.tokensPerSecond(GivenChain.of(folder, "a", "OPENAI_BASE_URL=http://127.0.0.1:2/v1"), "m"));
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    answered("real", 100, 10, 1);
    for (int n = 0; n < 200; n++) {
      answered("real", 100, 10, 1);
      answered("made-up-" + n, 100, 10, 1);
    }
    assertEquals(200, speeds.seen().size());
    assertEquals(OptionalDouble.of(10), speed("real"));
    assertEquals(OptionalDouble.empty(), speed("made-up-0"));
    assertEquals(OptionalDouble.of(10), speed("made-up-1"));
  }
}
