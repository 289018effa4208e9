package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// What is kept over a restart, and that nothing is hindered when it cannot be.
class CalibrationFileTest {
  private static final RequestSize SIZE = new RequestSize(1_000, 500, true, 0, 0);

  @TempDir private Path folder;

  private static Map<String, TokenFit> learned() {
    var fit = new TokenFit();
    fit.learn(SIZE, 2_000);
    return Map.of("api.example.com some-model", fit);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    var data = folder.resolve("data");
    var file = CalibrationFile.in(data, "glm");
    assertEquals(Map.of(), file.read());
    var learned = learned();
    file.write(learned);
    file.write(learned);
    var again = CalibrationFile.in(data, "glm").read();
    assertEquals(learned.keySet(), again.keySet());
    again.forEach((key, fit) -> assertEquals(learned.get(key).json(), fit.json()));
    try (var files = Files.list(data)) {
      assertEquals(List.of(data.resolve("counts-glm.json")), files.toList());
    }
  }

  @Test
  void theNameOfAnInstanceDoesNotLeadElsewhere() {
    CalibrationFile.in(folder, "../a b").write(learned());
    assertTrue(Files.exists(folder.resolve("counts-.._a_b.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "{}", "{'version':1}", "{'version':2,'models':{}}", "{'version':1,'models':{'m':{'answers':1}}}", "{'version':1,'models':{'m':7}}"
  })
  void aFileWithoutSenseIsReplaced(String content) throws Exception {
    var path = folder.resolve("counts-glm.json");
    Files.writeString(path, content.replace('\'', '"'));
    var file = CalibrationFile.in(folder, "glm");
    assertEquals(1, logged(() -> assertEquals(Map.of(), file.read())));
    file.write(learned());
    assertEquals(learned().keySet(), file.read().keySet());
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLineInTheLogUntilItCan() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("data"), "in the way");
    var file = CalibrationFile.in(inTheWay, "glm");
    assertEquals(1, logged(() -> {
      assertFalse(file.write(learned()));
      assertFalse(file.write(learned()));
    }));
    Files.delete(inTheWay);
    assertTrue(file.write(learned()));
    assertEquals(learned().keySet(), file.read().keySet());
    Files.delete(folder.resolve("data/counts-glm.json"));
    Files.createDirectories(folder.resolve("data/counts-glm.json/full"));
    assertEquals(1, logged(() -> assertFalse(file.write(learned()))), "the next trouble is told again");
  }

  @Test
  void aWriteThatFailedLeavesNothingBehind() throws Exception {
    var inTheWay = Files.createDirectories(folder.resolve("counts-glm.json/full"));
    assertFalse(CalibrationFile.in(folder, "glm").write(learned()));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(inTheWay.getParent()), files.toList());
    }
  }

  @Test
  void aFileOfManyOrLongNamesIsReadInPart() throws Exception {
    var fit = learned().values().iterator().next().json();
    var models = Json.BUILD.createObjectBuilder().add("host " + "x".repeat(1_000_000), fit);
    for (int n = 0; n < 449; n++) {
      models.add("host made-up-" + n, fit);
    }
    Files.write(folder.resolve("counts-glm.json"), Json.bytes(Json.BUILD.createObjectBuilder().add("version", 1).add("models", models).build()));
    var read = CalibrationFile.in(folder, "glm").read();
    assertEquals(Calibration.MODELS, read.size());
    assertTrue(read.keySet().stream().allMatch(name -> name.length() < 100));
  }

  @Test
  void withoutAFileNothingIsKept() {
    assertEquals(Map.of(), CalibrationFile.none().read());
    assertFalse(CalibrationFile.none().kept());
  }

  private static long logged(Runnable work) {
    var lines = new AtomicLong();
    var handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.incrementAndGet();
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    var logger = Logger.getLogger(CalibrationFile.class.getName());
    var before = logger.getLevel();
    logger.setLevel(Level.ALL); // other tests are silenced
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
    }
    return lines.get();
  }
}
