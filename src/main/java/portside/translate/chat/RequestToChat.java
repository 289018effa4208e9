package portside.translate.chat;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.WITHOUT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ContentWithCalls;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.PromptCache;
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
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.common.RequestMember;
import portside.wire.openai.ChatMessage;
import portside.wire.openai.ChatRequest;

/// An Anthropic Messages request → a chat-completions request in a provider's dialect. Pure, and built from known fields only: what a
/// provider would not understand is translated or left out here, never passed on.
public final class RequestToChat {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ModelIdentity model;
  private final OfferedSearch search;
  private final ToolNames names;

  private RequestToChat(MessagesRequest request, Dialect dialect, ModelIdentity model) {
    this.request = ToolCallsAsText.of(request, dialect);
    this.dialect = dialect;
    this.model = model;
    this.search = OfferedSearch.of(request, dialect);
    this.names = new ToolNames(request, search.names());
  }

  /// Translates one request.
  ///
  /// @param model who is asked: the model, and the provider whose own reasoning goes back to it
  /// @param limits bounds of `max_tokens`
  /// @param conversation a name for the conversation that tells nothing of the user; empty for none
  /// @throws Refusal when the request says nothing at all
  public static ChatRequest translate(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits, String conversation) {
    return new RequestToChat(request, dialect, model).translate(model.model(), limits, conversation);
  }

  /// The same for a conversation without a name, at a provider without one.
  public static ChatRequest translate(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits) {
    return translate(request, dialect, new ModelIdentity("", upstreamModel), limits, "");
  }

  private ChatRequest translate(String upstreamModel, Provider.Limits limits, String conversation) {
    var choice = new ToolChoices(request, dialect, names);
    var offered = choice.offered(ToolsToFunctions.of(request, dialect, names));
    var format = new OutputFormat(request.outputSchema(), dialect, !offered.isEmpty());
    var marks = new CacheBreakpoints(dialect.get(PROMPT_CACHE));
    var messages = marks.messages(messages(format), request.cacheMark());
    var tools = marks.tools(offered);
    var limit = OutputTokenLimit.of(request, dialect, limits, () -> messages.stream().flatMap(ChatMessage::read), tools);
    var thinking = ThinkingMembers.of(ThinkingLevel.of(request, dialect), dialect, !tools.isEmpty(), limit);
    var generation = GenerationSettings.of(request, dialect);
    return new ChatRequest(
        upstreamModel,
        messages,
        tools,
        search.tools(),
        choice.among(tools),
        choice.parallelCalls(),
        limit.isEmpty() ? null : new ChatRequest.Limit(limitField(), limit.getAsLong()),
        generation.temperature(),
        generation.topP(),
        generation.topK(),
        generation.stops(),
        settings(thinking, conversation),
        format.format(),
        request.stream() || dialect.get(ALWAYS_STREAM),
        dialect.get(STREAM_USAGE),
        style(),
        extra(),
        dialect.get(WITHOUT));
  }

  private String limitField() {
    return switch (dialect.get(MAX_TOKENS_FIELD)) {
      case MAX_TOKENS -> "max_tokens";
      case MAX_COMPLETION_TOKENS -> "max_completion_tokens";
    };
  }

  private ChatRequest.Style style() {
    var systemRole = switch (dialect.get(SYSTEM_ROLE)) {
      case SYSTEM -> "system";
      case DEVELOPER -> "developer";
    };
    return new ChatRequest.Style(
        systemRole, dialect.get(CONTENT_WITH_CALLS) == ContentWithCalls.OMIT, dialect.get(PDF) == Pdf.DOCUMENT_URL);
  }

  private List<RequestMember> settings(List<RequestMember> thinking, String conversation) {
    var settings = Stream.concat(thinking.stream(), RequestMember.of(search.members()).stream());
    if (dialect.get(PROMPT_CACHE) != PromptCache.KEY || conversation.isEmpty()) {
      return settings.toList();
    }
    var key = Json.BUILD.createObjectBuilder().add("prompt_cache_key", conversation).build();
    return Stream.concat(settings, RequestMember.of(key).stream()).toList();
  }

  private List<ChatMessage> messages(OutputFormat format) {
    var conversation = Conversation.of(request);
    var messages = new ArrayList<ChatMessage>();
    var system = SystemPrompt.of(request, conversation, format);
    if (!system.text().isEmpty()) {
      var marks = system.marks().stream().map(mark -> new ChatMessage.Mark(system.end(mark.texts()), mark.life())).toList();
      messages.add(new ChatMessage.System(system.text(), marks));
    }
    var said = MessagesToChat.of(conversation.messages(), dialect, model, names);
    if (said.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    messages.addAll(said);
    return messages;
  }

  private List<RequestMember> extra() {
    return dialect.get(EXTRA_BODY).stream().map(extra -> RequestMember.of(extra.name(), extra.json())).toList();
  }
}
