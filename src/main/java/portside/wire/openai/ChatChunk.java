package portside.wire.openai;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.common.ProviderError;
import portside.wire.common.TokenCounts;

/// One `data` payload of a chat-completions stream, or a whole answer, read tolerantly: what is missing, null or of an odd type reads as
/// nothing; a type never throws.
///
/// @param choices in order; empty when there are none or the member is missing
/// @param tokens what it says of usage, or null
/// @param error what it says went wrong, or null
public record ChatChunk(List<Choice> choices, @Nullable TokenCounts tokens, @Nullable ProviderError error) {
  /// One alternative answer, or a part of the only one: GitHub Copilot splits text and tool calls over choices.
  ///
  /// @param index 0 when missing
  /// @param delta what is new; [ChatDelta#EMPTY] when there is nothing
  /// @param message the answer so far or as a whole; [ChatDelta#EMPTY] when there is nothing
  /// @param finishReason as written; empty when null, missing or empty
  /// @param matchedStop the stop sequence that was hit, as vLLM (`stop_reason`) and SGLang (`matched_stop`) tell it; null when none
  public record Choice(int index, ChatDelta delta, ChatDelta message, String finishReason, @Nullable String matchedStop) {}

  /// Whether there is anything of an answer in it.
  public boolean saysSomething() {
    return choices.stream().anyMatch(choice -> !choice.delta().isEmpty() || !choice.message().isEmpty());
  }

  /// Reads a payload.
  public static ChatChunk read(JsonObject json) {
    var error = ProviderError.inside(json);
    if (!(json.get("choices") instanceof JsonArray array)) {
      return new ChatChunk(List.of(), TokenCounts.read(json, null), error);
    }
    var choices = new ArrayList<Choice>(array.size());
    JsonObject first = null;
    for (var value : array) {
      if (value instanceof JsonObject choice) {
        first = first == null ? choice : first;
        choices.add(choice(choice));
      }
    }
    return new ChatChunk(choices, TokenCounts.read(json, first), error);
  }

  private static Choice choice(JsonObject choice) {
    var delta = choice.get("delta") instanceof JsonObject object ? ChatDelta.read(object) : ChatDelta.EMPTY;
    var message = choice.get("message") instanceof JsonObject object ? ChatDelta.read(object) : ChatDelta.EMPTY;
    if (message.isEmpty() && choice.get("text") instanceof JsonString text) { // an old-style completion behind the chat path
      message = new ChatDelta(ChatDelta.Reasoning.NONE, text.getString(), "", List.of());
    }
    int index = choice.get("index") instanceof JsonNumber number && number.isIntegral() ? number.intValue() : 0;
    return new Choice(index, delta, message, finishReason(choice), matchedStop(choice));
  }

  private static String finishReason(JsonObject choice) {
    if (choice.get("finish_reason") instanceof JsonString reason) {
      return reason.getString();
    }
    if (choice.get("finish_details") instanceof JsonObject details && Json.string(details, "type") instanceof String type) {
      return type; // OpenAI's vision preview of 2023 and servers that copied it
    }
    return "";
  }

  private static @Nullable String matchedStop(JsonObject choice) {
    var reason = Json.string(choice, "stop_reason");
    return reason != null ? reason : Json.string(choice, "matched_stop");
  }
}
