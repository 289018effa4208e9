package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.wire.Json;

class ConfigTest {
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws Exception {
    var env = Files.createDirectories(folder.resolve("env"));
    Files.writeString(env.resolve(".env-glm"), "OPENAI_BASE_URL=demo:\nOPENAI_API_KEY=abc\nPORT=9000\n");
    Files.writeString(env.resolve(".env-bad"), "OPENAI_BASE_URL=demo:\nPORT=x\n");
  }

  @Test
  void onlyWhatIsSet() {
    var typed = new Typed(folder);
    assertEquals(0, typed.run("config", "glm", "--set"));
    var file = folder.resolve("env/.env-glm");
    assertEquals("""
        glm, FILE
        SETTING          VALUE       FROM
        OPENAI_API_KEY   key ba7816  FILE:2
        OPENAI_BASE_URL  demo:       FILE:1
        PORT             9000        FILE:3
        """, typed.out().replace(file.toString(), "FILE"));
  }

  @Test
  void defaultsStandThereToo() {
    var typed = new Typed(folder);
    assertEquals(0, typed.run("config", "glm"));
    assertTrue(typed.out().lines().anyMatch(line -> line.matches("LEDGER_DAYS +90 +default")), typed.out());
  }

  @Test
  void forPrograms() throws Exception {
    var typed = new Typed(folder);
    assertEquals(0, typed.run("config", folder.resolve("env/.env-glm").toString(), "--json"));
    assertEquals("glm", Json.object(typed.out()).getString("instance"));
  }

  @Test
  void faultsAreTold() {
    var typed = new Typed(folder);
    assertEquals(2, typed.run("config", "bad"));
    assertTrue(typed.err().startsWith(folder.resolve("env/.env-bad") + ":2: PORT: \"x\" is not a number\n  hint: "), typed.err());
    assertEquals("", typed.out());
  }

  @Test
  void aMissingNameIsAskedFor() {
    var typed = new Typed(folder);
    assertEquals(2, typed.run("config"));
    assertEquals("portside: config: of which instance?\n  hint: there are bad, glm\n", typed.err());
  }
}
