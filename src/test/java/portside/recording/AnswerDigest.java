package portside.recording;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// What an answer says, however it was carried: the yardstick between a provider's bytes and what the client got.
///
/// @param text all visible text joined; blank counts as none
/// @param reasoning all thinking joined
/// @param calls in order
/// @param stopReason by its Anthropic name; `error` for a failed answer, of which nothing else is compared
/// @param input tokens not from a cache; empty when the provider did not count
/// @param output tokens; empty when the provider did not count
/// @param cacheRead tokens from a cache; empty when the provider said nothing of caching
public record AnswerDigest(
    String text, String reasoning, List<Call> calls, String stopReason, OptionalLong input, OptionalLong output, OptionalLong cacheRead) {
  /// @param name of the tool
  /// @param input its arguments
  public record Call(String name, JsonValue input) {}

  /// A failed answer.
  public static final AnswerDigest FAILED =
      new AnswerDigest("", "", List.of(), "error", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /// What a judged stream said.
  public static AnswerDigest of(StreamJudge.Verdict verdict) {
    if (verdict.error() != null) {
      return FAILED;
    }
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var calls = new ArrayList<Call>();
    for (var block : verdict.blocks()) {
      switch (block.opening()) {
        case Opening.Text() -> text.append(block.content());
        case Opening.Thinking() -> reasoning.append(block.content());
        case Opening.ToolUse(_, var name) -> calls.add(new Call(name, arguments(block.content())));
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      }
    }
    var usage = verdict.usage();
    return new AnswerDigest(blankIsNone(text.toString()), reasoning.toString(), calls, verdict.stopReason().wire(),
        OptionalLong.of(usage.input()), OptionalLong.of(usage.output()), usage.cacheRead());
  }

  /// What a whole Anthropic message says.
  public static AnswerDigest of(JsonObject message) {
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var calls = new ArrayList<Call>();
    for (var block : message.getJsonArray("content").getValuesAs(JsonObject.class)) {
      switch (block.getString("type")) {
        case "text" -> text.append(block.getString("text"));
        case "thinking" -> reasoning.append(block.getString("thinking"));
        case "tool_use" -> calls.add(new Call(block.getString("name"), block.get("input")));
        case String other -> throw new AssertionError("unknown block " + other);
      }
    }
    var usage = message.getJsonObject("usage");
    return new AnswerDigest(blankIsNone(text.toString()), reasoning.toString(), calls, message.getString("stop_reason"),
        OptionalLong.of(usage.getJsonNumber("input_tokens").longValue()),
        OptionalLong.of(usage.getJsonNumber("output_tokens").longValue()),
        usage.containsKey("cache_read_input_tokens")
            ? OptionalLong.of(usage.getJsonNumber("cache_read_input_tokens").longValue())
            : OptionalLong.empty());
  }

  /// This digest as it looks to someone who expects `other`: counts the provider did not give cannot be compared.
  public AnswerDigest withoutUncounted(AnswerDigest expected) {
    return new AnswerDigest(text, reasoning, calls, stopReason,
        expected.input.isPresent() ? input : OptionalLong.empty(),
        expected.output.isPresent() ? output : OptionalLong.empty(),
        expected.input.isPresent() ? cacheRead : OptionalLong.empty());
  }

  static String blankIsNone(String text) {
    return text.isBlank() ? "" : text;
  }

  /// Arguments that are no JSON are compared as the text they are.
  private static JsonValue arguments(String json) {
    try {
      return json.isEmpty() ? JsonValue.EMPTY_JSON_OBJECT : Json.value(json);
    } catch (Json.Malformed cutOff) {
      return Json.BUILD.createArrayBuilder().add(json).build().getFirst();
    }
  }
}
