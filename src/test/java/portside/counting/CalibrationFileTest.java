package portside.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.Logged;
import portside.wire.Json;

/// What is kept over a restart, and that nothing is hindered when it cannot be.
@ResourceLock("the log of CalibrationFile")
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
    try (var logged = new Logged(CalibrationFile.class.getName())) {
      assertEquals(Map.of(), file.read());
      assertEquals(List.of(), logged.from(Level.ALL));
    }
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
    assertTrue(Files.exists(folder.resolve("counts-..%2Fa%20b.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "{}", "{'version':1}", "{'version':2,'models':{}}", "{'version':1,'models':{'m':{'answers':1}}}", "{'version':1,'models':{'m':7}}"
  })
  void aFileWithoutSenseIsReplaced(String content) throws Exception {
    var path = folder.resolve("counts-glm.json");
    Files.writeString(path, content.replace('\'', '"'));
    var file = CalibrationFile.in(folder, "glm");
    try (var logged = new Logged(CalibrationFile.class.getName())) {
      assertEquals(Map.of(), file.read());
      assertTrue(logged.from(Level.WARNING).getFirst().matches("token counts start anew: \\S+counts-glm.json cannot be read \\(\\w+\\) and is replaced"),
          logged.from(Level.WARNING).toString());
    }
    file.write(learned());
    assertEquals(learned().keySet(), file.read().keySet());
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLineInTheLogUntilItCan() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("data"), "in the way");
    var file = CalibrationFile.in(inTheWay, "glm");
    try (var logged = new Logged(CalibrationFile.class.getName())) {
      assertFalse(file.write(learned()));
      assertFalse(file.write(learned()));
      assertEquals(List.of("token counts are not kept over a restart while " + inTheWay.resolve("counts-glm.json") + " cannot be written (FileAlreadyExistsException)"),
          logged.from(Level.WARNING));
    }
    Files.delete(inTheWay);
    assertTrue(file.write(learned()));
    assertEquals(learned().keySet(), file.read().keySet());
    Files.delete(folder.resolve("data/counts-glm.json"));
    Files.createDirectories(folder.resolve("data/counts-glm.json/full"));
    try (var logged = new Logged(CalibrationFile.class.getName())) {
      assertFalse(file.write(learned()));
      assertEquals(1, logged.from(Level.WARNING).size(), "the next trouble is told again");
    }
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
    var models = Json.BUILD.createObjectBuilder().add("host " + "x".repeat(996), fit).add("host " + "x".repeat(995), fit);
    for (int n = 0; n < 449; n++) {
      models.add("host made-up-" + n, fit);
    }
    Files.write(folder.resolve("counts-glm.json"), Json.bytes(Json.BUILD.createObjectBuilder().add("version", 1).add("models", models).build()));
    var read = CalibrationFile.in(folder, "glm").read();
    assertEquals(Calibration.MODELS, read.size());
    assertTrue(read.containsKey("host " + "x".repeat(995)));
    assertFalse(read.containsKey("host " + "x".repeat(996)));
  }

  @Test
  void withoutAFileNothingIsKept() {
    assertEquals(Map.of(), CalibrationFile.none().read());
    assertFalse(CalibrationFile.none().kept());
  }
}
