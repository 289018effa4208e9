package portside.wire.responses;

import jakarta.json.JsonObject;
import java.util.List;
import portside.wire.openai.ChatMessage.Part;

/// One item of a request's `input` (OpenAI API, "Create a model response"). Text, pictures and files are the parts of chat completions under
/// other names.
public sealed interface InputItem {
  /// Who speaks to the model.
  enum Speaker {
    USER,
    DEVELOPER,
    SYSTEM
  }

  /// What somebody says to the model.
  ///
  /// @param content in order, never empty
  record Message(Speaker speaker, List<Part> content) implements InputItem {}

  /// What the model said.
  ///
  /// @param text never empty
  /// @param phase `commentary` or `final_answer` as the model labelled it; null where it did not
  record Said(String text, String phase) implements InputItem {}

  /// @param callId unique in the conversation
  /// @param name of the function
  /// @param arguments a JSON object as text
  record Call(String callId, String name, String arguments) implements InputItem {}

  /// @param callId whose result this is
  /// @param output in order, never empty; a single text is sent as a plain string
  record Output(String callId, List<Part> output) implements InputItem {}

  /// What the model thought, as it sent it.
  ///
  /// @param item see [ReasoningItem]
  record Thought(JsonObject item) implements InputItem {}
}
