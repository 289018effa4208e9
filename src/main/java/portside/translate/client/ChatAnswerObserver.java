package portside.translate.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.UsageTranslation;
import portside.translate.fault.ErrorToFault;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.common.TokenCounts;
import portside.wire.openai.ChatChunk;

/// Looks at a chat completion.
final class ChatAnswerObserver implements AnswerObserver {
  private final ErrorToFault errors;
  private @Nullable TokenCounts tokens;
  private boolean said;
  private boolean complete;
  private boolean concluded;

  /// @param errors tells what an error inside the answer means
  ChatAnswerObserver(ErrorToFault errors) {
    this.errors = errors;
  }

  /// Whether JSON of the provider is a piece of an answer, and no error.
  static boolean isAnswer(JsonObject said) {
    return said.get("choices") instanceof JsonArray choices && !hasError(said)
        && choices.stream().noneMatch(choice -> choice instanceof JsonObject object && hasError(object));
  }

  private static boolean hasError(JsonObject object) {
    return object.getOrDefault("error", JsonValue.NULL) != JsonValue.NULL;
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    if (data.strip().equals("[DONE]")) {
      concluded = true;
      return;
    }
    try {
      chunk(ChatChunk.read(Json.object(data)), out);
    } catch (Json.Malformed noObject) {
      if (event.equals("error")) {
        out.accept(new StreamEvent.Error(errors.inside(data)));
      }
    }
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    concluded = true;
    try {
      chunk(ChatChunk.read(Json.object(body)), out);
    } catch (Json.Malformed noObject) {
      out.accept(new StreamEvent.Error(errors.notJson(body)));
    }
  }

  private void chunk(ChatChunk chunk, Consumer<StreamEvent> out) {
    if (chunk.error() != null) {
      out.accept(new StreamEvent.Error(errors.inside(chunk.error())));
    }
    complete |= chunk.choices().stream().anyMatch(choice -> !choice.finishReason().isEmpty());
    said |= complete || chunk.saysSomething();
    if (chunk.tokens() != null) {
      tokens = chunk.tokens();
      out.accept(new StreamEvent.MessageDelta(StopReason.END_TURN, null, UsageTranslation.tokens(tokens, 0, 0)));
    }
  }

  @Override
  public boolean said() {
    return said;
  }

  @Override
  public boolean concluded() {
    return concluded;
  }

  @Override
  public boolean complete() {
    return complete || concluded;
  }

  @Override
  public OptionalLong reportedInput() {
    return UsageTranslation.prompt(tokens);
  }
}
