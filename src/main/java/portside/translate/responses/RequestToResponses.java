package portside.translate.responses;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.SystemRole;
import portside.provider.Provider;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.OutputFormat;
import portside.translate.request.OutputTokenLimit;
import portside.translate.request.ThinkingSettings;
import portside.translate.request.ToolChoices;
import portside.translate.request.ToolsToFunctions;
import portside.translate.search.OfferedSearch;
import portside.translate.text.Blank;
import portside.translate.tools.ToolCallsAsText;
import portside.translate.tools.ToolNames;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;
import portside.wire.common.ContentPart;
import portside.wire.common.RequestMember;
import portside.wire.openai.ChatMessage;
import portside.wire.openai.ChatRequest;
import portside.wire.responses.InputItem;
import portside.wire.responses.ResponsesRequest;

/// An Anthropic Messages request → a request for a model response in a provider's dialect. Pure, and built from known fields only. This wire has
/// no stop sequences and no `top_k`; they are left out, and the answer is ended at a stop sequence when it comes.
final class RequestToResponses {
  /// The API refuses a smaller `max_output_tokens`.
  private static final long LEAST_TOKENS = 16;

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolNames names;

  private RequestToResponses(MessagesRequest request, Dialect dialect) {
    this.request = ToolCallsAsText.of(request, dialect);
    this.dialect = dialect;
    this.names = new ToolNames(request);
  }

  /// Translates one request.
  ///
  /// @param model whose reasoning is sent back, and who is asked
  /// @param limits bounds of the answer
  /// @param conversation names it, the same in each of its turns; empty when that is not known
  /// @throws Refusal when the request says nothing at all
  static ResponsesRequest translate(
      MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits, String conversation) {
    return new RequestToResponses(request, dialect).translate(model, limits, conversation);
  }

  private ResponsesRequest translate(ModelIdentity model, Provider.Limits limits, String conversation) {
    var choice = new ToolChoices(request, dialect, names);
    var functions = choice.offered(ToolsToFunctions.of(request, dialect, names));
    var format = new OutputFormat(request.outputSchema(), dialect, !functions.isEmpty());
    var said = request.messages();
    var leading = (int) said.stream().takeWhile(message -> message.role() == Role.SYSTEM).count();
    var system = system(said.subList(0, leading), format);
    var input = MessagesToInput.of(said.subList(leading, said.size()), dialect, names, model);
    if (input.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    var search = OfferedSearch.of(request, dialect);
    var limit = OutputTokenLimit.of(request, dialect, limits, alike(system, input), functions);
    boolean instructed = !dialect.without().contains("instructions"); // xAI took none at first
    return new ResponsesRequest(
        model.model(),
        instructed ? system : "",
        instructed || system.isEmpty() ? input : behind(system, input),
        Stream.concat(functions.stream().map(RequestToResponses::tool), search.tools().stream().map(ResponsesRequest.Tool.Own::new)).toList(),
        search.demanded() && dialect.forcedToolChoice() == ForcedToolChoice.YES
            ? new ResponsesRequest.ToolChoice.Required()
            : choice(choice.among(functions)),
        choice.parallelCalls(),
        limit == null ? OptionalLong.empty() : OptionalLong.of(Math.max(LEAST_TOKENS, limit.tokens())),
        sampled(request.temperature()),
        sampled(request.topP()),
        reasoning(),
        format.format(),
        dialect.promptCache() == Dialect.PromptCache.KEY ? conversation : "",
        request.stream() || dialect.alwaysStream(),
        dialect.extraBody().stream().map(extra -> RequestMember.of(extra.name(), extra.json())).toList(),
        Set.copyOf(dialect.without()));
  }

  /// The system prompt with the system messages that come before any other.
  private String system(List<InputMessage> leading, OutputFormat format) {
    var texts = new ArrayList<>(request.system());
    for (var message : leading) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.Text(var text) && !Blank.is(text)) {
          texts.add(text);
        }
      }
    }
    format.instruction().ifPresent(texts::add);
    return String.join("\n\n", texts);
  }

  private List<InputItem> behind(String system, List<InputItem> input) {
    var speaker = dialect.systemRole() == SystemRole.DEVELOPER ? InputItem.Speaker.DEVELOPER : InputItem.Speaker.SYSTEM;
    var all = new ArrayList<InputItem>(input.size() + 1);
    all.add(new InputItem.Message(speaker, List.of(new ContentPart.Text(system))));
    all.addAll(input);
    return all;
  }

  /// All that is said as one chat message, to be measured.
  private static List<ChatMessage> alike(String system, List<InputItem> input) {
    var parts = new ArrayList<ContentPart>(input.size() + 1);
    parts.add(new ContentPart.Text(system));
    for (var item : input) {
      switch (item) {
        case InputItem.Message(var _, var content) -> parts.addAll(content);
        case InputItem.FunctionCallOutput(var _, var output) -> parts.addAll(output);
        case InputItem.AssistantMessage(var text, var _) -> parts.add(new ContentPart.Text(text));
        case InputItem.FunctionCall(var _, var _, var arguments) -> parts.add(new ContentPart.Text(arguments));
        case InputItem.Reasoning(var reasoning) -> parts.add(new ContentPart.Text(encrypted(reasoning)));
      }
    }
    return List.of(new ChatMessage.User(parts, null));
  }

  private static String encrypted(JsonObject reasoning) {
    var text = Json.string(reasoning, "encrypted_content");
    return text == null ? "" : text;
  }

  private static ResponsesRequest.Tool tool(ChatRequest.Function function) {
    return new ResponsesRequest.Tool.Function(function.name(), function.description(), function.parameters(), Boolean.TRUE.equals(function.strict()));
  }

  private static ResponsesRequest.ToolChoice choice(ChatRequest.ToolChoice choice) {
    return switch (choice) {
      case null -> null;
      case ChatRequest.ToolChoice.Required _ -> new ResponsesRequest.ToolChoice.Required();
      case ChatRequest.ToolChoice.None() -> new ResponsesRequest.ToolChoice.None();
      case ChatRequest.ToolChoice.Named(var name) -> new ResponsesRequest.ToolChoice.Named(name);
    };
  }

  private OptionalDouble sampled(OptionalDouble value) {
    return dialect.sampling() == Dialect.Sampling.DROP ? OptionalDouble.empty() : value;
  }

  /// Null where the row says that the model does not reason: it would refuse the member.
  private ResponsesRequest.Reasoning reasoning() {
    if (dialect.reasoning() == Dialect.Reasoning.NONE) {
      return null;
    }
    var effort = request.thinking() instanceof ThinkingConfig.Disabled ? off() : level();
    return new ResponsesRequest.Reasoning(effort, !"none".equals(effort), dialect.replay() != Dialect.Replay.NONE);
  }

  /// The effort for thinking that is switched off, which wins over an effort that was asked for; null to leave it to the provider.
  private String off() {
    return switch (dialect.off()) {
      case NOTHING -> null;
      case DISABLED, EFFORT_NONE -> "none"; // this wire has no other switch
      case WEAKEST -> dialect.efforts().isEmpty() ? null : dialect.efforts().getFirst();
    };
  }

  /// The effort the model takes for what was asked; null to leave it to the provider.
  private String level() {
    if (request.effort() != null) {
      return dialect.effort(request.effort()).orElse(null);
    }
    return request.thinking() instanceof ThinkingConfig.Enabled(var budget) ? dialect.effort(ThinkingSettings.bucket(budget)).orElse(null) : null;
  }
}
