package portside.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.rows.GeminiRows;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.ErrorToFault;
import portside.translate.gemini.GeminiAnswer;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Every recorded answer of Gemini, cut at random places, says after translation what it said before; and so do all streams of them as the array that the API
/// sends where no events were asked for.
class GeminiRecordingsTest {
  private static final int SPLITS = 4;
  private static final Set<String> WITHHELD = Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY");

  @Test
  void everyRecordedAnswerSaysTheSame() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(20261130);
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : RecordingCases.gemini()) {
      if (recorded.status() != 200) {
        continue;
      }
      var body = new String(recorded.bytes(), StandardCharsets.UTF_8);
      var chunks = recorded.sse() ? events(body) : whole(body);
      var expected = fold(chunks);
      for (int i = 0; i < SPLITS; i++) {
        compare(recorded.name(), expected, told(body, random), wrong);
      }
      var array = Json.createArrayBuilder(chunks).build().toString();
      compare(recorded.name() + " as an array", expected, told(chunks.isEmpty() ? body : array, random), wrong);
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 230, "too few recordings: " + compared);
  }

  @Test
  void everyRecordedErrorKeepsItsWords() throws Exception {
    assumeTrue(RecordingCases.present());
    var row = GeminiRows.NATIVE.rules().stream().map(DialectRule::row).toList().getLast();
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : RecordingCases.gemini()) {
      var body = new String(recorded.bytes(), StandardCharsets.UTF_8);
      if (recorded.sse() || !body.contains("\"error\"")) {
        continue;
      }
      var error = whole(body).getFirst().getJsonObject("error");
      var errors = new ErrorToFault("acme", "m", row, 1000, 1000, UnaryOperator.identity(), Instant.EPOCH);
      var fault = errors.of(error.getInt("code"), _ -> null, recorded.bytes());
      if (!fault.message().contains(error.getString("message"))) {
        wrong.add(recorded.name() + ": " + fault);
      }
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 10, "too few recordings: " + compared);
  }

  private static void compare(String name, List<String> expected, List<String> told, List<String> wrong) {
    if (!expected.equals(told)) {
      wrong.add("\n" + name + "\n  expected " + expected + "\n  told     " + told);
    }
  }

  /// The chunks of a stream; a line of JSON that is no event begins an error document.
  private static List<JsonObject> events(String body) {
    var chunks = new ArrayList<JsonObject>();
    var lines = body.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("data:")) {
        chunks.add((JsonObject) parsed(lines.get(i).substring("data:".length())));
      } else if (lines.get(i).startsWith("{")) {
        chunks.add((JsonObject) parsed(String.join("\n", lines.subList(i, lines.size()))));
        break;
      }
    }
    return chunks;
  }

  private static List<JsonObject> whole(String body) {
    return parsed(body) instanceof JsonArray array ? array.getValuesAs(JsonObject.class) : List.of((JsonObject) parsed(body));
  }

  private static JsonStructure parsed(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.read();
    }
  }

  /// What an answer says, worked out a second time without any code of the proxy.
  private static List<String> fold(List<JsonObject> chunks) {
    var pieces = new ArrayList<String[]>();
    var finish = "";
    var blocked = "";
    JsonObject usage = JsonValue.EMPTY_JSON_OBJECT;
    for (var chunk : chunks) {
      if (chunk.containsKey("error")) {
        return List.of("error");
      }
      if (chunk.get("promptFeedback") instanceof JsonObject feedback) {
        blocked = feedback.getString("blockReason", blocked);
      }
      if (chunk.get("usageMetadata") instanceof JsonObject counts) {
        usage = counts;
      }
      if (chunk.get("candidates") instanceof JsonArray candidates && !candidates.isEmpty()) {
        var candidate = candidates.getJsonObject(0);
        finish = switch (candidate.get("finishReason")) {
          case JsonString reason -> reason.getString();
          case JsonNumber number -> number.intValue() == 1 ? "STOP" : number.intValue() == 2 ? "MAX_TOKENS" : "?";
          case null, default -> "";
        };
        if (candidate.get("content") instanceof JsonObject content && content.get("parts") instanceof JsonArray parts) {
          parts.getValuesAs(JsonObject.class).forEach(part -> pieces.add(piece(part)));
        }
      }
    }
    var blocks = joined(pieces);
    boolean calls = blocks.stream().anyMatch(block -> block.startsWith("call "));
    boolean silent = pieces.stream().allMatch(piece -> piece[1].isEmpty());
    var reason = finish.isEmpty() ? blocked : finish;
    var stop = reason.equals("STOP") && !silent ? calls ? "tool_use" : "end_turn"
        : reason.equals("MAX_TOKENS") ? "max_tokens" : WITHHELD.contains(reason) ? "refusal" : "error";
    if (stop.equals("error")) {
      return List.of("error");
    }
    if (stop.equals("refusal") && silent) {
      blocks.add("text [acme withheld the answer: " + reason + "]");
    }
    blocks.add(stop);
    return counted(blocks, usage.getInt("promptTokenCount", 0) + usage.getInt("toolUsePromptTokenCount", 0) - usage.getInt("cachedContentTokenCount", 0),
        usage.getInt("cachedContentTokenCount", 0), usage.getInt("candidatesTokenCount", 0) + usage.getInt("thoughtsTokenCount", 0), usage.isEmpty());
  }

  private static List<String> counted(List<String> blocks, long input, long read, long output, boolean uncounted) {
    if (!uncounted && output > 0) { // else it is estimated
      blocks.add(input + " in, " + read + " read, " + output + " out");
    }
    return blocks;
  }

  private static String[] piece(JsonObject part) {
    if (part.get("functionCall") instanceof JsonObject call) {
      return new String[] {"call", call.getString("name") + " " + call.getOrDefault("args", JsonValue.EMPTY_JSON_OBJECT)};
    }
    if (part.get("executableCode") instanceof JsonObject code) {
      return new String[] {"text", "\n```" + code.getString("language").toLowerCase(java.util.Locale.ROOT) + "\n" + code.getString("code").stripTrailing() + "\n```\n"};
    }
    if (part.get("codeExecutionResult") instanceof JsonObject result) {
      return new String[] {"text", "\n```\n" + result.getString("output", "").stripTrailing() + "\n```\n"};
    }
    if (part.get("inlineData") instanceof JsonObject data) {
      return new String[] {"text", "[" + data.getString("mimeType").replaceFirst("/.*", "") + " omitted: " + data.getString("mimeType") + "]"};
    }
    return new String[] {part.getBoolean("thought", false) ? "thinking" : "text", part.getString("text", "")};
  }

  /// Blocks of joined pieces; blank ones are none of their own.
  private static List<String> joined(List<String[]> pieces) {
    var blocks = new ArrayList<String[]>();
    for (var piece : pieces) {
      boolean goesOn = !blocks.isEmpty() && blocks.getLast()[0].equals(piece[0]) && !piece[0].equals("call");
      if (goesOn) {
        blocks.getLast()[1] += piece[1];
      } else if (!piece[1].isBlank()) {
        blocks.add(piece.clone());
      }
    }
    return new ArrayList<>(blocks.stream().map(block -> block[0] + " " + block[1].strip()).toList());
  }

  private static List<String> told(String body, Random random) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var feed = new AnswerFeed(new GeminiAnswer(AnswerContexts.of(GeminiRows.NATIVE.rules().getLast().row(), Map.of(), AnswerRules.stoppingAt(List.of()))));
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(bytes.length - from, 1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
      feed.bytes(bytes, from, length, events::add);
      from += length;
    }
    feed.end(true, events::add);
    var verdict = StreamJudge.judge(events);
    if (verdict.error() != null) {
      return List.of("error");
    }
    var told = new ArrayList<String>();
    for (var block : verdict.blocks()) {
      switch (block.opening()) {
        case Opening.Text() when block.content().isBlank() -> {}
        case Opening.Thinking() when block.content().isBlank() -> {} // a signature alone
        case Opening.Text() -> told.add("text " + block.content().strip());
        case Opening.Thinking() -> told.add("thinking " + block.content().strip());
        case Opening.ToolUse(_, var name) -> told.add("call " + name + " " + parsed(block.content()));
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      }
    }
    told.add(verdict.stopReason().wire());
    var usage = verdict.usage();
    return counted(told, usage.input(), usage.cacheRead().orElse(0), usage.output(), !body.contains("candidatesTokenCount") && !body.contains("thoughtsTokenCount"));
  }
}
