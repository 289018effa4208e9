package portside.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.Logged;
import portside.provider.Provider;
import portside.provider.settings.Settings;
import portside.routing.Candidate;

/// How many models are learned of, and when what was learned is written.
@Timeout(60)
@ResourceLock("the log of CalibrationFile")
class CalibrationTest {
  private static final RequestSize SIZE = new RequestSize(1_000, 500, true, 0, 0);

  @TempDir private Path folder;
  private Provider provider;

  @BeforeEach
  void provider() throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n");
    provider = Settings.load(Optional.of(file.toString()), Map.of()).provider();
  }

  private Candidate model(String name) {
    return new Candidate(provider, 1, null, name, provider.dialect().row(name), false);
  }

  @Test
  void namesThatAreMadeUpPushNoModelOutThatIsUsed() {
    try (var calibration = new Calibration(CalibrationFile.none())) {
      for (int answer = 0; answer < 3; answer++) {
        calibration.learn(model("used"), SIZE, 2_000);
      }
      for (int n = 0; n < 3_000; n++) {
        calibration.learn(model("made-up-" + n), SIZE, 2_000);
      }
      assertEquals(Calibration.MODELS, calibration.summary().size());
      assertTrue(calibration.known(model("used"), SIZE).isPresent());
      for (int answer = 0; answer < 3; answer++) {
        calibration.learn(model("new"), SIZE, 2_000);
      }
      assertTrue(calibration.known(model("new"), SIZE).isPresent(), "there is always room for one that is used");
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenOnceThereIsRoom() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("data"), "a disk that is full");
    var file = CalibrationFile.in(inTheWay, "test");
    var calibration = new Calibration(file);
    calibration.learn(model("big"), SIZE, 2_000);
    calibration.close();
    Files.delete(inTheWay);
    calibration.close();
    assertEquals(1, file.read().size());
  }

  @ParameterizedTest
  @CsvSource({"249, false", "250, true", "16000, true", "16001, false"})
  void aCountThatNoTokenizerMakesTeachesNothing(long reported, boolean learned) {
    try (var calibration = new Calibration(CalibrationFile.none())) {
      calibration.load();
      calibration.learn(model("big"), SIZE, reported);
      assertEquals(learned ? 1 : 0, calibration.summary().size());
    }
  }

  @Test
  void threeAnswersAreEnough() {
    try (var calibration = new Calibration(CalibrationFile.none())) {
      assertEquals(1_500, calibration.estimate(model("big"), SIZE), "our own count");
      for (int answer = 0; answer < 3; answer++) {
        assertEquals(OptionalLong.empty(), calibration.known(model("big"), SIZE));
        calibration.learn(model("big"), SIZE, 3_000);
      }
      var known = calibration.known(model("big"), SIZE);
      assertEquals(known, OptionalLong.of(calibration.estimate(model("big"), SIZE)));
      assertEquals(3_000, known.getAsLong(), 100);
    }
  }

  @Test
  void beforeTheFileIsReadNothingIsSaid() {
    var file = CalibrationFile.in(folder, "test");
    assertTrue(file.write(Map.of("host model", new TokenFit())));
    try (var calibration = new Calibration(file)) {
      assertEquals("{}", calibration.summary().toString());
      calibration.load();
      assertEquals(Set.of("host model"), calibration.summary().keySet());
    }
  }

  @Test
  void answersAreWrittenTogetherAfterAPause() throws Exception {
    var paused = new Semaphore(0);
    var pauseOver = new Semaphore(0);
    var file = CalibrationFile.in(folder, "test");
    var calibration = new Calibration(file, () -> {
      paused.release();
      pauseOver.acquireUninterruptibly();
    });
    calibration.learn(model("big"), SIZE, 2_000);
    paused.acquire();
    calibration.learn(model("other"), SIZE, 2_000);
    assertEquals(Map.of(), file.read());
    pauseOver.release();
    while (file.read().size() < 2) {
      Thread.onSpinWait();
    }
    calibration.learn(model("third"), SIZE, 2_000);
    paused.acquire();
    assertEquals(0, paused.availablePermits(), "one write for the two before");
    pauseOver.release();
    while (file.read().size() < 3) {
      Thread.onSpinWait();
    }
    calibration.close();
  }

  @Test
  void withoutAFileNothingIsWritten() {
    try (var logged = new Logged(CalibrationFile.class.getName())) {
      var calibration = new Calibration(CalibrationFile.none());
      calibration.learn(model("big"), SIZE, 2_000);
      calibration.close();
      assertEquals(List.of(), logged.from(Level.ALL));
    }
  }

  @Test
  void whatWasWrittenIsNotWrittenAgain() throws Exception {
    var calibration = new Calibration(CalibrationFile.in(folder, "test"), () -> {});
    calibration.learn(model("big"), SIZE, 2_000);
    calibration.close();
    Files.deleteIfExists(folder.resolve("counts-test.json"));
    calibration.close();
    assertFalse(Files.exists(folder.resolve("counts-test.json")));
  }

  @Test
  void aLongNameIsShownInPart() {
    try (var calibration = new Calibration(CalibrationFile.none())) {
      calibration.learn(model("m".repeat(600)), SIZE, 2_000);
      assertEquals(Set.of("127.0.0.1:1 " + "m".repeat(500) + "…"), calibration.summary().keySet());
    }
  }
}
