package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.provider.settings.Settings;
import portside.routing.Lessons;
import portside.routing.PlainRoutes;

/// The list of models, whole: Anthropic's SDKs refuse one in which a member is missing.
class ModelListTest {
  private ModelList models;

  @BeforeEach
  void loadASmallFile(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve(".env-glm"),
        "OPENAI_BASE_URL=https://glm.example/v4\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=small\nDIALECT_MAX_OUTPUT=1\n");
    models = new ModelList(PlainRoutes.to(Settings.load(Optional.of(file.toString()), Map.of()).provider(), null, new Lessons(new FakeClock())));
  }

  @Test
  void eachModelHasTwoNames() {
    assertEquals("{\"object\":\"list\",\"data\":[" + described("claude-portside/big", "big") + "," + described("big", "big") + ","
        + described("claude-portside/small", "small") + "," + described("small", "small")
        + "],\"has_more\":false,\"first_id\":\"claude-portside/big\",\"last_id\":\"small\"}", text(models.all()));
  }

  @Test
  void oneIsFoundByEitherName() {
    assertEquals(Optional.of(described("claude-portside/big", "big")), models.one("claude-portside/big").map(ModelListTest::text));
    assertEquals(Optional.of(described("big", "big")), models.one("big").map(ModelListTest::text));
    assertEquals(Optional.empty(), models.one("none"));
  }

  private static String text(byte[] page) {
    return new String(page, StandardCharsets.UTF_8);
  }

  private static String described(String id, String model) {
    return """
        {"type":"model","id":"ID","display_name":"MODEL (glm)","created_at":"2026-01-01T00:00:00Z","lifecycle":"active","deprecated_at":null,
        "retires_at":null,"line":null,"capabilities":null,"max_input_tokens":null,"max_tokens":1,"object":"model","created":1767225600,"owned_by":"glm"}"""
        .replace("\n", "").replace("ID", id).replace("MODEL", model);
  }
}
