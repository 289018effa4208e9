package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.Provider;
import portside.provider.Settings;
import portside.routing.Candidate;

/// How many models are learned of, and when what was learned is written.
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
    return new Candidate(provider, null, name, provider.dialect().row(name));
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
}
