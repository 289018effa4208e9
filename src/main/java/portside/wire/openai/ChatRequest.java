package portside.wire.openai;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.common.ResponseFormat;

/// A chat-completions request (OpenAI API, "Create chat completion"), with the spellings of other providers where they differ.
///
/// @param model the provider's name of it
/// @param messages in order
/// @param tools in order; empty for none
/// @param ownTools tools the provider itself runs, as it spells them; they follow the others
/// @param toolChoice null to leave it to the provider
/// @param parallelCalls what is sent as `parallel_tool_calls`; null to leave it out
/// @param limit of the answer; null for none
/// @param temperature empty to leave it out
/// @param topP empty to leave it out
/// @param topK empty to leave it out; no field of OpenAI's own
/// @param stop at most as many as the provider takes
/// @param settings members whose names differ from provider to provider: how much to think, which conversation this is
/// @param responseFormat null for free text
/// @param stream whether events are wanted
/// @param streamUsage whether the stream shall end with the usage
/// @param style spellings of the messages
/// @param extra members the dialect asks for; they replace ours of the same name
/// @param without names of members that are left out, whoever asks for them
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    List<FunctionTool> tools,
    List<JsonObject> ownTools,
    @Nullable FunctionChoice toolChoice,
    @Nullable Boolean parallelCalls,
    @Nullable Limit limit,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalLong topK,
    List<String> stop,
    List<RequestMember> settings,
    @Nullable ResponseFormat responseFormat,
    boolean stream,
    boolean streamUsage,
    Style style,
    List<RequestMember> extra,
    List<String> without) {

  /// The body: compact UTF-8 JSON, members in a fixed order.
  public byte[] bytes() {
    return new ChatRequestWriter(this).bytes();
  }

  /// @param field `max_tokens` or `max_completion_tokens`
  /// @param tokens at least 1
  public record Limit(String field, long tokens) {}

  /// @param systemRole of system messages, `system` or `developer`
  /// @param omitNullContent leaves `content` out where it is null
  /// @param documentUrls whether a file is sent as a part `document_url`, as Mistral takes it, and not as a part `file`
  public record Style(String systemRole, boolean omitNullContent, boolean documentUrls) {}
}
