package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.provider.Dialect;
import portside.provider.Dialects;
import portside.provider.Provider;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;

/// Over a session as Claude Code sends it, each turn's `messages` and `tools` begin with the very bytes of the turn before: that is what
/// the prompt caches of providers live on.
class PrefixTest {
  private static JsonObject session;

  @BeforeAll
  static void load() throws Exception {
    try (var in = PrefixTest.class.getResourceAsStream("/claude-code-session.json")) {
      session = Json.object(in.readAllBytes());
    }
  }

  @Test
  void theSessionHasElevenTurns() {
    assertEquals(11, turns().size());
  }

  @Test
  void everyTurnBeginsWithTheTurnBefore() {
    holds(Dialects.STANDARD);
  }

  @ParameterizedTest
  @EnumSource(Dialect.Replay.class)
  void andSoWithReasoningSentBack(Dialect.Replay replay) {
    holds(Variant.of("replay", replay).dialect());
  }

  @Test
  void andSoWithSystemMessagesInPlaceOrWithoutMedia() {
    holds(Variant.of("systemInPlace", true).dialect());
    holds(Variant.of("images", false).and("pdf", Dialect.Pdf.TEXT).dialect());
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.moonshot.ai/v1,kimi-k3.1-pro", "https://api.z.ai/api/paas/v4,glm-5.3", "https://api.minimax.io/v1,MiniMax-M3",
    "https://generativelanguage.googleapis.com/v1beta/openai,gemini-3.8-flash"
  })
  void andSoForTheKnownProviders(URI baseUrl, String model) {
    holds(Dialects.at(baseUrl).row(model).as("limit named as below").maxTokensField(Dialect.MaxTokensField.MAX_TOKENS).row());
  }

  @Test
  void everyTurnKeepsTheRules() {
    for (var turn : turns()) {
      assertEquals(List.of(), ChatRules.breaches(upstream(turn, Dialects.STANDARD).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void holds(Dialect dialect) {
    var before = upstream(turns().getFirst(), dialect);
    for (var turn : turns().subList(1, turns().size())) {
      var now = upstream(turn, dialect);
      for (var member : List.of("messages", "tools")) {
        var earlier = open(before, member);
        assertEquals(earlier, open(now, member).substring(0, earlier.length()));
      }
      before = now;
    }
  }

  /// The member's array as sent, without its closing bracket. Quotes inside of strings are escaped, so the search cannot err.
  private static String open(String body, String member) {
    var start = body.indexOf("\"" + member + "\":[");
    var end = body.indexOf(member.equals("messages") ? "],\"tools\":[" : "],\"max_tokens\":", start);
    return body.substring(start, end);
  }

  private static String upstream(JsonObject turn, Dialect dialect) {
    var request = MessagesReader.read(Json.bytes(turn));
    return new String(RequestToChat.translate(request, dialect, "m", new Provider.Limits(0, 0, 0)).bytes(), StandardCharsets.UTF_8);
  }

  /// The requests of the session: one before each thing the assistant says, and the last.
  private static List<JsonObject> turns() {
    var messages = session.getJsonArray("messages");
    var turns = new ArrayList<JsonObject>();
    for (var i = 0; i <= messages.size(); i++) {
      if (i == messages.size() || messages.getJsonObject(i).getString("role").equals("assistant")) {
        turns.add(turn(Json.BUILD.createArrayBuilder(messages.subList(0, i)).build()));
      }
    }
    return turns;
  }

  /// As the client does, a deferred tool stands among the tools only once it was referenced, in its place by name; the billing line
  /// differs.
  private static JsonObject turn(JsonArray messages) {
    var referenced = new HashSet<>(Set.of("DeferredToolPlaceholder"));
    for (var name : List.of("Monitor", "WebFetch", "WebSearch")) {
      if (messages.toString().contains("\"tool_name\":\"" + name + "\"")) {
        referenced.add(name);
      }
    }
    var tools = Json.BUILD.createArrayBuilder();
    for (var tool : session.getJsonArray("tools").getValuesAs(JsonObject.class)) {
      if (!tool.containsKey("defer_loading") || referenced.contains(tool.getString("name"))) {
        tools.add(tool);
      }
    }
    return Json.BUILD.createObjectBuilder(session).add("tools", tools).add("messages", messages).build();
  }
}
