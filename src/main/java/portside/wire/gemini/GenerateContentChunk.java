package portside.wire.gemini;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.common.CountReader;
import portside.wire.common.TokenCounts;

/// A piece of an answer, or a whole one (Gemini API, `GenerateContentResponse`). Only the first candidate is read. Enums are numbers in some recordings,
/// members that say nothing are `null` or `{}`.
///
/// @param answers whether there is a candidate, or a word on why there is none
/// @param parts in order
/// @param finish the finish reason by its name; empty for none
/// @param finishMessage what is said about it; empty for nothing
/// @param blocked why the prompt was not answered; empty where it was
/// @param tokens null for none; those of the last chunk count, and need not be larger than those before
/// @param grounding null for none
public record GenerateContentChunk(boolean answers, List<AnswerPart> parts, String finish, String finishMessage, String blocked,
    @Nullable TokenCounts tokens, @Nullable Grounding grounding) {

  /// The names of finish reasons that are told by number: those on which the two APIs of Google agree.
  private static final List<String> FINISHES = List.of("", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER");
  private static final List<String> BLOCKS = List.of("");
  private static final String NOT_SAID = "_UNSPECIFIED";

  /// Reads a chunk.
  public static GenerateContentChunk read(JsonObject json) {
    var candidate = candidate(json.get("candidates"));
    var feedback = object(json, "promptFeedback");
    var parts = new ArrayList<AnswerPart>();
    if (object(candidate, "content").get("parts") instanceof JsonArray all) {
      all.forEach(part -> {
        if (part instanceof JsonObject object) {
          AnswerPart.read(object).ifPresent(parts::add);
        }
      });
    }
    var blocked = named(feedback.get("blockReason"), BLOCKS);
    return new GenerateContentChunk(candidate != JsonValue.EMPTY_JSON_OBJECT || !blocked.isEmpty(), parts, named(candidate.get("finishReason"), FINISHES),
        text(candidate, "finishMessage"), blocked, tokens(object(json, "usageMetadata")), Grounding.read(object(candidate, "groundingMetadata")));
  }

  private static JsonObject candidate(@Nullable JsonValue candidates) {
    if (candidates instanceof JsonArray all) {
      for (var value : all) {
        if (value instanceof JsonObject candidate && CountReader.count(candidate, "index").orElse(0) == 0) {
          return candidate;
        }
      }
    }
    return JsonValue.EMPTY_JSON_OBJECT;
  }

  /// The name of a reason; a number that has none stands for itself.
  private static String named(@Nullable JsonValue reason, List<String> names) {
    return switch (reason) {
      case JsonString name -> name.getString().endsWith(NOT_SAID) ? "" : name.getString();
      case JsonNumber number when number.intValue() >= 0 && number.intValue() < names.size() -> names.get(number.intValue());
      case JsonNumber number -> number.toString();
      case null, default -> "";
    };
  }

  /// Thoughts are counted beside the answer, and pages that a tool of the provider read beside the prompt.
  private static @Nullable TokenCounts tokens(JsonObject usage) {
    if (usage.isEmpty()) {
      return null;
    }
    var thoughts = CountReader.count(usage, "thoughtsTokenCount");
    var none = OptionalLong.empty();
    return new TokenCounts(sum(CountReader.count(usage, "promptTokenCount"), CountReader.count(usage, "toolUsePromptTokenCount")),
        sum(CountReader.count(usage, "candidatesTokenCount"), thoughts), none, thoughts, CountReader.count(usage, "cachedContentTokenCount"), none, false, null);
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() || other.isPresent() ? OptionalLong.of(one.orElse(0) + other.orElse(0)) : one;
  }

  static JsonObject object(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  static String text(JsonObject holder, String name) {
    var text = Json.string(holder, name);
    return text == null ? "" : text;
  }
}
