package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.settings.Settings;
import portside.wire.Json;

class ConfigJsonTest {
  @TempDir Path folder;

  @Test
  void thePageHasTheInstanceAndItsMembers() throws Exception {
    var member = Files.writeString(folder.resolve(".env-one"), "OPENAI_BASE_URL=demo:\nOPENAI_API_KEY=abc\n");
    var file = Files.writeString(folder.resolve(".env-both"), "CHAIN=one\nPORT=9000\n");
    var page = Json.object(ConfigJson.of(Settings.load(Optional.of(file.toString()), Map.of())));
    assertEquals("both", page.getString("instance"));
    assertEquals(file.toString(), page.getString("source"));
    assertEquals("{\"key\":\"PORT\",\"value\":\"9000\",\"from\":\"" + file + ":2\"}", setting(page, "PORT"));
    assertEquals("{\"key\":\"WEB_SEARCH\",\"value\":null,\"from\":\"default\"}", setting(page, "WEB_SEARCH"));
    var one = page.getJsonArray("members").getJsonObject(0);
    assertEquals("one", one.getString("name"));
    assertEquals(member.toString(), one.getString("source"));
    assertEquals("{\"key\":\"OPENAI_API_KEY\",\"value\":\"key ba7816\",\"from\":\"" + member + ":2\"}", setting(one, "OPENAI_API_KEY"));
  }

  private static String setting(JsonObject file, String key) {
    return file.getJsonArray("settings").getValuesAs(JsonObject.class).stream().filter(one -> one.getString("key").equals(key)).findFirst().orElseThrow().toString();
  }
}
