package portside.wire.responses;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.common.ResponseFormat;

/// A request for a model response (OpenAI API, "Create a model response"). Nothing is stored at the provider: `store` is always false.
///
/// @param model the provider's name of it
/// @param instructions the system prompt; empty for none
/// @param input in order
/// @param tools in order; empty for none
/// @param toolChoice null to leave it to the provider
/// @param parallelToolCalls null to leave it to the provider
/// @param maxOutputTokens empty for no limit
/// @param temperature empty to leave it out
/// @param topP empty to leave it out
/// @param reasoning null for a model that does not reason
/// @param format null for free text
/// @param promptCacheKey empty for none
/// @param stream whether events are wanted
/// @param extra members the settings ask for; they replace ours of the same name
/// @param without members that are never sent
public record ResponsesRequest(
    String model,
    String instructions,
    List<InputItem> input,
    List<FunctionTool> tools,
    List<JsonObject> ownTools,
    @Nullable FunctionChoice toolChoice,
    @Nullable Boolean parallelToolCalls,
    OptionalLong maxOutputTokens,
    OptionalDouble temperature,
    OptionalDouble topP,
    @Nullable Reasoning reasoning,
    @Nullable ResponseFormat format,
    String promptCacheKey,
    boolean stream,
    List<RequestMember> extra,
    Set<String> without) {

  /// The body: compact UTF-8 JSON, members in a fixed order.
  public byte[] bytes() {
    return new ResponsesRequestWriter(this).bytes();
  }

  /// The member `reasoning`.
  ///
  /// @param effort null to leave it to the provider
  /// @param summary whether a summary for people is wanted
  /// @param encrypted whether reasoning is wanted in the encrypted form in which it can be sent back
  public record Reasoning(@Nullable String effort, boolean summary, boolean encrypted) {}
}
