package portside.translate.request;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MIN_OUTPUT;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.text.TokenEstimate;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionTool;

/// `max_tokens` → the limit the provider takes: large enough for reasoning that shares it, within the bounds of the settings, of the model's
/// output and of what the prompt leaves of its window. (vLLM and its like refuse a request whose prompt and limit together exceed the window,
/// and Claude Code always asks for much.)
public final class OutputTokenLimit {
  /// The least limit that is left, however long the prompt seems: its length is only estimated.
  private static final long LEAST = 1_024;

  /// The limit for a client that asks for 0, which providers refuse. Such a client wants the prompt cached, so no room is needed for reasoning
  /// either.
  private static final long LEAST_ASKED = 1;

  /// Tokens of a picture and of a tool with a small schema, roughly.
  private static final long PICTURE = 1_600;

  private static final long TOOL = 300;

  /// Characters of a schema for each of its tokens, rather too few.
  private static final long CHARACTERS = 3;

  private OutputTokenLimit() {}

  /// The limit to send; empty when the client set none.
  ///
  /// @param prompt all that the model is to read, system prompt included, as it will be sent; asked for only where the window is known
  /// @param tools as they will be sent
  public static OptionalLong of(
      MessagesRequest request, Dialect dialect, Provider.Limits limits, Supplier<Stream<ContentPart>> prompt, List<FunctionTool> tools) {
    if (request.maxTokens().isEmpty()) {
      return OptionalLong.empty();
    }
    var asked = request.maxTokens().getAsLong();
    var tokens = Math.max(Math.max(LEAST_ASKED, asked), limits.minTokens());
    boolean thinks = asked > 0 && !ThinkingLevel.isOff(request, dialect);
    tokens = thinks ? Math.max(tokens, dialect.get(MIN_OUTPUT)) : tokens;
    tokens = limits.maxTokens() > 0 ? Math.min(tokens, limits.maxTokens()) : tokens;
    tokens = dialect.get(MAX_OUTPUT) > 0 ? Math.min(tokens, dialect.get(MAX_OUTPUT)) : tokens;
    if (dialect.get(CONTEXT_WINDOW) > 0) {
      tokens = Math.min(tokens, Math.max(LEAST, dialect.get(CONTEXT_WINDOW) - estimate(prompt.get(), tools)));
    }
    return OptionalLong.of(tokens);
  }

  private static long estimate(Stream<ContentPart> prompt, List<FunctionTool> tools) {
    var estimate = new TokenEstimate();
    long others = 0;
    for (var tool : tools) {
      estimate.add(tool.description());
      others += Math.max(TOOL, characters(tool.parameters()) / CHARACTERS);
    }
    for (var part : (Iterable<ContentPart>) prompt::iterator) {
      switch (part) {
        case ContentPart.Text(var text) -> estimate.add(text);
        case ContentPart.Image _ -> others += PICTURE;
        case ContentPart.File(var _, var data) -> others += TokenEstimate.ofPdf(data.length());
      }
    }
    return estimate.tokens() * 5 / 4 + others; // programs have more tokens than prose of that length
  }

  /// About how many characters the value has as JSON; it is not written out for that.
  private static long characters(@Nullable JsonValue value) {
    return switch (value) {
      case JsonObject object -> object.entrySet().stream().mapToLong(member -> member.getKey().length() + 4 + characters(member.getValue())).sum();
      case JsonArray array -> array.stream().mapToLong(element -> 1 + characters(element)).sum();
      case JsonString text -> text.getString().length() + 2;
      case null, default -> 4;
    };
  }
}
