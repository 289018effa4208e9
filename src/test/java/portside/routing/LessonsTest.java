package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_TOOLS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import portside.FakeClock;
import portside.Logged;
import portside.provider.Provider;
import portside.provider.dialect.Lesson;
import portside.provider.settings.Settings;

/// How long, for how many models and in which words lessons are kept.
@Isolated("reads the log, in which every class writes")
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
    return lessons.applied(provider, "big", provider.dialect().row("big")).get(MAX_OUTPUT);
  }

  @Test
  void aLessonExpiresAfterADay() {
    var before = maxOutput();
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "123"), "at most 123");
    clock.pass(Duration.ofDays(1).minusMillis(1));
    assertEquals(123, maxOutput());
    clock.pass(Duration.ofMillis(1));
    assertEquals(before, maxOutput());
    assertEquals(List.of(), lessons.all());
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    for (int n = 0; n < 1_000; n++) {
      lessons.learn(provider, "model-" + n, Lesson.of(MAX_OUTPUT, "123"), "at most 123");
    }
    assertEquals(100, lessons.all().size());
    clock.pass(Duration.ofDays(1));
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "124"), "at most 124");
    assertEquals(124, maxOutput(), "there is room again");
  }

  @Test
  void theLogTellsWhatWasLearned() {
    try (var logged = new Logged(Lessons.class.getName())) {
      lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "123"), "at most\n 123");
      assertEquals(List.of("learned for big: DIALECT_MAX_OUTPUT=123, since the provider said: at most 123"), logged.from(Level.INFO));
    }
  }

  @Test
  void aLaterLessonOfAColumnTakesThePlaceOfAnEarlier() {
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "123"), "at most 123");
    lessons.learn(provider, "big", Lesson.of(MAX_TOOLS, "9"), "at most 9");
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "124"), "at most 124");
    lessons.learn(provider, "big", new Lesson(IMAGES, "false", false), "a broken picture");
    assertEquals(List.of("DIALECT_MAX_TOOLS=9", "DIALECT_MAX_OUTPUT=124"), lessons.all().stream().map(one -> one.lesson().setting()).toList());
    assertEquals(clock.instant(), lessons.all().getFirst().at());
    assertEquals("big", lessons.all().getFirst().model());
  }

  @Test
  void aModelThatIsKnownLearnsOnWhereThereIsNoRoomForAnother() {
    for (int n = 0; n < 100; n++) {
      lessons.learn(provider, "model-" + n, Lesson.of(MAX_OUTPUT, "123"), "at most 123");
    }
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "124"), "at most 124");
    lessons.learn(provider, "model-99", Lesson.of(MAX_TOOLS, "9"), "at most 9");
    assertEquals(101, lessons.all().size());
  }

  @Test
  void whatWasSaidIsOneLineOfBoundedLength() {
    lessons.learn(provider, "big", Lesson.of(MAX_OUTPUT, "123"), "at most\n123\u001b[2J" + "x".repeat(1_000));
    var said = lessons.all().getFirst().said();
    assertEquals("at most 123\\u001b[2J" + "x".repeat(285) + "…", said);
  }
}
