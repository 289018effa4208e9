package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import portside.wire.Json;

/// A refusal that names one thing is answered with the request without it, and remembered.
class HealingTest {
  private static final String ASKED =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"temperature\":0.5,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  private static final String WHOLE = ASKED.replace("true", "false");
  private static final ScriptedProvider.Script GOOD = line -> {
    line.stream();
    line.text("hi");
    line.finish();
  };

  private static ScriptedProvider.Script refusal(String words) {
    return line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"" + words + "\"}}");
  }

  @Test
  void aRefusalIsHealedOnceAndRemembered() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("stream_options is not supported")).then(GOOD);
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", ASKED);
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("\"hi\""), answer.body());
      assertTrue(Json.object(provider.take().body()).containsKey("stream_options"));
      var healed = Json.object(provider.take().body());
      assertFalse(healed.containsKey("stream_options"));
      assertTrue(healed.containsKey("temperature"), "exactly what was named is left out");

      proxy.post("/v1/messages", ASKED);
      assertFalse(Json.object(provider.take().body()).containsKey("stream_options"));
      assertEquals(0, provider.waiting());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned");
      assertEquals(1, learned.size());
      assertEquals("DIALECT_STREAM_USAGE=false", learned.getJsonObject(0).getString("setting"));
      assertEquals("middle", learned.getJsonObject(0).getString("model"));
    }
  }

  @Test
  void twoRefusalsInARowAreBothHealed() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("stream_options is not supported")).then(refusal("Unsupported parameter: temperature")).then(GOOD);
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/messages", ASKED).statusCode());
      assertEquals(2, Json.object(proxy.get("/health").body()).getJsonArray("learned").size());
    }
  }

  @Test
  void aRefusalThatDoesNotHealIsToldAndForgotten() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("temperature is not supported")); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", WHOLE);
      assertEquals(400, answer.statusCode());
      assertTrue(answer.body().contains("temperature is not supported"), answer.body());
      provider.take();
      provider.take();
      assertEquals(0, provider.waiting(), "it was tried once more and no further");
      assertTrue(Json.object(proxy.get("/health").body()).getJsonArray("learned").isEmpty());
    }
  }

  @Test
  void aBrokenPictureDoesNotBlindTheModelForGood() throws Exception {
    var picture = "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    var asked = ASKED.replace("\"hello\"", "[" + picture + ",{\"type\":\"text\",\"text\":\"what is it\"}]");
    try (var provider = new ScriptedProvider().then(refusal("Could not process image")).then(GOOD); var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/messages", asked).statusCode());
      assertTrue(provider.take().text().contains("image_url"));
      assertFalse(provider.take().text().contains("image_url"));
      assertTrue(Json.object(proxy.get("/health").body()).getJsonArray("learned").isEmpty());
    }
  }

  /// The words were taken for a picture's first; that did not help, so it is not kept.
  @Test
  void onlyWhatMadeTheRefusalGoAwayIsRemembered() throws Exception {
    var picture = "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    var tool = "{\"name\":\"image_crop\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"x\"}}}}";
    var asked = ASKED.replace("\"hello\"", "[" + picture + "]").replace("\"stream\"", "\"tools\":[" + tool + "],\"stream\"");
    var words = "Invalid schema for function 'image_crop': 'pattern' is not supported";
    try (var provider = new ScriptedProvider().then(refusal(words)).then(refusal(words)).then(GOOD); var proxy = RunningProxy.before(provider.url())) {
      assertEquals(200, proxy.post("/v1/messages", asked).statusCode());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned");
      assertEquals(1, learned.size(), learned.toString());
      assertEquals("DIALECT_WITHOUT_KEYWORDS=pattern", learned.getJsonObject(0).getString("setting"));
    }
  }

  @Test
  void whatIsShownOfARefusalIsOneShortLine() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("stream_options is not supported\\nforged line " + "x".repeat(1_000))).then(GOOD);
        var proxy = RunningProxy.before(provider.url())) {
      proxy.post("/v1/messages", ASKED);
      var said = Json.object(proxy.get("/health").body()).getJsonArray("learned").getJsonObject(0).getString("said");
      assertTrue(said.startsWith("stream_options is not supported forged line") && said.length() <= 301, said);
    }
  }

  @Test
  void aHealedRequestTeachesNothingOfCounts() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("stream_options is not supported")).then(GOOD); var proxy = RunningProxy.before(provider.url())) {
      proxy.post("/v1/messages", ASKED);
      assertTrue(Json.object(proxy.get("/health").body()).getJsonObject("token_counts").isEmpty());
      proxy.post("/v1/messages", ASKED);
      assertEquals(1, Json.object(proxy.get("/health").body()).getJsonObject("token_counts").size());
    }
  }

  @Test
  void anErrorThatNamesNothingIsTriedOnce() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("Invalid request")); var proxy = RunningProxy.before(provider.url())) {
      assertEquals(400, proxy.post("/v1/messages", WHOLE).statusCode());
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void eachModelLearnsForItself() throws Exception {
    try (var provider = new ScriptedProvider().then(refusal("stream_options is not supported")).then(GOOD);
        var proxy = RunningProxy.before(provider.url())) {
      proxy.post("/v1/messages", ASKED);
      provider.take();
      provider.take();
      proxy.post("/v1/messages", ASKED.replace("sonnet", "opus"));
      JsonObject other = Json.object(provider.take().body());
      assertTrue(other.containsKey("stream_options"));
    }
  }
}
