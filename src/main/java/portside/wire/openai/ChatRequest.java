package portside.wire.openai;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A chat-completions request (OpenAI API, "Create chat completion"), with the spellings of other providers where they differ.
///
/// @param model the provider's name of it
/// @param messages in order
/// @param tools in order; empty for none
/// @param toolChoice null to leave it to the provider
/// @param oneCallAtMost sends `parallel_tool_calls:false`
/// @param limit of the answer; null for none
/// @param temperature empty to leave it out
/// @param topP empty to leave it out
/// @param topK empty to leave it out; no field of OpenAI's own
/// @param stop at most as many as the provider takes
/// @param reasoning how much to think
/// @param responseFormat null for free text
/// @param stream whether events are wanted
/// @param streamUsage whether the stream shall end with the usage
/// @param style spellings of the messages
/// @param extra members the settings ask for; they replace ours of the same name
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    List<Function> tools,
    ToolChoice toolChoice,
    boolean oneCallAtMost,
    Limit limit,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalLong topK,
    List<String> stop,
    Reasoning reasoning,
    ResponseFormat responseFormat,
    boolean stream,
    boolean streamUsage,
    Style style,
    List<Member> extra) {

  /// The body: compact UTF-8 JSON, members in a fixed order.
  public byte[] bytes() {
    return new ChatRequestWriter(this).bytes();
  }

  /// A tool the model may call.
  ///
  /// @param description empty for none
  /// @param parameters JSON Schema of the arguments; null to leave it out
  public record Function(String name, String description, JsonObject parameters) {}

  /// `tool_choice`.
  public sealed interface ToolChoice {
    /// `required`: some tool must be called.
    record Required() implements ToolChoice {}

    /// `none`: no tool may be called.
    record None() implements ToolChoice {}

    /// This tool must be called.
    record Named(String name) implements ToolChoice {}
  }

  /// @param field `max_tokens` or `max_completion_tokens`
  /// @param tokens at least 1
  public record Limit(String field, long tokens) {}

  /// How thinking is asked for.
  public sealed interface Reasoning {
    /// The provider decides.
    record Unsaid() implements Reasoning {}

    /// `reasoning_effort`.
    record Effort(String level) implements Reasoning {}

    /// `thinking` with `reasoning_effort` beside it.
    ///
    /// @param thinking the member as the provider spells it, such as `{"type":"enabled"}`
    /// @param level null for none
    record Thinking(JsonObject thinking, String level) implements Reasoning {}

    /// `reasoning:{effort}`.
    record Nested(String level) implements Reasoning {}
  }

  /// `response_format`.
  public sealed interface ResponseFormat {
    /// Some JSON object.
    record AnyObject() implements ResponseFormat {}

    /// @param strict whether the provider shall enforce the schema; only for schemas that obey its rules
    record Schema(String name, boolean strict, JsonObject schema) implements ResponseFormat {}
  }

  /// @param omitNullContent leaves `content` out where it is null
  /// @param reasoningField the field of an assistant message that carries its reasoning
  public record Style(boolean omitNullContent, String reasoningField) {}

  /// A top-level member.
  public record Member(String name, JsonValue value) {}
}
