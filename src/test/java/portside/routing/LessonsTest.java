package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.provider.Lesson;
import portside.provider.Provider;
import portside.provider.Settings;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// How long, for how many models and in which words lessons are kept, and how many one request may be taught.
class LessonsTest {
  private final FakeClock clock = new FakeClock();
  private final Lessons lessons = new Lessons(clock);
  @TempDir private Path folder;
  private Provider provider;

  @BeforeEach
  void provider() throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n");
    provider = Settings.load(Optional.of(file.toString()), Map.of()).provider();
  }

  private long maxOutput() {
    return lessons.applied(provider, "big", provider.dialect().row("big")).maxOutput();
  }

  @Test
  void aLessonExpiresAfterADay() {
    var before = maxOutput();
    lessons.learn(provider, "big", Lesson.of("MAX_OUTPUT", "123"), "at most 123");
    clock.pass(Duration.ofDays(1).minusMillis(1));
    assertEquals(123, maxOutput());
    clock.pass(Duration.ofMillis(1));
    assertEquals(before, maxOutput());
    assertEquals(List.of(), lessons.all());
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    for (int n = 0; n < 1_000; n++) {
      lessons.learn(provider, "model-" + n, Lesson.of("MAX_OUTPUT", "123"), "at most 123");
    }
    assertEquals(100, lessons.all().size());
    clock.pass(Duration.ofDays(1));
    lessons.learn(provider, "big", Lesson.of("MAX_OUTPUT", "124"), "at most 124");
    assertEquals(124, maxOutput(), "there is room again");
  }

  @Test
  void whatWasSaidIsOneLineOfBoundedLength() {
    lessons.learn(provider, "big", Lesson.of("MAX_OUTPUT", "123"), "at most\n123\u001b[2J" + "x".repeat(1_000));
    var said = lessons.all().getFirst().said();
    assertEquals("at most 123\\u001b[2J" + "x".repeat(285) + "…", said);
  }

  @Test
  void aRequestIsTaughtThreeThingsInARow() {
    var route = new Routes(provider, null, lessons).route("big");
    for (int lesson = 1; lesson <= 3; lesson++) {
      var next = route.after(refusal(lesson)).orElseThrow();
      assertEquals(lesson, next.dialect().maxOutput());
    }
    assertEquals(Optional.empty(), route.after(refusal(4)));
  }

  @Test
  void aGatewayIsAskedAgainAsOftenAsTheSettingsSay() {
    var route = new Routes(provider, null, lessons).route("big");
    var failure = new Failure(Fault.of(FaultKind.OVERLOADED, "busy"), true);
    for (int again = 0; again < provider.timeouts().retries(); again++) {
      assertEquals("big", route.after(failure).orElseThrow().model());
    }
    assertEquals(Optional.empty(), route.after(failure));
  }

  private static Failure refusal(int number) {
    return new Failure(Fault.of(FaultKind.INVALID_REQUEST, "refused, number " + number), false,
        Optional.of(Lesson.of("MAX_OUTPUT", Integer.toString(number))));
  }
}
