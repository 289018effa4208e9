package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

class ClaudeSettingsTest {
  private static final String MINE = """
      {
        "permissions": {"allow": ["Bash(ls:*)"]},
        "env": {
          "MINE":   "1",
          "CLAUDE_CODE_AUTO_COMPACT_WINDOW": "5"
        },
        "n": 1.0
      }
      """;

  @TempDir Path folder;
  private Path settings;

  @BeforeEach
  void makeFolder() throws Exception {
    var env = Files.createDirectories(folder.resolve("env"));
    settings = folder.resolve(".claude/settings.json");
    Files.writeString(env.resolve(".env-glm"), "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4\nPORT=9000\nBIG_MODEL=glm-5.3\nDIALECT_CONTEXT_WINDOW=0\n");
    Files.writeString(env.resolve(".env-small"), "OPENAI_BASE_URL=demo:\nPORT=9001\nANTHROPIC_API_KEY=hush-1,hush-2\n");
    Files.writeString(env.resolve(".env-plan"), "OPENAI_BASE_URL=https://api.anthropic.com\nPORT=9002\nOPENAI_API_KEY=from-client\nANTHROPIC_API_KEY=hush-1\n");
  }

  private Typed typed() {
    return new Typed(folder, Map.of("HOME", folder.toString()));
  }

  private void mine(String text) throws Exception {
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, text);
  }

  @Test
  void onlyItsVariablesChange() throws Exception {
    mine(MINE);
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
    var typed = typed();
    assertEquals(0, typed.run("claude-settings", "set", "glm"));
    assertEquals(MINE.replace("""
        "1",
            "CLAUDE_CODE_AUTO_COMPACT_WINDOW": "5"
        """, """
        "1",
            "ANTHROPIC_BASE_URL": "http://localhost:9000",
            "ANTHROPIC_AUTH_TOKEN": "dummy",
            "CLAUDE_CODE_GATEWAY_HINT_HEADERS": "1"
        """), Files.readString(settings));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
    assertEquals(List.of("  ANTHROPIC_BASE_URL=http://localhost:9000", "  ANTHROPIC_AUTH_TOKEN=dummy", "  CLAUDE_CODE_GATEWAY_HINT_HEADERS=1"),
        typed.out().lines().skip(2).toList());
  }

  @Test
  void aClientKeyIsWrittenAndNotShown() throws Exception {
    var typed = typed();
    assertEquals(0, typed.run("claude-settings", "set", "small"));
    assertEquals("""
        {
          "env": {
            "ANTHROPIC_BASE_URL": "http://localhost:9001",
            "ANTHROPIC_AUTH_TOKEN": "hush-1",
            "CLAUDE_CODE_AUTO_COMPACT_WINDOW": "200000",
            "CLAUDE_CODE_GATEWAY_HINT_HEADERS": "1"
          }
        }
        """, Files.readString(settings));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
    assertFalse((typed.out() + typed.err()).contains("hush"), typed.out());
  }

  /// The client's own token goes up, so ours must not stand in its place.
  @Test
  void theClientsOwnTokenIsLeftToIt() throws Exception {
    mine("{\"env\": {\"ANTHROPIC_AUTH_TOKEN\": \"dummy\", \"ANTHROPIC_CUSTOM_HEADERS\": \"X-Portside-Project: shop\\nx-portside-key: old\"}}");
    assertEquals(0, typed().run("claude-settings", "set", "plan"));
    var env = Json.object(Files.readString(settings)).getJsonObject("env");
    assertFalse(env.containsKey("ANTHROPIC_AUTH_TOKEN"));
    assertEquals("X-Portside-Project: shop\nx-portside-key: hush-1", env.getString("ANTHROPIC_CUSTOM_HEADERS"));
    assertEquals(0, typed().run("claude-settings", "set", "glm"));
    assertEquals("X-Portside-Project: shop", Json.object(Files.readString(settings)).getJsonObject("env").getString("ANTHROPIC_CUSTOM_HEADERS"));
  }

  @Test
  void whatWasThereComesBack() throws Exception {
    mine(MINE);
    assertEquals(0, typed().run("claude-settings", "set", "glm"));
    var changed = Files.readString(settings);
    var typed = typed();
    assertEquals(0, typed.run("claude-settings", "restore"));
    assertEquals(MINE, Files.readString(settings));
    assertEquals(0, typed().run("claude-settings", "restore"));
    assertEquals(MINE, Files.readString(settings));
    try (var kept = Files.list(settings.resolveSibling("backups"))) {
      var all = kept.sorted().toList();
      assertTrue(all.getFirst().getFileName().toString().matches("settings\\.json\\.backup\\.\\d{4}-\\d\\d-\\d\\d_\\d{6}"), all.toString());
      assertEquals(settings + " is as in " + all.getFirst() + "\n", typed.out());
      assertEquals(changed, Files.readString(all.get(1)));
      for (var one : all) {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
      }
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.resolveSibling("backups"))));
  }

  @Test
  void theNewestBackupComesBack() throws Exception {
    mine("{\"a\": 1}");
    assertEquals(0, typed().run("claude-settings", "backup"));
    mine("{\"a\": 2}");
    assertEquals(0, typed().run("claude-settings", "backup"));
    mine("{\"a\": 3}");
    assertEquals(0, typed().run("claude-settings", "restore"));
    assertEquals("{\"a\": 2}", Files.readString(settings));
  }

  @Test
  void anotherFolderOfTheClientIsKept() throws Exception {
    var typed = new Typed(folder, Map.of("HOME", "/nowhere", "CLAUDE_CONFIG_DIR", folder.resolve("other").toString()));
    assertEquals(0, typed.run("claude-settings", "set", "glm"));
    assertTrue(Files.exists(folder.resolve("other/settings.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\n  \"env\": {},\n}", "[]", "{\"env\": []}", ""})
  void aFaultyFileIsRefusedAndStays(String text) throws Exception {
    mine(text);
    var typed = typed();
    assertEquals(2, typed.run("claude-settings", "set", "glm"));
    assertTrue(typed.err().startsWith("portside: " + settings + ": "), typed.err());
    assertTrue(typed.err().contains("\n  hint: nothing was changed"), typed.err());
    assertEquals(text, Files.readString(settings));
    assertFalse(Files.exists(settings.resolveSibling("backups")));
  }

  @Test
  void theLineOfAFaultIsTold() throws Exception {
    mine("{\n  \"env\": {},\n}");
    var typed = typed();
    assertEquals(2, typed.run("claude-settings", "set", "glm"));
    assertTrue(typed.err().contains("line 3"), typed.err());
  }

  @Test
  void aKeyBesideTheTokenIsTold() throws Exception {
    mine("{\"env\": {\"ANTHROPIC_API_KEY\": \"k\"}}");
    var typed = typed();
    assertEquals(0, typed.run("claude-settings", "set", "glm"));
    assertTrue(typed.err().startsWith("ANTHROPIC_API_KEY stands in env"), typed.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "set", "set glm small", "backup", "restore", "restore glm", "undo", "set nothing"})
  void whatCannotBeDoneIsTold(String words) {
    var typed = typed();
    assertEquals(2, typed.run(("claude-settings " + words).strip().split(" ")));
    assertTrue(typed.err().contains("\n  hint: "), typed.err());
    assertFalse(Files.exists(settings));
  }
}
