package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  private static String tools(int count, String description) {
    var tool = "{\"name\":\"t%d\",\"description\":\"" + description + "\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}";
    return "\"tools\":[" + IntStream.range(0, count).mapToObj(tool::formatted).collect(Collectors.joining(",")) + "]";
  }

  private static final String FORMAT = "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{}}}}";

  private static final String USED =
      "{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"t129\",\"input\":{\"a\":1}}]},"
          + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\",\"content\":\"seen\"}]}";

  /// The request as it was, and as it was sent again.
  private record Healed(JsonObject first, JsonObject second, String setting) {}

  private static Healed healed(String words, String asked, String... settings) throws Exception {
    boolean responses = String.join("", settings).contains("WIRE=responses");
    var good = responses
        ? (ScriptedProvider.Script) line -> line.whole(200, "application/json", "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"hi\"}]}]}")
        : GOOD;
    try (var provider = new ScriptedProvider().then(refusal(words)).then(good); var proxy = RunningProxy.before(provider.url(), settings)) {
      var answer = proxy.post("/v1/messages", asked);
      assertEquals(200, answer.statusCode(), answer.body());
      var healed = new Healed(Json.object(provider.take().body()), Json.object(provider.take().body()), "");
      proxy.post("/v1/messages", asked);
      assertEquals(healed.second(), Json.object(provider.take().body()), "it is remembered");
      assertEquals(0, provider.waiting());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned").getJsonObject(0);
      return new Healed(healed.first(), healed.second(), learned.getString("setting"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_WIRE=chat", "DIALECT_WIRE=responses"})
  void theSchemaIsSaidInWordsWhereAFormatIsRefusedBesideTools(String wire) throws Exception {
    var words = "Function calling with a response mime type: 'application/json' is unsupported";
    var healed = healed(words, ASKED.replace("\"stream\"", tools(1, "d") + "," + FORMAT + ",\"stream\""), wire);
    var format = wire.endsWith("chat") ? "response_format" : "text";
    assertTrue(healed.first().containsKey(format));
    assertFalse(healed.second().containsKey(format));
    assertEquals(healed.first().get("tools"), healed.second().get("tools"));
    assertTrue(healed.second().toString().contains("JSON Schema"), healed.second().toString());
    assertEquals("DIALECT_FORMAT_WITH_TOOLS=false", healed.setting());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_WIRE=chat", "DIALECT_WIRE=responses"})
  void descriptionsAreCutToWhatTheProviderTakes(String wire) throws Exception {
    var words = "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but got a string with length 4000 instead.";
    var healed = healed(words, ASKED.replace("\"stream\"", tools(1, "d".repeat(4_000)) + ",\"stream\""), wire);
    assertTrue(healed.first().toString().contains("d".repeat(4_000)));
    assertTrue(healed.second().toString().contains("\"description\":\"" + "d".repeat(1_023) + "…\""), healed.second().toString());
    assertEquals("DIALECT_MAX_DESCRIPTION=1024", healed.setting());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_WIRE=chat", "DIALECT_WIRE=responses"})
  void asManyToolsAreOfferedAsTheProviderTakes(String wire) throws Exception {
    var words = "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 130 instead.";
    var asked = ASKED.replace("\"stream\"", tools(130, "d") + ",\"stream\"").replace("{\"role\":\"user\",\"content\":\"hello\"}", USED);
    var healed = healed(words, asked, wire);
    assertEquals(130, healed.first().getJsonArray("tools").size());
    assertEquals(128, healed.second().getJsonArray("tools").size());
    assertTrue(healed.second().get("tools").toString().contains("\"t129\""), "one that was used stays");
    assertEquals("DIALECT_MAX_TOOLS=128", healed.setting());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIALECT_WIRE=chat", "DIALECT_WIRE=responses"})
  void callsAreToldInWordsWhereTheyNeedTools(String wire) throws Exception {
    var words = "The toolConfig field must be defined when using toolUse and toolResult content blocks.";
    var healed = healed(words, ASKED.replace("{\"role\":\"user\",\"content\":\"hello\"}", USED), wire);
    var call = wire.endsWith("chat") ? "\"tool_calls\"" : "\"function_call\"";
    assertTrue(healed.first().toString().contains(call));
    assertFalse(healed.second().toString().contains(call));
    assertTrue(healed.second().toString().contains("[called the tool t129 with {\\\"a\\\":1}]"), healed.second().toString());
    assertTrue(healed.second().toString().contains("seen"));
    assertFalse(healed.second().containsKey("tools"));
    assertEquals("DIALECT_CALLS_WITHOUT_TOOLS=false", healed.setting());
  }

  @Test
  void aRequestToWaitTeachesNothing() throws Exception {
    var words = "ThrottlingException: temperature is not supported at this rate, please wait before trying again.";
    try (var provider = new ScriptedProvider().then(refusal(words)).then(GOOD); var proxy = RunningProxy.before(provider.url())) {
      assertEquals(429, proxy.post("/v1/messages", WHOLE).statusCode());
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }
}
