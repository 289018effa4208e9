package portside.translate.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.translate.answer.UsageTranslation;
import portside.translate.fault.ErrorToFault;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.responses.Response;
import portside.wire.responses.ResponseEvent;

/// Looks at an answer of the Responses API.
final class ResponsesAnswerObserver implements AnswerObserver {
  private final ErrorToFault errors;
  private OptionalLong prompt = OptionalLong.empty();
  private boolean begun;
  private boolean concluded;

  /// @param errors tells what an error inside the answer means
  ResponsesAnswerObserver(ErrorToFault errors) {
    this.errors = errors;
  }

  /// Whether JSON of the provider is a piece of an answer, and no error.
  static boolean isAnswer(JsonObject said) {
    var type = Json.string(said, "type");
    var known = type == null ? "response".equals(Json.string(said, "object")) : type.startsWith("response.");
    return known && !hasError(said) && !(said.get("response") instanceof JsonObject response && hasError(response));
  }

  private static boolean hasError(JsonObject object) {
    return object.getOrDefault("error", JsonValue.NULL) != JsonValue.NULL;
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    try {
      event(event, Json.object(data), out);
    } catch (Json.Malformed noObject) {
      if (event.equals("error")) {
        out.accept(new StreamEvent.Error(errors.inside(data)));
      }
    }
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    try {
      event("", Json.object(body), out);
    } catch (Json.Malformed noObject) {
      out.accept(new StreamEvent.Error(errors.notJson(body)));
    }
    concluded = true;
  }

  private void event(String name, JsonObject said, Consumer<StreamEvent> out) {
    switch (ResponseEvent.read(name, said)) {
      case ResponseEvent.Ended(var response) -> ended(response, out);
      case ResponseEvent.Failed(var error) -> out.accept(new StreamEvent.Error(errors.inside(error)));
      case ResponseEvent.ItemDone _, ResponseEvent.Delta _, ResponseEvent.Whole _ -> begun = true;
      case ResponseEvent.ItemAdded _, ResponseEvent.Other _ -> {}
    }
  }

  private void ended(Response response, Consumer<StreamEvent> out) {
    concluded = true;
    if (response.error() != null) {
      out.accept(new StreamEvent.Error(errors.inside(response.error())));
    } else {
      begun = true;
    }
    if (response.tokens() != null) {
      prompt = UsageTranslation.prompt(response.tokens());
      out.accept(new StreamEvent.MessageDelta(StopReason.END_TURN, null, UsageTranslation.tokens(response.tokens(), 0, 0)));
    }
  }

  @Override
  public boolean said() {
    return begun;
  }

  @Override
  public boolean concluded() {
    return concluded;
  }

  @Override
  public boolean complete() {
    return concluded;
  }

  @Override
  public OptionalLong reportedInput() {
    return prompt;
  }
}
