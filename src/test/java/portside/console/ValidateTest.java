package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Column;
import portside.provider.settings.Settings;

class ValidateTest {
  private static final String LIST = """
      {"data":[{"id":"big","context_length":200000},{"id":"small","context_length":100000},{"id":"plain"}]}""";

  @TempDir Path folder;
  private Path env;

  @BeforeEach
  void makeFolder() throws Exception {
    env = Files.createDirectories(folder.resolve("env"));
  }

  @Test
  void allFilesAreLookedAt() throws Exception {
    write("good", "OPENAI_BASE_URL=demo:\n");
    write("odd", "OPENAI_BASE_URL=demo:\nPROT=1\n");
    write("bad", "OPENAI_BASE_URL=demo:\nPORT=x\nLEDGER_DAYS=0\n");
    write("off.disabled", "PORT=x\n");
    write("new.example", "PORT=x\n");
    var typed = new Typed(folder);
    assertEquals(2, typed.run("validate"));
    assertEquals("""
        INSTANCE  FILE  RESULT
        bad       ENV/.env-bad   2 faults
        good      ENV/.env-good  no faults
        odd       ENV/.env-odd   no faults, 1 warning
        """, typed.out().replaceFirst("FILE +", "FILE  ").replace(env.toString(), "ENV"));
    assertTrue(typed.err().contains(env + "/.env-bad:2: PORT: \"x\" is not a number\n  hint: "), typed.err());
    assertTrue(typed.err().contains(env + "/.env-odd:2: warning: PROT: is no setting"), typed.err());
  }

  @Test
  void someFilesAreLookedAt() throws Exception {
    write("good", "OPENAI_BASE_URL=demo:\n");
    write("bad", "PORT=x\n");
    var typed = new Typed(folder);
    assertEquals(0, typed.run("validate", "good", env + "/.env-good"));
    assertEquals(3, typed.out().lines().count());
    assertEquals("", typed.err());
  }

  @Test
  void aFolderWithoutFilesIsTold() {
    var typed = new Typed(folder);
    assertEquals(2, typed.run("validate"));
    assertTrue(typed.err().startsWith("portside: validate: there is nothing to look at\n  hint: "), typed.err());
  }

  /// A price or a window that cannot be used is a fault here, though an instance starts without the price.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "prices.json | {\"prices\":[{\"model\":\"m\",\"in\":-1,\"out\":1}]} | prices[0].in: is not a price",
    "prices.json | {                                                    | is not JSON",
    "models.json | {\"m\":{\"context_window\":\"x\"}}                   | m.context_window: is not a number of tokens",
  })
  void faultsOfTheFilesBesideAreTold(String name, String text, String fault) throws Exception {
    write("good", "OPENAI_BASE_URL=demo:\n");
    var beside = Files.writeString(env.resolve(name), text);
    var typed = new Typed(folder);
    assertEquals(2, typed.run("validate", "good"));
    assertTrue(typed.err().startsWith(beside + ":1: " + fault + "\n  hint: "), typed.err());
    assertTrue(typed.out().contains("1 fault\n"), typed.out());
  }

  @Test
  void aProviderIsAskedForItsModels() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\nMIDDLE_MODEL=plain\nSMALL_MODEL=smal\nDIALECT_CONTEXT_WINDOW=200000\n");
      write("both", "CHAIN=one\nCHAIN_BIG=one:small\n");
      var typed = new Typed(folder);
      assertEquals(2, typed.run("validate", "--live"));
      assertEquals("""

          PROVIDER  MODEL   WINDOW   LISTED  RESULT
          one       big    200,000  200,000  listed
          one       plain  200,000        –  listed
          one       smal   200,000        –  not listed; nearest: small
          one       small  200,000  100,000  listed, with another window
          """, typed.out().substring(typed.out().indexOf("\n\n") + 1));
      assertEquals("validate --write keeps the windows that differ.\n", typed.err());
      assertEquals(List.of("GET /v1/models Bearer abc"), provider.asked());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "401 | 2 | the provider refuses the key (HTTP 401)",
    "500 | 2 | HTTP 500",
    "404 | 0 | the provider has no list (HTTP 404)",
    "200 | 2 | the answer makes no sense: there is no list of models in it",
  })
  void whatCannotBeAskedIsTold(int status, int exit, String told) throws Exception {
    try (var provider = new ListedModels(status, "{}")) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\n");
      var typed = new Typed(folder);
      assertEquals(exit, typed.run("validate", "--live", "one"));
      assertTrue(typed.out().endsWith("  " + told + "\n"), typed.out());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "OPENAI_BASE_URL=demo:                                                              | 0 | the demo has no list",
    "OPENAI_BASE_URL=https://me.openai.azure.com/openai/v1;OPENAI_API_KEY=k;BIG_MODEL=m | 0 | Azure lists base models, not deployments",
    "OPENAI_BASE_URL=https://api.anthropic.com;OPENAI_API_KEY=from-client;BIG_MODEL=m   | 0 | not asked: the key is that of each client",
    "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4;BIG_MODEL=m                           | 2 | there is no key: set OPENAI_API_KEY in FILE",
  })
  void whoIsNotAskedIsTold(String settings, int exit, String told) throws Exception {
    write("one", settings.replace(";", "\n") + "\n");
    var typed = new Typed(folder);
    assertEquals(exit, typed.run("validate", "--live", "one"));
    assertTrue(typed.out().endsWith("  " + told.replace("FILE", env.resolve(".env-one").toString()) + "\n"), typed.out());
  }

  @Test
  void aHostOfClaudeIsAskedByItsOwnPath() throws Exception {
    try (var provider = new ListedModels(200, "{\"data\":[{\"type\":\"model\",\"id\":\"claude-x\"}],\"has_more\":false}")) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "/anthropic\nOPENAI_API_KEY=abc\nBIG_MODEL=claude-x\nDIALECT=anthropic-messages\n");
      assertEquals(0, new Typed(folder).run("validate", "--live"));
      assertEquals(List.of("GET /anthropic/v1/models?limit=1000 null"), provider.asked());
    }
  }

  @Test
  void theListOfCopilotSaysWhichModelANameMeans() throws Exception {
    var limits = ",\"capabilities\":{\"type\":\"chat\",\"limits\":{\"max_prompt_tokens\":128000}}}";
    try (var provider = new ListedModels(200, "{\"data\":[{\"id\":\"claude-opus-4.6\"" + limits + ",{\"id\":\"claude-sonnet-4.6\",\"policy\":{\"state\":\"disabled\"}}]}")) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "\nOPENAI_API_KEY=abc\nBIG_MODEL=claude-opus-5\nMIDDLE_MODEL=claude-sonnet-4-6\nDIALECT=copilot\n");
      var typed = new Typed(folder);
      assertEquals(2, typed.run("validate", "--live"));
      assertEquals("""

          PROVIDER  MODEL               WINDOW   LISTED  RESULT
          one       claude-opus-5      128,000  128,000  asked as claude-opus-4.6
          one       claude-sonnet-4-6        –        –  not listed; nearest: claude-opus-4.6
          """, typed.out().substring(typed.out().indexOf("\n\n") + 1));
      assertEquals(List.of("GET /models Bearer abc"), provider.asked());
    }
  }

  @Test
  void oneWindowForAllModelsGoesIntoTheEnvFile() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      var text = "# mine\nOPENAI_BASE_URL=" + provider.url() + "/v1 # here\nOPENAI_API_KEY=abc\n\nBIG_MODEL=big\n";
      var file = write("one", text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      var typed = new Typed(folder);
      assertEquals(0, typed.run("validate", "--write"));
      var host = provider.url().substring("http://".length());
      assertEquals(text + "DIALECT_CONTEXT_WINDOW=200000 # listed by " + host + ", " + LocalDate.now(ZoneOffset.UTC) + "\n", Files.readString(file));
      assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertTrue(typed.out().endsWith("\n" + file + ": DIALECT_CONTEXT_WINDOW=200000\n"), typed.out());
      assertEquals(200_000, window(file, "big"));
      var again = new Typed(folder);
      assertEquals(0, again.run("validate", "--write"));
      assertTrue(again.out().endsWith("No window differs: nothing written.\n"), again.out());
    }
  }

  @Test
  void differentWindowsGoIntoTheFileOfModels() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      var file = write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\nSMALL_MODEL=small\n");
      var models = Files.writeString(env.resolve("models.json"), "{\n  \"big\": {\"max_output\": 5, \"context_window\": 7},\n  \"other\": {}\n}\n");
      var before = Files.readString(file);
      assertEquals(0, new Typed(folder).run("validate", "--write"));
      assertEquals(before, Files.readString(file));
      assertEquals(200_000, window(file, "big"));
      assertEquals(100_000, window(file, "small"));
      assertTrue(Files.readString(models).startsWith("{\n  \"big\": {\"max_output\": 5, \"context_window\": 200000, \"date\": \""), Files.readString(models));
    }
  }

  @Test
  void aNameFurtherUpThatStillCountsIsTold() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\nSMALL_MODEL=small\n");
      var models = Files.writeString(env.resolve("models.json"), "{\"b*\": {\"context_window\": 7}}\n");
      var typed = new Typed(folder);
      assertEquals(0, typed.run("validate", "--write"));
      assertTrue(typed.out().endsWith(models + ": nothing written for big: b* above it says 7\n" + models + ": small 100000\n"), typed.out());
      assertEquals("{\"b*\": {\"context_window\": 7}, \"small\": {\"context_window\": 100000, \"date\": \"" + LocalDate.now(ZoneOffset.UTC)
          + "\", \"source\": \"listed by " + provider.url().substring("http://".length()) + "\"}}\n", Files.readString(models));
    }
  }

  @Test
  void aSettingForAllModelsIsLeftWhereTheyDiffer() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      var file = write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\nSMALL_MODEL=small\nDIALECT_CONTEXT_WINDOW=5\n");
      var before = Files.readString(file);
      var typed = new Typed(folder);
      assertEquals(0, typed.run("validate", "--write"));
      assertEquals(before, Files.readString(file));
      assertFalse(Files.exists(env.resolve("models.json")));
      assertTrue(typed.out().contains(file + ": nothing written; DIALECT_CONTEXT_WINDOW stands there"), typed.out());
    }
  }

  @Test
  void theListIsPrintedAsItComes() throws Exception {
    try (var provider = new ListedModels(200, LIST)) {
      write("one", "OPENAI_BASE_URL=" + provider.url() + "/v1\nOPENAI_API_KEY=abc\nBIG_MODEL=big\n");
      var typed = new Typed(folder);
      assertEquals(0, typed.run("validate", "--dump-provider", "one"));
      assertEquals(LIST + "\n", typed.out());
    }
  }

  @Test
  void aListThatIsNotThereIsNotPrinted() throws Exception {
    write("demo", "OPENAI_BASE_URL=demo:\n");
    write("both", "CHAIN=demo\n");
    var demo = new Typed(folder);
    assertEquals(2, demo.run("validate", "--dump-provider", "demo"));
    assertTrue(demo.err().startsWith("portside: validate: demo: the demo has no list\n"), demo.err());
    var both = new Typed(folder);
    assertEquals(2, both.run("validate", "--dump-provider", "both"));
    assertTrue(both.err().startsWith("portside: validate: both is a chain\n"), both.err());
  }

  private Path write(String name, String text) throws IOException {
    var file = Files.writeString(env.resolve(".env-" + name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static long window(Path file, String model) throws Exception {
    return Settings.load(Optional.of(file.toString()), Map.of()).provider().dialect().row(model).get(Column.CONTEXT_WINDOW);
  }
}
