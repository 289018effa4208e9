package portside.translate.responses;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.WITHOUT;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.SystemRole;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.Conversation;
import portside.translate.request.GenerationSettings;
import portside.translate.request.OutputFormat;
import portside.translate.request.OutputTokenLimit;
import portside.translate.request.SystemPrompt;
import portside.translate.request.ThinkingLevel;
import portside.translate.request.ToolChoices;
import portside.translate.request.ToolsToFunctions;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolCallsAsText;
import portside.translate.tools.ToolNames;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.RequestMember;
import portside.wire.responses.InputItem;
import portside.wire.responses.ResponsesRequest;

/// An Anthropic Messages request → a request for a model response in a provider's dialect. Pure, and built from known fields only. This wire has
/// no stop sequences and no `top_k`; they are left out, and the answer is ended at a stop sequence when it comes.
final class RequestToResponses {
  /// The least limit: the API refuses a smaller `max_output_tokens`.
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

  private ResponsesRequest translate(ModelIdentity model, Provider.Limits limits, String name) {
    var choice = new ToolChoices(request, dialect, names);
    var functions = choice.offered(ToolsToFunctions.of(request, dialect, names));
    var format = new OutputFormat(request.outputSchema(), dialect, !functions.isEmpty());
    var conversation = Conversation.of(request);
    var system = SystemPrompt.of(request, conversation, format).text();
    var said = MessagesToInput.of(conversation.messages(), dialect, names, model);
    if (said.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    var search = OfferedSearch.of(request, dialect);
    var limit = OutputTokenLimit.of(request, dialect, limits, () -> read(system, said), functions);
    var generation = GenerationSettings.of(request, dialect);
    boolean instructed = !dialect.get(WITHOUT).contains("instructions"); // xAI took none at first
    return new ResponsesRequest(
        model.model(),
        instructed ? system : "",
        instructed || system.isEmpty() ? said : behind(system, said),
        functions,
        search.tools(),
        search.demanded() && dialect.get(FORCED_TOOL_CHOICE) == ForcedToolChoice.YES
            ? new FunctionChoice.Required(dialect.get(REQUIRED_WORD))
            : choice.among(functions),
        choice.parallelCalls(),
        limit.isEmpty() ? limit : OptionalLong.of(Math.max(LEAST_TOKENS, limit.getAsLong())),
        generation.temperature(),
        generation.topP(),
        reasoning(),
        format.format(),
        dialect.get(PROMPT_CACHE) == Dialect.PromptCache.KEY ? name : "",
        request.stream() || dialect.get(ALWAYS_STREAM),
        dialect.get(EXTRA_BODY).stream().map(extra -> RequestMember.of(extra.name(), extra.json())).toList(),
        Set.copyOf(dialect.get(WITHOUT)));
  }

  private static Stream<ContentPart> read(String system, List<InputItem> input) {
    return Stream.concat(Stream.of(new ContentPart.Text(system)), input.stream().flatMap(InputItem::read));
  }

  private List<InputItem> behind(String system, List<InputItem> input) {
    var speaker = dialect.get(SYSTEM_ROLE) == SystemRole.DEVELOPER ? InputItem.Speaker.DEVELOPER : InputItem.Speaker.SYSTEM;
    var all = new ArrayList<InputItem>(input.size() + 1);
    all.add(new InputItem.Message(speaker, List.of(new ContentPart.Text(system))));
    all.addAll(input);
    return all;
  }

  /// What is said of reasoning; null where the row says that the model does not reason: it would refuse the member.
  private ResponsesRequest.@Nullable Reasoning reasoning() {
    if (dialect.get(REASONING) == Dialect.Reasoning.NONE) {
      return null;
    }
    var effort = ThinkingLevel.of(request, dialect).effort(); // this wire has no other switch
    return new ResponsesRequest.Reasoning(effort, !"none".equals(effort), dialect.get(REPLAY) != Dialect.Replay.NONE);
  }
}
