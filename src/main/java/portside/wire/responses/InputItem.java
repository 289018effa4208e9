package portside.wire.responses;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.wire.common.ContentPart;

/// One item of a request's `input` (OpenAI API, "Create a model response"). Text, pictures and files are the parts of chat completions under
/// other names.
public sealed interface InputItem {
  /// All that the model reads in it, to be measured.
  default Stream<ContentPart> read() {
    return switch (this) {
      case Message(var _, var content) -> content.stream();
      case FunctionCallOutput(var _, var output) -> output.stream();
      case AssistantMessage(var text, var _) -> Stream.of(new ContentPart.Text(text));
      case FunctionCall(var _, var _, var arguments) -> Stream.of(new ContentPart.Text(arguments));
      case Reasoning(var item) -> Stream.of(new ContentPart.Text(item.getString("encrypted_content", "")));
    };
  }

  /// Who speaks to the model.
  enum Speaker {
    USER,
    DEVELOPER,
    SYSTEM
  }

  /// What the user, the developer or the system says to the model.
  ///
  /// @param content in order, never empty
  record Message(Speaker speaker, List<ContentPart> content) implements InputItem {}

  /// What the model said.
  ///
  /// @param text never empty
  /// @param phase `commentary` or `final_answer` as the model labelled it; null where it did not
  record AssistantMessage(String text, @Nullable String phase) implements InputItem {}

  /// @param callId unique in the conversation
  /// @param name of the function
  /// @param arguments a JSON object as text
  record FunctionCall(String callId, String name, String arguments) implements InputItem {}

  /// @param callId whose result this is
  /// @param output in order, never empty; a single text is sent as a plain string
  record FunctionCallOutput(String callId, List<ContentPart> output) implements InputItem {}

  /// The model's reasoning, as it sent it.
  ///
  /// @param item see [ReasoningItem]
  record Reasoning(JsonObject item) implements InputItem {}
}
