package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Secret;

/// What lines of an env file come to; the cases are in `src/test/resources/env-lines`. A key that stands there twice has the value of its last
/// line, also when that is empty and means the default.
class EnvLinesTest {
  private static final Path CASES = Path.of("src/test/resources/env-lines");
  private static final Map<String, String> ENVIRONMENT = Map.of("ENV_LINES_NAME", "glm", "ENV_LINES_EMPTY", "");

  @TempDir Path folder;

  static List<Path> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesToWhatTheCaseSays(Path file) throws Exception {
    var text = Files.readString(file);
    var line = text.indexOf("---\n");
    var expected = text.substring(line + 4).lines().toList();
    assertTrue(line >= 0 && !expected.isEmpty(), file.toString());
    var comesTo = comesTo(text.substring(0, line));
    assertEquals(expected, expected.stream().map(one -> one.substring(0, one.indexOf('=') + 1)).map(key -> key + comesTo.get(key)).toList());
  }

  private Map<String, String> comesTo(String text) throws Exception {
    var path = Files.writeString(folder.resolve(".env-test"), text);
    var raw = EnvFile.read(path, ENVIRONMENT);
    var typed = raw.entries().stream().collect(Collectors.toMap(RawSettings.Entry::key, entry -> entry.value().reveal(), (first, last) -> last));
    var entries = new ArrayList<>(raw.entries());
    entries.add(new RawSettings.Entry("OPENAI_BASE_URL", new Secret("demo:"), 0));
    var loaded = Settings.check(new RawSettings("test", "test", entries, raw.faults(), List.of()), OptionalInt.empty());
    var listen = loaded.instance().listen();
    var models = loaded.provider().models();
    return Map.of(
        "PORT=", Integer.toString(listen.port()),
        "HOST=", listen.host(),
        "BIG_MODEL=", orDefault(models.big()),
        "MIDDLE_MODEL=", orDefault(models.middle()),
        "SMALL_MODEL=", orDefault(models.small()),
        "ANTHROPIC_API_KEY=", typed.getOrDefault("ANTHROPIC_API_KEY", ""));
  }

  private static String orDefault(String model) {
    return model.startsWith("demo-") ? "default" : model;
  }
}
