package portside.wire.openai;

import java.util.List;

/// One message of a chat-completions request (OpenAI API, "Create chat completion", `messages`).
public sealed interface ChatMessage {
  /// @param content the system prompt
  record System(String content) implements ChatMessage {}

  /// @param content in order; a single text is sent as a plain string, which every provider takes
  record User(List<Part> content) implements ChatMessage {}

  /// @param content null when the message holds only calls and the provider wants it so
  /// @param reasoning what the model thought, sent back to it; null for none
  /// @param calls in order; empty for none
  record Assistant(String content, String reasoning, List<ToolCall> calls) implements ChatMessage {}

  /// @param callId whose result this is
  /// @param content never empty
  record Tool(String callId, String content) implements ChatMessage {}

  /// @param id unique in the conversation
  /// @param name of the function
  /// @param arguments a JSON object as text
  /// @param signature that Google gave the call, sent as `extra_content.google.thought_signature`; null for none
  record ToolCall(String id, String name, String arguments, String signature) {}

  /// A piece of a user message.
  sealed interface Part {
    /// @param text never empty
    record Text(String text) implements Part {}

    /// @param url a link or a `data:` URL
    record Image(String url) implements Part {}

    /// @param filename shown to the model
    /// @param data a `data:` URL
    record File(String filename, String data) implements Part {}
  }
}
