package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.PromptCache;
import portside.translate.gemini.Gemini;
import portside.translate.gemini.GeminiRules;
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesRules;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Over a session as Claude Code sends it, each turn's `messages` and `tools` begin with the very bytes of the turn before: that is what
/// the prompt caches of providers live on.
@Execution(ExecutionMode.CONCURRENT)
class PrefixTest {
  private static JsonObject session;
  private static List<MessagesRequest> turns;

  @BeforeAll
  static void load() throws Exception {
    try (var in = PrefixTest.class.getResourceAsStream("/claude-code-session.json")) {
      session = Json.object(in.readAllBytes());
    }
    turns = turns().stream().map(turn -> MessagesReader.read(Json.bytes(turn))).toList();
  }

  @Test
  void theSessionHasElevenTurns() {
    assertEquals(11, turns.size());
  }

  @Test
  void everyTurnBeginsWithTheTurnBefore() {
    holds(Dialect.STANDARD);
  }

  @ParameterizedTest
  @EnumSource(Dialect.Replay.class)
  void andSoWithReasoningSentBack(Dialect.Replay replay) {
    holds(Dialect.STANDARD.with(REPLAY, replay));
  }

  @Test
  void andSoWithSystemMessagesInPlaceOrWithoutMediaOrWithOtherIds() {
    holds(Dialect.STANDARD.with(SYSTEM_IN_PLACE, true));
    holds(Dialect.STANDARD.with(IMAGES, false).with(PDF, Dialect.Pdf.TEXT));
    holds(Dialect.STANDARD.with(REPLY_AFTER_TOOLS, true).with(TOOL_RESULT_NAME, true).with(CALL_IDS, Dialect.CallIdForm.NINE_ALPHANUMERIC));
  }

  static Stream<Dialect> rows() {
    return KnownRows.all().stream().filter(row -> row.get(WIRE) == Dialect.Wire.CHAT);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void andSoForEveryRowThatHasNoMarks(Dialect row) {
    var unmarked = row.get(PROMPT_CACHE) == PromptCache.KEY ? PromptCache.KEY : PromptCache.NONE;
    holds(row.as(row.name()).with(PROMPT_CACHE, unmarked));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void andSoOnTheResponsesWire(boolean systemInPlace) throws Exception {
    for (var row : KnownRows.all().stream().filter(known -> known.get(WIRE) == Dialect.Wire.RESPONSES).toList()) {
      var before = List.<String>of();
      for (var turn : turns) {
        var body = Responses.body(turn, row.as("in place").with(SYSTEM_IN_PLACE, systemInPlace));
        var now = Json.object(body).getJsonArray("input").stream().map(JsonValue::toString).toList();
        assertEquals(before, now.subList(0, before.size()));
        before = now;
        assertEquals(List.of(), ResponsesRules.breaches(body));
      }
    }
  }

  @Test
  void andSoInGeminisOwnLanguage() throws Exception {
    for (var row : KnownRows.all().stream().filter(known -> known.get(WIRE) == Dialect.Wire.GEMINI).toList()) {
      var before = List.<String>of();
      for (var turn : turns) {
        var body = Gemini.body(turn, row);
        var now = GeminiRules.opened(Json.object(body)).getJsonArray("contents").stream().map(JsonValue::toString).toList();
        assertEquals(before, now.subList(0, before.size()), row.name());
        before = now;
        assertEquals(List.of(), GeminiRules.breaches(body), row.name());
      }
    }
  }

  /// Marks move from turn to turn, and text that bears one stands in a part. Caches go by the text.
  @ParameterizedTest
  @MethodSource("rows")
  void andSoWithMarksButForTheMarks(Dialect row) throws Exception {
    var marked = row.as(row.name()).with(PROMPT_CACHE, PromptCache.MARKS);
    List<String> before = List.of();
    for (var turn : turns) {
      var body = upstream(turn, marked);
      assertTrue(body.contains("cache_control"));
      var now = Json.object(body).getJsonArray("messages").stream().map(message -> unmarked(message.asJsonObject())).toList();
      assertEquals(before, now.subList(0, before.size()));
      before = now;
    }
  }

  private static String unmarked(JsonObject message) {
    var texts = new StringBuilder();
    if (message.get("content") instanceof JsonArray parts) {
      for (var part : parts.getValuesAs(JsonObject.class)) {
        if (!part.containsKey("text")) {
          return message.toString().replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "");
        }
        texts.append(part.getString("text"));
      }
      return Json.BUILD.createObjectBuilder(message).add("content", texts.toString()).build().toString();
    }
    return message.toString();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyTurnKeepsTheRules(Dialect row) {
    for (var turn : turns) {
      assertEquals(List.of(), ChatRules.breaches(upstream(turn, row).getBytes(StandardCharsets.UTF_8), row));
    }
  }

  private static void holds(Dialect dialect) {
    var before = upstream(turns.getFirst(), dialect);
    for (var turn : turns.subList(1, turns.size())) {
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
    var depth = 0;
    var quoted = false;
    for (var i = body.indexOf('[', start); ; i++) {
      switch (body.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case '[' -> depth += quoted ? 0 : 1;
        case ']' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
      if (depth == 0) {
        return body.substring(start, i);
      }
    }
  }

  private static String upstream(MessagesRequest turn, Dialect dialect) {
    return new String(RequestToChat.translate(turn, dialect, "m", new Provider.Limits(0, 0)).bytes(), StandardCharsets.UTF_8);
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

  /// As the client does, the last block is marked for the cache; a deferred tool stands among the tools only once it was referenced, in its place by name; the billing line
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
    return Json.BUILD.createObjectBuilder(session).add("tools", tools).add("messages", marked(messages)).build();
  }

  private static JsonArray marked(JsonArray messages) {
    var last = messages.getJsonObject(messages.size() - 1);
    if (!(last.get("content") instanceof JsonArray blocks)) {
      return messages;
    }
    var mark = Json.BUILD.createObjectBuilder().add("type", "ephemeral");
    var block = Json.BUILD.createObjectBuilder(blocks.getJsonObject(blocks.size() - 1)).add("cache_control", mark);
    var content = Json.BUILD.createArrayBuilder(blocks.subList(0, blocks.size() - 1)).add(block);
    var message = Json.BUILD.createObjectBuilder(last).add("content", content);
    return Json.BUILD.createArrayBuilder(messages.subList(0, messages.size() - 1)).add(message).build();
  }
}
