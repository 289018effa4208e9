package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.SignedInCopilot.OPERATOR;
import static portside.SignedInCopilot.ask;
import static portside.SignedInCopilot.path;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// What an instance before GitHub Copilot tells of its models, and what passes through it untranslated.
@Timeout(60)
class CopilotPagesTest {
  @TempDir Path folder;
  private SignedInCopilot signedIn;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    signedIn = new SignedInCopilot(folder);
    proxy = signedIn.before();
    proxy.post("/v1/messages", ask("opus")); // the list is known from now on
    signedIn.copilot.take();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    signedIn.close();
  }

  @Test
  void theListOfModelsHasWhatTheAccountIsOffered() throws Exception {
    var data = Json.object(proxy.get("/v1/models").body()).getJsonArray("data").getValuesAs(JsonObject.class);
    assertEquals("claude-opus-4-6 128000 16000, claude-sonnet-4-6-20260115 128000 16000, claude-haiku-9 128000 16000, gpt-5.6 128000 16000",
        data.stream().filter(model -> !model.getString("id").startsWith("claude-portside/"))
            .map(model -> model.getString("id") + " " + model.get("max_input_tokens") + " " + model.get("max_tokens")).collect(Collectors.joining(", ")));
    assertEquals(8, data.size());
    assertEquals(200, proxy.get("/v1/models/gpt-5.6").statusCode());
    proxy.post("/v1/messages", ask("claude-portside/gpt-5.6"));
    assertEquals("/responses", path(signedIn.copilot.take()));
  }

  @Test
  void modelsStandUnderTheNamesTheyAreAskedBy() throws Exception {
    var provider = Json.object(proxy.get("/providers").body()).getJsonArray("providers").getJsonObject(0);
    assertEquals("messages", provider.getString("type"));
    var tier = Json.object(proxy.get("/api/status", OPERATOR).body()).getJsonArray("tiers").getJsonObject(0);
    assertEquals("claude-opus-4.6, claude-sonnet-4.6, claude-haiku-4.5",
        tier.getJsonArray("models").getValuesAs(JsonObject.class).stream().map(model -> model.getString("model")).collect(Collectors.joining(", ")));
    var test = Json.object(proxy.get("/test-connection").body());
    assertEquals("success claude-haiku-4.5", test.getString("status") + " " + test.getString("model_used"));
    assertEquals("/chat/completions", path(signedIn.copilot.take()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/api/anthropic/v1/messages      | claude-sonnet-4.6 | /v1/messages",
    "/api/openai/chat/completions    | claude-haiku-4.5  | /chat/completions",
    "/api/openai/responses           | gpt-5.6           | /responses",
  })
  void whatIsOfOneLanguagePassesWithTheTokenOfTheAccount(String asked, String model, String path) throws Exception {
    assertTrue(proxy.post(asked, ask(model)).body().contains("well"));
    var request = signedIn.copilot.take();
    assertEquals(path + " Bearer geheim-copilot " + ask(model), path(request) + " " + request.head().get("authorization") + " "
        + new String(request.body(), StandardCharsets.UTF_8));
    assertEquals(404, proxy.post(asked.startsWith("/api/openai") ? "/api/anthropic/v1/messages" : "/api/openai/chat/completions", ask(model)).statusCode());
    assertEquals(0, signedIn.copilot.waiting());
  }

  @ParameterizedTest
  @CsvSource({"/api/anthropic/models", "/api/openai/models"})
  void whatNamesNoModelPassesInEachLanguageOfTheList(String asked) throws Exception {
    var answer = proxy.get(asked);
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("gpt-5.6"), answer.body());
    assertEquals("Bearer geheim-copilot", signedIn.copilot.lists.getLast().head().get("authorization"));
    assertEquals(404, proxy.get("/api/gemini/models").statusCode());
  }

  @Test
  void aSettingMayNameTheWindowOfAMillionTokens() throws Exception {
    signedIn.copilot.lists(SignedInCopilot.LIST[0], ScriptedCopilot.model("claude-opus-4.6-1m", "/v1/messages", "\"vision\":true"));
    try (var wide = signedIn.before("PORT=0", "BIG_MODEL=claude-opus-4-6[1m]")) {
      wide.post("/v1/messages", ask("opus"));
      assertEquals("claude-opus-4.6-1m", Json.object(signedIn.copilot.take().body()).getString("model"));
    }
  }
}
