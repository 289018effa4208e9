package portside.translate.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.Pdf;
import portside.provider.Dialect.PromptCache;
import portside.provider.Dialect.Sampling;
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
import portside.wire.common.RequestMember;
import portside.wire.openai.ChatMessage;
import portside.wire.openai.ChatRequest;

/// An Anthropic Messages request → a chat-completions request in a provider's dialect. Pure, and built from known fields only: what a
/// provider would not understand is translated or left out here, never passed on.
public final class RequestToChat {
  /// Parts the texts of the system prompt.
  private static final String BETWEEN = "\n\n";

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
    var marks = new CacheBreakpoints(dialect.promptCache());
    var messages = marks.messages(messages(format), request.cacheMark());
    var tools = marks.tools(offered);
    var limit = OutputTokenLimit.of(request, dialect, limits, messages, tools);
    return new ChatRequest(
        upstreamModel,
        messages,
        tools,
        search.tools(),
        choice.among(tools),
        choice.parallelCalls(),
        limit,
        sampled(request.temperature()),
        sampled(request.topP()),
        dialect.topK() ? request.topK() : OptionalLong.empty(),
        stops(),
        settings(ThinkingSettings.of(request, dialect, !tools.isEmpty(), limit), conversation),
        format.format(),
        request.stream() || dialect.alwaysStream(),
        dialect.streamUsage(),
        style(),
        extra(),
        dialect.without());
  }

  private ChatRequest.Style style() {
    var systemRole = switch (dialect.systemRole()) {
      case SYSTEM -> "system";
      case DEVELOPER -> "developer";
    };
    return new ChatRequest.Style(
        systemRole, dialect.contentWithCalls() == ContentWithCalls.OMIT, dialect.pdf() == Pdf.DOCUMENT_URL);
  }

  private List<RequestMember> settings(List<RequestMember> thinking, String conversation) {
    var settings = Stream.concat(thinking.stream(), RequestMember.of(search.members()).stream());
    if (dialect.promptCache() != PromptCache.KEY || conversation.isEmpty()) {
      return settings.toList();
    }
    var key = Json.BUILD.createObjectBuilder().add("prompt_cache_key", conversation).build();
    return Stream.concat(settings, RequestMember.of(key).stream()).toList();
  }

  private List<ChatMessage> messages(OutputFormat format) {
    var said = request.messages();
    var leading = (int) said.stream().takeWhile(message -> message.role() == Role.SYSTEM).count();
    var messages = new ArrayList<ChatMessage>();
    var system = system(said.subList(0, leading), format);
    if (!system.content().isEmpty()) {
      messages.add(system);
    }
    var conversation = MessagesToChat.of(said.subList(leading, said.size()), dialect, model, names);
    if (conversation.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    messages.addAll(conversation);
    return messages;
  }

  /// The system prompt with the system messages that come before any other.
  private ChatMessage.System system(List<InputMessage> leading, OutputFormat format) {
    var texts = new ArrayList<>(request.system());
    var marks = new ArrayList<>(request.systemMarks());
    for (var message : leading) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.Text(var text) && !Blank.is(text)) {
          texts.add(text);
        } else if (block instanceof ContentBlock.CacheMark(var life)) {
          MessagesRequest.SystemMark.add(marks, texts.size(), life);
        }
      }
    }
    format.instruction().ifPresent(texts::add);
    var ends = marks.stream()
        .map(mark -> new ChatMessage.Mark(String.join(BETWEEN, texts.subList(0, mark.texts())).length(), mark.life()))
        .toList();
    return new ChatMessage.System(String.join(BETWEEN, texts), ends);
  }

  private OptionalDouble sampled(OptionalDouble value) {
    if (value.isEmpty() || dialect.sampling() == Sampling.DROP) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.max(value.getAsDouble(), dialect.samplingFloor()));
  }

  private List<String> stops() {
    return request.stopSequences().stream().filter(this::isStop).limit(dialect.maxStops()).toList();
  }

  private boolean isStop(String stop) {
    var longest = dialect.maxStopBytes();
    return !stop.isEmpty() && (longest == 0 || stop.getBytes(StandardCharsets.UTF_8).length <= longest);
  }

  private List<RequestMember> extra() {
    return dialect.extraBody().stream().map(extra -> RequestMember.of(extra.name(), extra.json())).toList();
  }
}
