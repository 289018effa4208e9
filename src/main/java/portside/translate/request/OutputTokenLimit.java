package portside.translate.request;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.provider.Dialect.MaxTokensField;
import portside.provider.Provider;
import portside.translate.text.TokenEstimate;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.common.ContentPart;
import portside.wire.openai.ChatMessage;
import portside.wire.openai.ChatRequest;

/// `max_tokens` → the limit the provider takes: large enough for reasoning that shares it, within the bounds of the settings, of the model's
/// output and of what the prompt leaves of its window. (vLLM and its like refuse a request whose prompt and limit together exceed the window,
/// and Claude Code always asks for much.)
public final class OutputTokenLimit {
  /// Never is less left, however long the prompt seems: it is only estimated.
  private static final long LEAST = 1_024;

  /// Providers refuse 0. Who asks for nothing wants the prompt cached, so no room is needed for reasoning either.
  private static final long LEAST_ASKED = 1;

  /// Tokens of a picture and of a tool with a small schema, roughly.
  private static final long PICTURE = 1_600;

  private static final long TOOL = 300;

  /// Characters of a schema for each of its tokens, rather too few.
  private static final long CHARACTERS = 3;

  private final List<ChatMessage> messages;
  private final List<ChatRequest.Function> tools;

  private OutputTokenLimit(List<ChatMessage> messages, List<ChatRequest.Function> tools) {
    this.messages = messages;
    this.tools = tools;
  }

  /// Null when the client set none.
  ///
  /// @param messages as they will be sent
  /// @param tools as they will be sent
  public static ChatRequest.Limit of(
      MessagesRequest request, Dialect dialect, Provider.Limits limits, List<ChatMessage> messages, List<ChatRequest.Function> tools) {
    if (request.maxTokens().isEmpty()) {
      return null;
    }
    var asked = request.maxTokens().getAsLong();
    var tokens = Math.max(Math.max(LEAST_ASKED, asked), limits.minTokens());
    boolean thinks = asked > 0 && !ThinkingSettings.areOff(request, dialect);
    tokens = thinks ? Math.max(tokens, dialect.minOutput()) : tokens;
    tokens = limits.maxTokens() > 0 ? Math.min(tokens, limits.maxTokens()) : tokens;
    tokens = dialect.maxOutput() > 0 ? Math.min(tokens, dialect.maxOutput()) : tokens;
    if (dialect.contextWindow() > 0) {
      tokens = new OutputTokenLimit(messages, tools).within(dialect.contextWindow(), tokens);
    }
    return new ChatRequest.Limit(dialect.maxTokensField() == MaxTokensField.MAX_TOKENS ? "max_tokens" : "max_completion_tokens", tokens);
  }

  private long within(long window, long tokens) {
    var estimate = new TokenEstimate();
    var others = texts(estimate::add);
    var prompt = estimate.tokens() * 5 / 4 + others; // programs have more tokens than prose of that length
    return Math.min(tokens, Math.max(LEAST, window - prompt));
  }

  /// Gives out every text of the prompt; returns the tokens of the rest, roughly.
  private long texts(Consumer<String> out) {
    long others = 0;
    for (var tool : tools) {
      out.accept(tool.description());
      others += Math.max(TOOL, characters(tool.parameters()) / CHARACTERS);
    }
    for (var message : messages) {
      switch (message) {
        case ChatMessage.System(var content, var _) -> out.accept(content);
        case ChatMessage.Tool(var _, var _, var content, var _) -> out.accept(content);
        case ChatMessage.Assistant assistant -> {
          Stream.of(assistant.content(), assistant.reasoning()).filter(Objects::nonNull).forEach(out);
          assistant.members().forEach(member -> out.accept(member.value() instanceof JsonString text ? text.getString() : member.value().toString()));
          assistant.calls().forEach(call -> out.accept(call.arguments()));
        }
        case ChatMessage.User(var content, var _) -> {
          for (var part : content) {
            switch (part) {
              case ContentPart.Text(var text) -> out.accept(text);
              case ContentPart.Image _ -> others += PICTURE;
              case ContentPart.File(var _, var data) -> others += TokenEstimate.ofPdf(data.length());
            }
          }
        }
      }
    }
    return others;
  }

  /// How long the value is as JSON, near enough; it is not written out for that.
  private static long characters(JsonValue value) {
    return switch (value) {
      case JsonObject object -> object.entrySet().stream().mapToLong(member -> member.getKey().length() + 4 + characters(member.getValue())).sum();
      case JsonArray array -> array.stream().mapToLong(element -> 1 + characters(element)).sum();
      case JsonString text -> text.getString().length() + 2;
      case null, default -> 4;
    };
  }
}
