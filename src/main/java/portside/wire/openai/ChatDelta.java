package portside.wire.openai;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.common.ToolCallDelta;

/// What a `delta` or a `message` carries. Texts are never null; empty means nothing.
///
/// @param reasoning the thinking in it
/// @param text the visible text in it
/// @param refusal the words of a refusal
/// @param calls tool calls or pieces of them, in order
public record ChatDelta(Reasoning reasoning, String text, String refusal, List<ToolCallDelta> calls) {
  /// A delta with nothing in it.
  public static final ChatDelta EMPTY = new ChatDelta(Reasoning.NONE, "", "", List.of());

  /// Thinking and where it stood.
  ///
  /// @param field the spelling it arrived in: `reasoning_content`, `reasoning`, `reasoning_text`, `reasoning_details`, or `content` for a
  ///     part of type `thinking` inside the content (Mistral)
  /// @param text the thinking, empty for none
  /// @param details entries of `reasoning_details` as they came, also where they have no text
  /// @param signature that Google gave the message (`extra_content.google.thought_signature`), empty for none
  public record Reasoning(String field, String text, List<JsonObject> details, String signature) {
    /// No thinking.
    public static final Reasoning NONE = new Reasoning("", "", List.of(), "");

    /// Whether there is nothing in it.
    public boolean isEmpty() {
      return text.isEmpty() && details.isEmpty() && signature.isEmpty();
    }
  }

  private static final String[] PLAIN_FIELDS = {"reasoning_content", "reasoning", "reasoning_text"};

  /// Whether there is nothing in it.
  public boolean isEmpty() {
    return reasoning.isEmpty() && text.isEmpty() && refusal.isEmpty() && calls.isEmpty();
  }

  static ChatDelta read(JsonObject holder) {
    var content = holder.get("content");
    var text = content instanceof JsonString string ? string.getString() : parts(content, false);
    var refusal = holder.get("refusal") instanceof JsonString string ? string.getString() : "";
    var delta = new ChatDelta(reasoning(holder, content), text, refusal, ToolCallDelta.read(holder));
    return delta.isEmpty() ? EMPTY : delta;
  }

  private static Reasoning reasoning(JsonObject holder, @Nullable JsonValue content) {
    var details = holder.get("reasoning_details") instanceof JsonArray array ? objects(array) : List.<JsonObject>of();
    var signature = ToolCallDelta.signature(holder);
    var said = said(holder, content, details);
    return said == null && details.isEmpty() && signature == null ? Reasoning.NONE
        : new Reasoning(said == null ? "" : said.field, said == null ? "" : said.text, details, signature == null ? "" : signature);
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }

  private record Said(String field, String text) {}

  /// The first spelling that says something, or null. OpenRouter sends the same words as `reasoning` and in `reasoning_details`.
  private static @Nullable Said said(JsonObject holder, @Nullable JsonValue content, List<JsonObject> details) {
    for (var field : PLAIN_FIELDS) {
      var value = holder.get(field);
      if (value instanceof JsonString string && !string.getString().isEmpty()) {
        return new Said(field, string.getString());
      }
      if (value instanceof JsonObject object && Json.string(object, "content") instanceof String inner && !inner.isEmpty()) {
        return new Said(field, inner);
      }
    }
    var detailed = readable(details);
    if (!detailed.isEmpty()) {
      return new Said("reasoning_details", detailed);
    }
    var inContent = content instanceof JsonArray ? parts(content, true) : "";
    return inContent.isEmpty() ? null : new Said("content", inContent);
  }

  /// The text of the details that can be read; `reasoning.encrypted` has only `data`.
  private static String readable(List<JsonObject> details) {
    var text = new StringBuilder();
    for (var detail : details) {
      var words = Json.string(detail, "text");
      text.append(words != null ? words : Json.string(detail, "summary") instanceof String summary ? summary : "");
    }
    return text.toString();
  }

  /// The text of content that comes in parts, either the thinking ones or the others.
  private static String parts(@Nullable JsonValue content, boolean thinking) {
    return switch (content) {
      case JsonString string when !thinking -> string.getString();
      case JsonArray array -> {
        var text = new StringBuilder();
        array.forEach(part -> text.append(parts(part, thinking)));
        yield text.toString();
      }
      case JsonObject part -> part(part, thinking);
      case null, default -> "";
    };
  }

  private static String part(JsonObject part, boolean thinking) {
    var type = Json.string(part, "type");
    if ("thinking".equals(type) || "reasoning".equals(type)) {
      var inner = part.containsKey("thinking") ? part.get("thinking") : part.get("text");
      return thinking ? parts(inner, false) : "";
    }
    return !thinking && Json.string(part, "text") instanceof String text ? text : "";
  }
}
