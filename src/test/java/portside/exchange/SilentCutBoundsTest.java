package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.FakeClock;
import portside.Logged;
import portside.counting.Calibration;
import portside.counting.CalibrationFile;
import portside.counting.RequestSize;
import portside.counting.TruncationDetector;
import portside.provider.Provider;
import portside.provider.settings.Settings;
import portside.routing.Candidate;
import portside.routing.Demand;
import portside.routing.Lessons;
import portside.routing.PlainRoutes;
import portside.routing.Routes;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// From which counts on a prompt is taken for cut, and from which length on it is refused.
@ResourceLock("the log of SilentCuts")
class SilentCutBoundsTest {
  private static final MessagesRequest REQUEST = MessagesReader.read(
      "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;
  private final Lessons lessons = new Lessons(new FakeClock());
  private final Calibration calibration = new Calibration(CalibrationFile.none());
  private Provider provider;
  private Routes routes;
  private TruncationDetector cuts;
  private int conversations;

  private void of(String row) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n" + row.replace(' ', '\n') + "\n");
    provider = Settings.load(Optional.of(file.toString()), Map.of()).provider();
    routes = PlainRoutes.to(provider, null, lessons);
    cuts = new TruncationDetector(routes, calibration);
  }

  private static RequestSize size(long tokens) {
    return new RequestSize(tokens, 0, false, 0, 0);
  }

  private Candidate model(String name) {
    return routes.first(Demand.of(name));
  }

  /// In a conversation of its own.
  private boolean noticed(String model, long estimate, long counted) {
    return cuts.noticed(model(model), "c" + conversations++, REQUEST, size(estimate), counted);
  }

  private List<String> learned() {
    return lessons.all().stream().map(one -> one.model() + " " + one.lesson().setting() + ", " + one.said()).toList();
  }

  private Optional<String> foreseen(long tokens) {
    return cuts.foreseen(model("big"), size(tokens)).map(Fault::message);
  }

  @ParameterizedTest
  @CsvSource({"10000, 6000, false", "10000, 5999, true", "10000, 1023, true", "10000, 1022, false"})
  void aCountThatIsTooLittleForThePrompt(long estimate, long counted, boolean cut) throws Exception {
    of("DIALECT_CUTS_SILENTLY=true");
    assertEquals(cut, noticed("big", estimate, counted));
  }

  @ParameterizedTest
  @CsvSource({"1023, true", "1024, true", "1025, true", "1026, false", "4094, false", "4095, true", "4096, true", "4097, true", "4098, false"})
  void aCountOfWholePagesIsAWindow(long counted, boolean window) throws Exception {
    of("DIALECT_CUTS_SILENTLY=true");
    assertTrue(noticed("big", 10_000, counted));
    assertEquals(window ? List.of("big DIALECT_CONTEXT_WINDOW=" + counted + ", " + counted + " tokens of a prompt of about 10000") : List.of(), learned());
  }

  @ParameterizedTest
  @CsvSource({"22223, 5000, true", "22222, 5000, false", "22223, 4900, true", "22223, 4899, false", "22223, 5102, true", "22223, 5103, false", "18000, 5000, false",
      "17999, 5000, true"})
  void soIsOneThatTwoPromptsShare(long estimate, long counted, boolean window) throws Exception {
    of("DIALECT_CUTS_SILENTLY=true");
    assertTrue(noticed("big", 20_000, 5_000), "the first is a suspicion");
    assertEquals(List.of(), learned());
    assertEquals(window, noticed("big", estimate, counted));
    assertEquals(window ? 1 : 0, learned().size());
  }

  @ParameterizedTest
  @CsvSource({"8001, 4800, true", "8001, 4801, false", "8000, 4000, false", "8401, 7841, true", "8400, 7841, false", "8401, 7840, false", "20000, 4000, true"})
  void aKnownWindowIsWhatPromptsAreCutTo(long estimate, long counted, boolean cut) throws Exception {
    of("DIALECT_CUTS_SILENTLY=true DIALECT_CONTEXT_WINDOW=8000");
    try (var logged = new Logged(TruncationDetector.class.getName())) {
      assertEquals(cut, noticed("big", estimate, counted));
      assertEquals(cut ? List.of("test (big) cut a prompt of about " + estimate + " tokens to " + counted + ", without saying so. Longer prompts are refused from"
          + " now on, so that the client shortens its conversation. Give the model a larger window (Ollama: OLLAMA_CONTEXT_LENGTH=65536 or more) and start the"
          + " proxy again; DIALECT_CONTEXT_WINDOW sets what it is taken to be") : List.of(), logged.from(Level.WARNING));
    }
    assertEquals(List.of(), learned());
  }

  @ParameterizedTest
  @CsvSource({"7000, true", "7999, true", "8000, false", "9000, false", "1023, true", "1022, false"})
  void aSmallerWindowThanTheKnownOneIsLearned(long counted, boolean learned) throws Exception {
    of("DIALECT_CUTS_SILENTLY=true DIALECT_CONTEXT_WINDOW=8000");
    for (long length : new long[] {counted, counted * 11 / 10, counted * 13 / 10}) {
      cuts.noticed(model("big"), "one", REQUEST, size(length), counted);
    }
    assertEquals(learned ? 1 : 0, learned().size(), learned().toString());
  }

  @Test
  void anEstimateOfOurOwnIsTrustedLess() throws Exception {
    of("DIALECT_CUTS_SILENTLY=true DIALECT_CONTEXT_WINDOW=8000");
    assertEquals(Optional.empty(), foreseen(12_000));
    assertEquals(Optional.of("prompt is too long: 12001 tokens > 8000 maximum"), foreseen(12_001));
    assertTrue(noticed("big", 9_000, 8_000));
    assertEquals(Optional.empty(), foreseen(8_400));
    assertEquals(Optional.of("prompt is too long: 8401 tokens > 8000 maximum"), foreseen(8_401), "once it was seen to cut");
  }

  @Test
  void anEstimateThatAnswersCorrectedIsTrusted() throws Exception {
    of("DIALECT_CUTS_SILENTLY=true DIALECT_CONTEXT_WINDOW=8000");
    for (int answer = 0; answer < 3; answer++) {
      assertEquals(Optional.empty(), foreseen(10_000));
      calibration.learn(model("big"), size(7_000), 7_000);
    }
    assertTrue(foreseen(10_000).isPresent());
  }

  @Test
  void whereTheRowOrTheWindowIsAbsentNothingIsForeseen() throws Exception {
    of("DIALECT_CONTEXT_WINDOW=8000");
    assertEquals(Optional.empty(), foreseen(1_000_000));
    assertFalse(noticed("big", 20_000, 4_096));
    of("DIALECT_CUTS_SILENTLY=true");
    assertEquals(Optional.empty(), foreseen(1_000_000));
  }

  @Test
  void aHundredModelsAreWatched() throws Exception {
    of("DIALECT_CUTS_SILENTLY=true");
    for (int n = 0; n < 101; n++) {
      assertTrue(noticed("model-" + n, 20_000, 5_000));
    }
    for (int n = 99; n < 101; n++) {
      assertTrue(noticed("model-" + n, 30_000, 5_000));
    }
    assertEquals(List.of("model-99"), lessons.all().stream().map(Lessons.Learned::model).toList());
  }

  @Test
  void aHundredModelsAreTold() throws Exception {
    of("DIALECT_CUTS_SILENTLY=true DIALECT_CONTEXT_WINDOW=8000");
    try (var logged = new Logged(TruncationDetector.class.getName())) {
      for (int n = 0; n < 102; n++) {
        noticed("model-" + n % 101, 9_000, 8_000);
        noticed("model-0", 9_000, 8_000);
      }
      assertEquals(100, logged.from(Level.WARNING).size());
    }
  }
}
