package portside.wire.openai;

import jakarta.json.JsonString;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.wire.CacheLife;
import portside.wire.common.ContentPart;
import portside.wire.common.RequestMember;

/// One message of a chat-completions request (OpenAI API, "Create chat completion", `messages`).
public sealed interface ChatMessage {
  /// All that the model reads in it, to be measured.
  default Stream<ContentPart> read() {
    return switch (this) {
      case System(var content, var _) -> Stream.of(new ContentPart.Text(content));
      case User(var content, var _) -> content.stream();
      case Tool(var _, var _, var content, var _) -> Stream.of(new ContentPart.Text(content));
      case Assistant(var content, var reasoning, var members, var calls) -> Stream.of(
          Stream.of(content, reasoning).filter(Objects::nonNull),
          members.stream().map(member -> member.value() instanceof JsonString text ? text.getString() : member.value().toString()),
          calls.stream().map(ToolCall::arguments)).flatMap(texts -> texts).map(ContentPart.Text::new);
    };
  }

  /// @param content the system prompt
  /// @param marks where prefixes end that shall be cached, in order
  record System(String content, List<Mark> marks) implements ChatMessage {
    /// Without marks.
    public System(String content) {
      this(content, List.of());
    }
  }

  /// @param end offset in the content at which a prefix ends that shall be cached
  /// @param life how long
  record Mark(int end, CacheLife life) {}

  /// @param content in order; a single text is sent as a plain string, which every provider takes
  /// @param mark how long the prefix that ends with its last text shall be cached; null when it ends none
  record User(List<ContentPart> content, @Nullable CacheLife mark) implements ChatMessage {}

  /// @param content null when the message holds only calls and the provider wants it so
  /// @param reasoning the model's reasoning, sent back to it as the first part of the content; null for none
  /// @param members what it wants back beside the content, in order
  /// @param calls in order; empty for none
  record Assistant(@Nullable String content, @Nullable String reasoning, List<RequestMember> members, List<ToolCall> calls) implements ChatMessage {}

  /// @param callId whose result this is
  /// @param name of the function, for providers that want it here; null for none
  /// @param content never empty
  /// @param mark how long the prefix that ends here shall be cached; null when none does
  record Tool(String callId, @Nullable String name, String content, @Nullable CacheLife mark) implements ChatMessage {}

  /// @param id unique in the conversation
  /// @param name of the function
  /// @param arguments a JSON object as text
  /// @param signature that Google gave the call, sent as `extra_content.google.thought_signature`; null for none
  record ToolCall(String id, String name, String arguments, @Nullable String signature) {
    /// The same call with this signature.
    public ToolCall signed(@Nullable String by) {
      return new ToolCall(id, name, arguments, by);
    }
  }
}
