package portside.translate.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.NamedToolChoice;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.ParallelToolCalls;
import portside.provider.Dialect.Sampling;
import portside.provider.Dialect;
import portside.provider.Provider;
import portside.translate.text.Blank;
import portside.translate.tools.ToolNames;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.Thinking;
import portside.wire.anthropic.MessagesRequest.ToolChoice;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.openai.ChatMessage;
import portside.wire.openai.ChatRequest;

/// An Anthropic Messages request → a chat-completions request in a provider's dialect. Pure, and built from known fields only: what a
/// provider would not understand is translated or left out here, never passed on.
public final class RequestToChat {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolNames names;

  private RequestToChat(MessagesRequest request, Dialect dialect) {
    this.request = request;
    this.dialect = dialect;
    this.names = new ToolNames(request);
  }

  /// Translates one request.
  ///
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of `max_tokens`
  /// @throws Refusal when the request says nothing at all
  public static ChatRequest translate(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits) {
    return new RequestToChat(request, dialect).translate(upstreamModel, limits);
  }

  private ChatRequest translate(String upstreamModel, Provider.Limits limits) {
    var format = new OutputFormat(request.outputSchema(), dialect);
    var tools = tools();
    var messages = messages(format);
    return new ChatRequest(
        upstreamModel,
        messages,
        tools,
        toolChoice(tools),
        request.disableParallelToolUse() && dialect.parallelToolCalls() != ParallelToolCalls.UNSAID,
        AnswerLimit.of(request, dialect, limits, messages, tools),
        sampled(request.temperature()),
        sampled(request.topP()),
        dialect.topK() ? request.topK() : OptionalLong.empty(),
        stops(),
        ThinkingSettings.of(request, dialect),
        format.format(),
        request.stream(),
        dialect.streamUsage(),
        new ChatRequest.Style(dialect.contentWithCalls() == ContentWithCalls.OMIT, dialect.replayField()),
        extra());
  }

  private List<ChatMessage> messages(OutputFormat format) {
    var said = request.messages();
    var leading = (int) said.stream().takeWhile(message -> message.role() == Role.SYSTEM).count();
    var messages = new ArrayList<ChatMessage>();
    var system = system(said.subList(0, leading), format);
    if (!system.isEmpty()) {
      messages.add(new ChatMessage.System(system));
    }
    var conversation = Conversation.of(said.subList(leading, said.size()), dialect, names);
    if (conversation.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    messages.addAll(conversation);
    return messages;
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

  private List<ChatRequest.Function> tools() {
    var forbidden = request.toolChoice() instanceof ToolChoice.None && !dialect.noneToolChoice();
    return forbidden ? List.of() : Functions.of(request, dialect, names);
  }

  /// What cannot be kept is left to the model: a choice the provider does not take, or a tool that is not on offer.
  private ChatRequest.ToolChoice toolChoice(List<ChatRequest.Function> tools) {
    return switch (request.toolChoice()) {
      case null -> null;
      case ToolChoice.Auto() -> null;
      case ToolChoice.None() -> new ChatRequest.ToolChoice.None();
      case ToolChoice.Any() -> mayForce() ? new ChatRequest.ToolChoice.Required() : null;
      case ToolChoice.Named(var name) -> {
        var upstream = names.toUpstream(name);
        var offered = tools.stream().anyMatch(tool -> tool.name().equals(upstream));
        if (!offered || !mayForce()) {
          yield null;
        }
        yield dialect.namedToolChoice() == NamedToolChoice.OBJECT ? new ChatRequest.ToolChoice.Named(upstream) : new ChatRequest.ToolChoice.Required();
      }
    };
  }

  private boolean mayForce() {
    return switch (dialect.forcedToolChoice()) {
      case YES -> true;
      case NO -> false;
      case UNLESS_THINKING -> request.thinking() instanceof Thinking.Disabled && dialect.off() == Off.DISABLED;
    };
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

  private List<ChatRequest.Member> extra() {
    return dialect.extraBody().stream().map(RequestToChat::member).toList();
  }

  private static ChatRequest.Member member(Dialect.ExtraMember extra) {
    try {
      return new ChatRequest.Member(extra.name(), Json.value(extra.json()));
    } catch (Json.Malformed e) {
      throw new IllegalStateException("the dialect's member " + extra.name() + " is not JSON", e);
    }
  }
}
