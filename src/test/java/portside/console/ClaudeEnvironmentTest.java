package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaudeEnvironmentTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aTokenTakesThePlaceOfAKey() throws Exception {
    assertEquals("ANTHROPIC_BASE_URL=http://localhost:9000|ANTHROPIC_AUTH_TOKEN=hush-1|CLAUDE_CODE_AUTO_COMPACT_WINDOW=200000|"
        + "CLAUDE_CODE_GATEWAY_HINT_HEADERS=1|ANTHROPIC_API_KEY|", print("OPENAI_BASE_URL=demo:\nPORT=9000\nANTHROPIC_API_KEY=hush-1,hush-2\n", Map.of()));
  }

  @Test
  void theClientsOwnTokenIsLeftToIt() throws Exception {
    assertEquals("ANTHROPIC_BASE_URL=http://localhost:9000|ANTHROPIC_CUSTOM_HEADERS=X-Mine: 1\nx-portside-key: hush-1|CLAUDE_CODE_GATEWAY_HINT_HEADERS=1|ANTHROPIC_AUTH_TOKEN|",
        print("OPENAI_BASE_URL=https://api.anthropic.com\nPORT=9000\nOPENAI_API_KEY=from-client\nANTHROPIC_API_KEY=hush-1\n",
            Map.of("ANTHROPIC_CUSTOM_HEADERS", "X-Mine: 1\nX-Portside-Key: old")));
  }

  @Test
  void faultsArePrinted() throws Exception {
    assertEquals("", print("OPENAI_BASE_URL=demo:\nPORT=x\n", Map.of()));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains(".env-test:2: PORT: "), err.toString(StandardCharsets.UTF_8));
  }

  private String print(String settings, Map<String, String> environment) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"), settings);
    var exit = ClaudeEnvironment.print(file.toString(), environment, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals(err.size() == 0 ? 0 : 2, exit);
    return out.toString(StandardCharsets.UTF_8).replace('\0', '|');
  }
}
