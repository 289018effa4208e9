package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.MAX_OUTPUT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Dialects;

class ModelsFileTest extends WithEnvFile {
  private static final String GLM = "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4\n";

  /// What an instance takes the limits of a model to be, and why.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "glm-5.3         |                              | 1048576 | 131072 | glm at api.z.ai, any other model",
    "GLM-5.3-Air     |                              |    1000 | 131072 | glm at api.z.ai, any other model, with facts of",
    "glm-5.3-air-2   |                              |    1000 | 131072 | glm at api.z.ai, any other model, with facts of",
    "glm-4.7         |                              |  204800 |   2000 | glm at api.z.ai, glm-4* or glm-5 or glm-5.1* or glm-5-*, with facts of",
    "my-own          |                              |  128000 |  32000 | glm at api.z.ai, any other model, with facts of",
    "my-own          | DIALECT_CONTEXT_WINDOW=9000  |    9000 |  32000 | glm at api.z.ai, any other model, changed by DIALECT_CONTEXT_WINDOW, with facts of",
    "my-own          | DIALECT_MAX_OUTPUT=900       |  128000 |    900 | glm at api.z.ai, any other model, changed by DIALECT_MAX_OUTPUT, with facts of",
    "my-own          | DIALECT=kimi-k2              |  128000 |  32000 | DIALECT=kimi-k2, with facts of",
    "glm-5.3         | DIALECT=kimi-k2              |  262144 |  32768 | DIALECT=kimi-k2",
  })
  void theFirstGlobThatCoversAModelTellsItsLimits(String model, String setting, long window, long output, String why) throws Exception {
    models("""
        {
          "glm-5.3-air*": {"context_window": 1000, "source": "mine"},
          "*-4.7": {"max_output": 2000, "date": "2026-11"},
          "My-Own*": {"context_window": 128000, "max_output": 32000},
          "my-own": {"context_window": 1}
        }""");
    var dialects = dialects(GLM + (setting == null ? "" : setting + "\n"));
    assertEquals(window + " " + output, dialects.row(model).get(CONTEXT_WINDOW) + " " + dialects.row(model).get(MAX_OUTPUT));
    assertEquals(why, dialects.why(model).replace(" " + models(), ""));
  }

  @Test
  void withoutTheFileNothingIsKnownBeyondTheCatalog() throws Exception {
    assertEquals(dialects(GLM), dialects(GLM));
    var without = dialects(GLM);
    models("{}");
    assertEquals(without, dialects(GLM));
    models("{\"a\":{\"max_output\":1}}");
    assertEquals(false, without.equals(dialects(GLM)));
  }

  @Test
  void theEnvironmentHasNoSuchFile() throws Exception {
    var loaded = Settings.load(Optional.empty(), Map.of("OPENAI_BASE_URL", "https://api.z.ai/api/paas/v4", "OPENAI_API_KEY", "k"));
    assertEquals("glm at api.z.ai, any other model", loaded.provider().dialect().why("glm-5.3"));
  }

  @Test
  void itsFaultsAreSaidWithThoseOfTheEnvFile() throws Exception {
    models("{\n\"a\\u001b[2J\": {\"max_output\": \"many\"},\n\"" + "x".repeat(130) + "\": 1}");
    assertEquals("""
        FOLDER/.env-test:2: PORT: "x" is not a number
          hint: a whole number from 0 to 65535; 8082 is the default
        FOLDER/models.json:2: a?[2J.max_output: is not a number of tokens
          hint: a whole number from 1 to 100000000, without quotation marks
        FOLDER/models.json:3: %s…: is not an object
          hint: its members stand between { and }""".formatted("x".repeat(120)), said(GLM + "PORT=x\n"));
  }

  @Test
  void aFileThatCannotBeUsedIsAFault() throws Exception {
    models("{");
    assertEquals("FOLDER/models.json:1: is not JSON\n  hint: a comma or a quotation mark may be missing here or just above", said(GLM));
    Files.write(models(), "{\"é\":{}}".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("FOLDER/models.json: is not UTF-8 text\n  hint: save it as UTF-8", said(GLM));
    models(" ".repeat((1 << 20) + 1));
    assertEquals("FOLDER/models.json: is larger than 1 MiB\n  hint: a file of models holds a few lines for each", said(GLM));
    models("{}" + " ".repeat((1 << 20) - 2));
    load(GLM);
    Files.delete(models());
    Files.createDirectory(models());
    assertEquals("FOLDER/models.json: cannot be read (IOException)\n  hint: check its owner and mode: ls -l FOLDER/models.json", said(GLM));
  }

  private Dialects dialects(String env) throws Exception {
    return load(env).provider().dialect();
  }

  private String said(String env) {
    return String.valueOf(assertThrows(EnvFaults.class, () -> load(env)).getMessage()).replace(folder.toString(), "FOLDER");
  }

  private Path models() {
    return folder.resolve("models.json");
  }

  private void models(String text) throws Exception {
    Files.writeString(models(), text);
  }
}
