package portside.recording;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// What Gemini's answers say as lines of text: its blocks in order, the stop reason, the tokens; `error` alone for a failed one. From the provider's bytes, and
/// from what a client got.
public final class GeminiFold {
  private static final Set<String> WITHHELD = Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY");
  private static final List<String> ERROR = List.of("error");

  private GeminiFold() {}

  /// The chunks of an answer.
  public static List<JsonObject> chunks(String body, boolean sse) {
    return sse ? events(body) : whole(body);
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
  ///
  /// @param provider its name in words of ours
  public static List<String> of(List<JsonObject> chunks, String provider) {
    var pieces = new ArrayList<String[]>();
    var finish = "";
    var blocked = "";
    JsonObject usage = JsonValue.EMPTY_JSON_OBJECT;
    for (var chunk : chunks) {
      if (chunk.containsKey("error")) {
        return ERROR;
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
      return ERROR;
    }
    if (stop.equals("refusal") && silent) {
      blocks.add("text [" + provider + " withheld the answer: " + reason + "]");
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
      return new String[] {"text", "\n```" + code.getString("language").toLowerCase(Locale.ROOT) + "\n" + code.getString("code").stripTrailing() + "\n```\n"};
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

  /// What a client was told by a stream.
  ///
  /// @param body of the provider; where it counts nothing, neither is compared
  public static List<String> told(StreamJudge.Verdict verdict, String body) {
    if (verdict.error() != null) {
      return ERROR;
    }
    var told = new ArrayList<String>();
    for (var block : verdict.blocks()) {
      switch (block.opening()) {
        case Opening.Text() -> told(told, "text", block.content());
        case Opening.Thinking() -> told(told, "thinking", block.content());
        case Opening.ToolUse(_, var name) -> told.add("call " + name + " " + parsed(block.content()));
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      }
    }
    told.add(verdict.stopReason().wire());
    var usage = verdict.usage();
    return counted(told, usage.input(), usage.cacheRead().orElse(0), usage.output(), uncounted(body));
  }

  /// The same by a whole message.
  public static List<String> told(String message, String body) {
    var json = (JsonObject) parsed(message);
    if (json.getString("type").equals("error")) {
      return ERROR;
    }
    var told = new ArrayList<String>();
    for (var block : json.getJsonArray("content").getValuesAs(JsonObject.class)) {
      switch (block.getString("type")) {
        case "text" -> told(told, "text", block.getString("text"));
        case "thinking" -> told(told, "thinking", block.getString("thinking"));
        case "tool_use" -> told.add("call " + block.getString("name") + " " + block.get("input"));
        default -> throw new AssertionError("no block of Gemini's: " + block);
      }
    }
    told.add(json.getString("stop_reason"));
    var usage = json.getJsonObject("usage");
    return counted(told, usage.getInt("input_tokens"), usage.getInt("cache_read_input_tokens", 0), usage.getInt("output_tokens"), uncounted(body));
  }

  /// A blank text is none, a blank thought is a signature alone.
  private static void told(List<String> told, String kind, String content) {
    if (!content.isBlank()) {
      told.add(kind + " " + content.strip());
    }
  }

  private static boolean uncounted(String body) {
    return !body.contains("candidatesTokenCount") && !body.contains("thoughtsTokenCount");
  }
}
